#pragma once
#include <utility>

#include <agon/backend/cuda/geometry.hpp>

/// What moves numbers: each function is the value of one element of the result, whose sources it finds by
/// arithmetic. Sums are taken in a fixed order. On the device and on the host the same code runs.
namespace agon::cuda {

/// Where pixel k of a side that was continued by `before` pixels comes from, of `size`.
constexpr int source_of(int k, int before, int size, Border b) {
  k -= before;
  if (k >= 0 && k < size) return k;
  if (b == Border::replicate) return k < 0 ? 0 : size - 1;
  return k < 0 ? -k : 2 * (size - 1) - k;
}
/// f(k) for every pixel k, from the first on, of a side of `larger` pixels that comes from pixel `at` of
/// `size`.
constexpr void each_copy(int at, int before, int size, int larger, Border b, auto const& f) {
  for (int k = 0; k < before; ++k)
    if (source_of(k, before, size, b) == at) f(k);
  f(at + before);
  for (int k = before + size; k < larger; ++k)
    if (source_of(k, before, size, b) == at) f(k);
}

/// The pixel of x, an image of shape d, that is largest in the window of output (row, column): its number in
/// the image. The first of several; -1 if the window lies outside.
template <class S>
constexpr long largest(Window const& w, Shape d, S const* x, long n, int row, int column, int c) {
  long best = -1;
  S value{};
  for (int ky = 0; ky < w.y.kernel; ++ky)
    for (int kx = 0; kx < w.x.kernel; ++kx) {
      int const r = row * w.y.stride + ky * w.y.dilation - w.y.padding,
                q = column * w.x.stride + kx * w.x.dilation - w.x.padding;
      if (r < 0 || r >= d.h || q < 0 || q >= d.w) continue;
      S const v = x[element_of(d, {n, r, q, c})];
      if (best >= 0 && !(v > value)) continue;
      best = long(r) * d.w + q;
      value = v;
    }
  return best;
}

/// All movements, counted from concat on.
using Movements = std::make_integer_sequence<int, int(Op::group_mean) - int(Op::concat) + 1>;

/// Element `e` of the result of a movement.
template <Op O, class S>
constexpr S moved(Geometry const& g, S const* a, S const* b, long e) {
  if constexpr (O == Op::concat) {
    Place p = place_of(g.y, e);
    if (p.c < g.a.c) return a[element_of(g.a, p)];
    p.c -= g.a.c;
    return b[element_of(g.b, p)];
  } else if constexpr (O == Op::slice) {
    Place const p = place_of(g.y, e);
    return a[element_of(g.a, {p.n, p.y + g.window.y.padding, p.x + g.window.x.padding, p.c + g.index})];
  } else if constexpr (O == Op::pad) {
    Place p = place_of(g.y, e);
    p.y -= g.window.y.padding, p.x -= g.window.x.padding, p.c -= g.index;
    bool const inside = p.y >= 0 && p.y < g.a.h && p.x >= 0 && p.x < g.a.w && p.c >= 0 && p.c < g.a.c;
    return inside ? a[element_of(g.a, p)] : S(0);
  } else if constexpr (O == Op::flatten || O == Op::unflatten) {
    constexpr bool back = O == Op::unflatten;
    Shape const d = back ? g.y : g.a;
    long const n = e / d.size(), k = e % d.size(), pixels = long(d.h) * d.w;
    long const from = back ? k % d.c * pixels + k / d.c : k % pixels * d.c + k / pixels;
    return a[n * d.size() + from];
  } else if constexpr (O == Op::extend) {
    Place p = place_of(g.y, e);
    p.y = source_of(p.y, g.window.y.padding, g.a.h, Border(g.index));
    p.x = source_of(p.x, g.window.x.padding, g.a.w, Border(g.index));
    return a[element_of(g.a, p)];
  } else if constexpr (O == Op::fold) {
    Place const p = place_of(g.y, e);
    S sum = 0;
    each_copy(p.y, g.window.y.padding, g.y.h, g.a.h, Border(g.index), [&](int r) {
      each_copy(p.x, g.window.x.padding, g.y.w, g.a.w, Border(g.index), [&](int q) {
        sum += a[element_of(g.a, {p.n, r, q, p.c})];
      });
    });
    return sum;
  } else if constexpr (O == Op::max_take) {
    Place const p = place_of(g.y, e);
    long const at = largest(g.window, g.a, a, p.n, p.y, p.x, p.c);
    return at < 0 ? S(0) : b[(p.n * g.a.h * g.a.w + at) * g.a.c + p.c];
  } else if constexpr (O == Op::max_put) {
    // Outputs whose window holds this pixel, rows and columns in order.
    Place const p = place_of(g.y, e);
    Axis const v = g.window.y, h = g.window.x;
    S sum = 0;
    for (int ky = v.kernel - 1; ky >= 0; --ky)
      for (int kx = h.kernel - 1; kx >= 0; --kx) {
        int const r = p.y + v.padding - ky * v.dilation, q = p.x + h.padding - kx * h.dilation;
        if (r < 0 || r % v.stride || r / v.stride >= g.b.h || q < 0 || q % h.stride || q / h.stride >= g.b.w)
          continue;
        int const row = r / v.stride, column = q / h.stride;
        if (largest(g.window, g.y, a, p.n, row, column, p.c) == long(p.y) * g.y.w + p.x)
          sum += b[element_of(g.b, {p.n, row, column, p.c})];
      }
    return sum;
  } else if constexpr (O == Op::take_row) {
    S const row = b[e / g.y.c];
    return row >= 0 && row < S(g.a.w) ? a[long(row) * g.y.c + e % g.y.c] : S(0);
  } else if constexpr (O == Op::put_row) {
    long const row = e / g.y.c;
    S sum = 0;
    for (long n = 0; n < g.batch; ++n)
      if (a[n] >= 0 && a[n] < S(g.y.w) && long(a[n]) == row) sum += b[n * g.y.c + e % g.y.c];
    return sum;
  } else if constexpr (O == Op::stack) {
    long const of_a = g.stacked(g.a);
    return e < of_a ? a[e] : b[e - of_a];
  } else if constexpr (O == Op::take_samples) {
    return a[g.index * g.batch * g.y.size() + e];
  } else if constexpr (O == Op::put_samples) {
    long const from = e - g.index * g.batch * g.y.size();
    return from >= 0 && from < g.stacked(g.a) ? a[from] : S(0);
  } else {
    static_assert(O == Op::group_mean);
    long const members = g.index < g.batch ? g.index : g.batch, apart = g.batch / members * g.y.size();
    S sum = 0;
    for (long k = 0; k < members; ++k) sum += a[k * apart + e % apart];
    return sum / S(members);
  }
}

}  // namespace agon::cuda
