#pragma once
#include <agon/backend/cpu/dense.hpp>
#include <agon/core/threads.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// Convolutions in groups or with dilation, and their adjoints: loops over the window, vectors along the
/// channels. One whose groups are single channels runs along all of them at once.
struct Grouped {
  static constexpr bool pays(Dense const& d) {
    return d.window.groups > 1 || d.window.y.dilation > 1 || d.window.x.dilation > 1;
  }
  static Room room(Dense const&) { return {}; }
  /// A unit is a row of the result's image, or a place of the window.
  static Chunks chunks(Dense const& d) {
    if (d.op == Op::conv_weight) return {d.window.places(), d.window.places()};
    return Chunks::of(d.batch * d.y.h, std::max<long>(1, 4096 / (d.y.w * d.y.c)));
  }

  static void run(Dense const& d, float const* a, float const* b, float* y, Workspace const&,
                  Done const& done) {
    Chunks const c = chunks(d);
    parallel(c.count, [&](long i) {
      long const from = c.begin(i), to = c.begin(i + 1);
      for (long u = from; u < to; ++u) switch (d.op) {
          case Op::conv: forward(d, a, b, y, u); break;
          case Op::conv_data: data(d, a, b, y, u); break;
          default: weight(d, a, b, y, u);
        }
      done(i, from * d.y.w, to * d.y.w);  // a place of the window has d.y.w rows, one for each input channel
    });
  }

 private:
  /// The channels of x and of y in a group, and the distance of the weight's rows.
  struct Groups {
    long count, in, out, filters;
    bool single() const { return in == 1 && out == 1; }
    bool shared() const { return filters == 1 && count > 1; }
    long filter(long group) const { return shared() ? 0 : group * out; }  // the first
  };

  static void forward(Dense const& d, float const* x, float const* w, float* y, long row) {
    Groups const g{d.window.groups, d.a.c / d.window.groups, d.y.c / d.window.groups, d.b.c};
    Axis const v = d.window.y, h = d.window.x;
    long const n = row / d.y.h;
    zero(y + row * d.y.w * d.y.c, long(d.y.w) * d.y.c);
    for (int ky = 0; ky < v.kernel; ++ky) {
      long const r = row % d.y.h * v.stride + ky * v.dilation - v.padding;
      if (r < 0 || r >= d.a.h) continue;
      for (long q = 0; q < d.y.w; ++q)
        for (int kx = 0; kx < h.kernel; ++kx) {
          long const s = q * h.stride + kx * h.dilation - h.padding;
          if (s < 0 || s >= d.a.w) continue;
          float const* const from = x + ((n * d.a.h + r) * d.a.w + s) * d.a.c;
          float const* const u = w + (long(ky) * h.kernel + kx) * g.in * g.filters;
          float* const to = y + (row * d.y.w + q) * d.y.c;
          if (g.single())
            add_products(to, from, u, d.y.c, g.shared());
          else
            for (long k = 0; k < g.count; ++k)
              for (long i = 0; i < g.in; ++i)
                add_scaled(to + k * g.out, from[k * g.in + i], u + i * g.filters + g.filter(k), g.out);
        }
    }
  }
  static void data(Dense const& d, float const* y, float const* w, float* x, long row) {
    Groups const g{d.window.groups, d.y.c / d.window.groups, d.a.c / d.window.groups, d.b.c};
    Axis const v = d.window.y, h = d.window.x;
    long const n = row / d.y.h;
    zero(x + row * d.y.w * d.y.c, long(d.y.w) * d.y.c);
    for (int ky = 0; ky < v.kernel; ++ky) {
      long const r = row % d.y.h + v.padding - ky * v.dilation;
      if (r < 0 || r % v.stride || r / v.stride >= d.a.h) continue;
      for (long q = 0; q < d.y.w; ++q)
        for (int kx = 0; kx < h.kernel; ++kx) {
          long const s = q + h.padding - kx * h.dilation;
          if (s < 0 || s % h.stride || s / h.stride >= d.a.w) continue;
          float const* const from = y + ((n * d.a.h + r / v.stride) * d.a.w + s / h.stride) * d.a.c;
          float const* const u = w + (long(ky) * h.kernel + kx) * g.in * g.filters;
          float* const to = x + (row * d.y.w + q) * d.y.c;
          if (g.single())
            add_products(to, from, u, d.y.c, g.shared());
          else
            for (long k = 0; k < g.count; ++k)
              for (long i = 0; i < g.in; ++i)
                to[k * g.in + i] += dot(from + k * g.out, u + i * g.filters + g.filter(k), g.out);
        }
    }
  }
  static void weight(Dense const& d, float const* x, float const* y, float* w, long place) {
    Groups const g{d.window.groups, d.a.c / d.window.groups, d.b.c / d.window.groups, d.y.c};
    Axis const v = d.window.y, h = d.window.x;
    long const ky = place / h.kernel, kx = place % h.kernel;
    float* const to = w + place * g.in * g.filters;
    zero(to, g.in * g.filters);
    for (long row = 0; row < d.batch * d.b.h; ++row) {
      long const n = row / d.b.h, r = row % d.b.h * v.stride + ky * v.dilation - v.padding;
      if (r < 0 || r >= d.a.h) continue;
      for (long q = 0; q < d.b.w; ++q) {
        long const s = q * h.stride + kx * h.dilation - h.padding;
        if (s < 0 || s >= d.a.w) continue;
        float const* const from = x + ((n * d.a.h + r) * d.a.w + s) * d.a.c;
        float const* const given = y + (row * d.b.w + q) * d.b.c;
        if (g.single() && !g.shared())
          add_products(to, from, given, d.b.c, false);
        else if (g.single())
          to[0] += dot(from, given, d.b.c);
        else
          for (long k = 0; k < g.count; ++k)
            for (long i = 0; i < g.in; ++i)
              add_scaled(to + i * g.filters + g.filter(k), from[k * g.in + i], given + k * g.out, g.out);
      }
    }
  }

  static void add_scaled(float* to, float a, float const* b, long n) {
    long e = 0;
    for (; e + lanes <= n; e += lanes) store(to + e, load(to + e) + a * load(b + e));
    for (; e < n; ++e) to[e] += a * b[e];
  }
  /// `single`: b is one number.
  static void add_products(float* to, float const* a, float const* b, long n, bool single) {
    if (single) return add_scaled(to, b[0], a, n);
    long e = 0;
    for (; e + lanes <= n; e += lanes) store(to + e, load(to + e) + load(a + e) * load(b + e));
    for (; e < n; ++e) to[e] += a[e] * b[e];
  }
  static float dot(float const* a, float const* b, long n) {
    Vec sum{};
    long e = 0;
    for (; e + lanes <= n; e += lanes) sum += load(a + e) * load(b + e);
    if (e < n) sum += load(a + e, int(n - e)) * load(b + e, int(n - e));
    return total(sum);
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
