#pragma once
#include <agon/backend/cpu/dense.hpp>
#include <agon/core/threads.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// Concatenation, slices and paddings of channels, and images between channels last and channels first.
inline void move(Dense const& d, int first_channel, float const* a, float const* b, float* y) {
  bool const turns = d.op == Op::flatten || d.op == Op::unflatten;
  long const units = turns ? d.batch : (d.y.batched ? d.batch : 1) * long(d.y.h) * d.y.w;
  Chunks const c = Chunks::of(units, std::max<long>(1, 16384 / (turns ? d.y.size() : d.y.c)));
  parallel(c.count, [&](long i) {
    for (long r = c.begin(i); r < c.begin(i + 1); ++r) switch (d.op) {
        case Op::concat:
          copy(y + r * d.y.c, a + r * d.a.c, d.a.c);
          copy(y + r * d.y.c + d.a.c, b + r * d.b.c, d.b.c);
          break;
        case Op::slice: copy(y + r * d.y.c, a + r * d.a.c + first_channel, d.y.c); break;
        case Op::pad:
          zero(y + r * d.y.c, d.y.c);
          copy(y + r * d.y.c + first_channel, a + r * d.a.c, d.a.c);
          break;
        default: {
          Shape const s = d.op == Op::flatten ? d.a : d.y;
          long const pixels = long(s.h) * s.w, base = r * s.size();
          for (long p = 0; p < pixels; ++p)
            for (long k = 0; k < s.c; ++k) {
              long const last = base + p * s.c + k, first = base + k * pixels + p;
              if (d.op == Op::flatten)
                y[first] = a[last];
              else
                y[last] = a[first];
            }
        }
      }
  });
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
