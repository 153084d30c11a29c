#pragma once
#include <limits>

#include <agon/backend/cpu/dense.hpp>
#include <agon/core/threads.hpp>

/// What moves numbers without computing any: each function makes one row of an image, or one sample.
namespace agon::cpu {
inline namespace AGON_CPU {

/// f(unit) for all of them, in chunks of about `size` numbers.
inline void for_units(long units, long size, auto const& f) {
  Chunks const c = Chunks::of(units, std::max<long>(1, 16384 / std::max(size, 1l)));
  parallel(c.count, [&](long i) {
    for (long u = c.begin(i); u < c.begin(i + 1); ++u) f(u);
  });
}
/// Row `row` of a part of the image `a`.
inline void slice_row(Dense const& d, float const* a, float* y, long row) {
  float const* const from =
      a + ((row / d.y.h * d.a.h + row % d.y.h + d.window.y.padding) * d.a.w + d.window.x.padding) * d.a.c +
      d.index;
  float* const to = y + row * d.y.w * d.y.c;
  if (d.a.c == d.y.c)
    copy(to, from, long(d.y.w) * d.y.c);
  else
    for (long q = 0; q < d.y.w; ++q) copy(to + q * d.y.c, from + q * d.a.c, d.y.c);
}
/// Row `row` of an image that is zero outside the part `a`.
inline void pad_row(Dense const& d, float const* a, float* y, long row) {
  float* const to = y + row * d.y.w * d.y.c;
  long const inside = row % d.y.h - d.window.y.padding;
  if (d.a.size() != d.y.size()) zero(to, long(d.y.w) * d.y.c);
  if (inside < 0 || inside >= d.a.h) return;
  float const* const from = a + (row / d.y.h * d.a.h + inside) * d.a.w * d.a.c;
  float* const part = to + long(d.window.x.padding) * d.y.c + d.index;
  if (d.a.c == d.y.c)
    copy(part, from, long(d.a.w) * d.a.c);
  else
    for (long q = 0; q < d.a.w; ++q) copy(part + q * d.y.c, from + q * d.a.c, d.a.c);
}

/// Where pixel k of a side that was continued by `before` pixels comes from, of `size`.
inline long source_of(long k, long before, long size, Border b) {
  k -= before;
  if (k >= 0 && k < size) return k;
  if (b == Border::replicate) return k < 0 ? 0 : size - 1;
  return k < 0 ? -k : 2 * (size - 1) - k;
}
inline void extend_row(Dense const& d, float const* a, float* y, long row) {
  Axis const v = d.window.y, h = d.window.x;
  float const* const from =
      a + (row / d.y.h * d.a.h + source_of(row % d.y.h, v.padding, d.a.h, Border(d.index))) * d.a.w * d.a.c;
  float* const to = y + row * d.y.w * d.y.c;
  copy(to + h.padding * d.y.c, from, long(d.a.w) * d.y.c);
  for (long q = 0; q < d.y.w; ++q) {
    if (q == h.padding) q += d.a.w;
    if (q < d.y.w)
      copy(to + q * d.y.c, from + source_of(q, h.padding, d.a.w, Border(d.index)) * d.y.c, d.y.c);
  }
}
/// Row `row` of the smaller image: every row and column that continued it is added.
inline void fold_row(Dense const& d, float const* a, float* y, long row) {
  Axis const v = d.window.y, h = d.window.x;
  float* const to = y + row * d.y.w * d.y.c;
  zero(to, long(d.y.w) * d.y.c);
  for (long r = 0; r < d.a.h; ++r) {
    if (source_of(r, v.padding, d.y.h, Border(d.index)) != row % d.y.h) continue;
    float const* const from = a + (row / d.y.h * d.a.h + r) * d.a.w * d.a.c;
    add(to, from + h.padding * d.y.c, long(d.y.w) * d.y.c);
    for (long q = 0; q < d.a.w; ++q) {
      if (q == h.padding) q += d.y.w;
      if (q < d.a.w)
        add(to + source_of(q, h.padding, d.y.w, Border(d.index)) * d.y.c, from + q * d.y.c, d.y.c);
    }
  }
}

/// The image from the order (y, x, channel) to (channel, y, x), or back.
inline void turn_sample(Dense const& d, float const* a, float* y, long n) {
  Shape const s = d.op == Op::flatten ? d.a : d.y;
  long const pixels = long(s.h) * s.w, base = n * s.size();
  for (long p = 0; p < pixels; ++p)
    for (long k = 0; k < s.c; ++k) {
      long const last = base + p * s.c + k, first = base + k * pixels + p;
      if (d.op == Op::flatten)
        y[first] = a[last];
      else
        y[last] = a[first];
    }
}

/// The window of an output over the image x: f(pixel of x) at each place that lies inside, in order.
inline void over_window(Window const& w, Shape x, long row, long column, auto const& f) {
  for (int ky = 0; ky < w.y.kernel; ++ky)
    for (int kx = 0; kx < w.x.kernel; ++kx) {
      long const r = row * w.y.stride + ky * w.y.dilation - w.y.padding,
                 q = column * w.x.stride + kx * w.x.dilation - w.x.padding;
      if (r >= 0 && r < x.h && q >= 0 && q < x.w) f(r * x.w + q);
    }
}
/// The largest of each channel so far, and what goes with it.
struct Largest {
  Vec value = splat(-std::numeric_limits<float>::infinity());
  IntVec place = IntVec{} - 1;
  AGON_INLINE void see(Vec x, long at) {
    IntVec const more = (x > value) | (place < 0);
    value = more ? x : value;
    place = more ? IntVec{} + std::int32_t(at) : place;
  }
};
/// Row `row` of t where x is largest in each window.
inline void max_take_row(Dense const& d, float const* x, float const* t, float* y, long row) {
  long const sample = row / d.y.h * d.a.h * d.a.w;
  for (long q = 0; q < d.y.w; ++q)
    for (int c = 0; c < d.y.c; c += lanes) {
      int const m = std::min(lanes, d.y.c - c);
      Largest best;
      auto each = [&](auto const& f) { over_window(d.window, d.a, row % d.y.h, q, f); };
      each([&](long p) { best.see(load(x + (sample + p) * d.a.c + c, m), p); });
      Vec taken{};
      each([&](long p) {
        taken = best.place == std::int32_t(p) ? load(t + (sample + p) * d.a.c + c, m) : taken;
      });
      store(y + (row * d.y.w + q) * d.y.c + c, taken, m);
    }
}
/// Sample n: t, the smaller image, added where x is largest in each window.
inline void max_put_sample(Dense const& d, float const* x, float const* t, float* y, long n) {
  long const sample = n * d.y.h * d.y.w;
  zero(y + sample * d.y.c, d.y.size());
  for (long row = 0; row < d.b.h; ++row)
    for (long q = 0; q < d.b.w; ++q)
      for (int c = 0; c < d.y.c; c += lanes) {
        int const m = std::min(lanes, d.y.c - c);
        Largest best;
        auto each = [&](auto const& f) { over_window(d.window, d.y, row, q, f); };
        each([&](long p) { best.see(load(x + (sample + p) * d.y.c + c, m), p); });
        Vec const given = load(t + ((n * d.b.h + row) * d.b.w + q) * d.y.c + c, m);
        each([&](long p) {
          float* const to = y + (sample + p) * d.y.c + c;
          store(to, load(to, m) + (best.place == std::int32_t(p) ? given : Vec{}), m);
        });
      }
}

/// The row of a table that sample n names; zeros if there is none such.
inline void take_row(Dense const& d, float const* table, float const* which, float* y, long n) {
  float const row = which[n];
  if (row >= 0 && row < float(d.a.w))
    copy(y + n * d.y.c, table + long(row) * d.y.c, d.y.c);
  else
    zero(y + n * d.y.c, d.y.c);
}
/// Columns [first, last) of a table, to whose rows the samples are added in their order.
inline void put_rows(Dense const& d, float const* which, float const* b, float* y, long first, long last) {
  for (long row = 0; row < d.y.w; ++row) zero(y + row * d.y.c + first, last - first);
  for (long n = 0; n < d.batch; ++n)
    if (float const row = which[n]; row >= 0 && row < float(d.y.w))
      add(y + long(row) * d.y.c + first, b + n * d.y.c + first, last - first);
}
/// Numbers [first, last) of the samples of every group.
inline void group_mean(Dense const& d, float const* a, float* y, long first, long last) {
  long const members = std::min<long>(d.index, d.batch), apart = d.batch / members * d.y.size();
  for (long e = first; e < last; e += lanes) {
    int const m = int(std::min<long>(lanes, last - e));
    Vec sum{};
    for (long k = 0; k < members; ++k) sum += load(a + k * apart + e, m);
    for (long k = 0; k < members; ++k) store(y + k * apart + e, sum * (1 / float(members)), m);
  }
}

// ---- whole calls ----

template <void (*Row)(Dense const&, float const*, float*, long)>
void by_row(Dense const& d, float const* a, float const*, float* y) {
  for_units((d.y.batched ? d.batch : 1) * long(d.y.h), long(d.y.w) * d.y.c, [&](long r) { Row(d, a, y, r); });
}
inline void concat(Dense const& d, float const* a, float const* b, float* y) {
  for_units((d.y.batched ? d.batch : 1) * long(d.y.h) * d.y.w, d.y.c, [&](long p) {
    copy(y + p * d.y.c, a + p * d.a.c, d.a.c);
    copy(y + p * d.y.c + d.a.c, b + p * d.b.c, d.b.c);
  });
}
inline void turn(Dense const& d, float const* a, float const*, float* y) {
  for_units(d.batch, d.y.size(), [&](long n) { turn_sample(d, a, y, n); });
}
inline void max_take(Dense const& d, float const* x, float const* t, float* y) {
  for_units(d.batch * d.y.h, long(d.y.w) * d.y.c, [&](long r) { max_take_row(d, x, t, y, r); });
}
inline void max_put(Dense const& d, float const* x, float const* t, float* y) {
  for_units(d.batch, d.y.size(), [&](long n) { max_put_sample(d, x, t, y, n); });
}
inline void take_rows(Dense const& d, float const* table, float const* which, float* y) {
  for_units(d.batch, d.y.c, [&](long n) { take_row(d, table, which, y, n); });
}
/// Whole batches from one place to another.
inline void move_samples(Dense const& d, float const* from, float* to, int batches) {
  for_units(batches * d.batch, d.y.size(),
            [&](long n) { copy(to + n * d.y.size(), from + n * d.y.size(), d.y.size()); });
}
inline void stack(Dense const& d, float const* a, float const* b, float* y) {
  move_samples(d, a, y, d.a.times());
  move_samples(d, b, y + d.a.times() * d.batch * d.y.size(), d.b.times());
}
inline void take_samples(Dense const& d, float const* a, float const*, float* y) {
  move_samples(d, a + d.index * d.batch * d.y.size(), y, d.y.times());
}
inline void put_samples(Dense const& d, float const* a, float const*, float* y) {
  long const batch = d.batch * d.y.size(), last = d.index + d.a.times();
  zero(y, d.index * batch);
  move_samples(d, a, y + d.index * batch, d.a.times());
  zero(y + last * batch, (d.y.times() - last) * batch);
}
/// f(first, last) for parts of n numbers.
inline void by_part(Dense const& d, long n, auto const& f) {
  for_units((n + 255) / 256, 256 * d.batch, [&](long p) { f(256 * p, std::min(256 * (p + 1), n)); });
}
inline void put_all_rows(Dense const& d, float const* which, float const* b, float* y) {
  by_part(d, d.y.c, [&](long first, long last) { put_rows(d, which, b, y, first, last); });
}
inline void group_means(Dense const& d, float const* a, float const*, float* y) {
  by_part(d, d.batch / std::min<long>(d.index, d.batch) * d.y.size(),
          [&](long first, long last) { group_mean(d, a, y, first, last); });
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
