#pragma once
#include <algorithm>

#include <agon/backend/cuda/geometry.hpp>

/// Convolutions and their adjoints as products of matrices that are never made: C(m, n) = sum over k of
/// A(m, k) B(k, n), where A and B find their elements by arithmetic. There is one product for each group of
/// channels. Elements that lie in the padding are -1.
namespace agon::cuda {

/// Where the products of a convolution lie. x is the larger image, y the smaller, w the weight: x and w make
/// y in conv, y and w make x in conv_data, x and y make w in conv_weight.
struct Convolution {
  Shape x{}, y{}, w{};
  Window window{};
  long batch = 1;

  constexpr int in() const { return x.c / window.groups; }
  constexpr int out() const { return y.c / window.groups; }
  /// Numbers of the weight for each pair of a place and an input channel: one serves all filters, if it is
  /// shared.
  constexpr bool shared() const { return w.c == 1 && y.c > 1; }

  /// Input pixel (n, row, column) of place t for output pixel m, or -1.
  constexpr long input_pixel(long m, int t) const {
    long const column = m % y.w, row = m / y.w % y.h, n = m / (long(y.w) * y.h);
    long const r = row * window.y.stride + t / window.x.kernel * window.y.dilation - window.y.padding,
               q = column * window.x.stride + t % window.x.kernel * window.x.dilation - window.x.padding;
    return r < 0 || r >= x.h || q < 0 || q >= x.w ? -1 : (n * x.h + r) * x.w + q;
  }
  /// Output pixel that meets input pixel m at place t, or -1.
  constexpr long output_pixel(long m, int t) const {
    long const column = m % x.w, row = m / x.w % x.h, n = m / (long(x.w) * x.h);
    long const r = row + window.y.padding - t / window.x.kernel * window.y.dilation,
               q = column + window.x.padding - t % window.x.kernel * window.x.dilation;
    if (r < 0 || q < 0 || r % window.y.stride || q % window.x.stride) return -1;
    long const i = r / window.y.stride, j = q / window.x.stride;
    return i >= y.h || j >= y.w ? -1 : (n * y.h + i) * y.w + j;
  }
  constexpr long weight(int t, int channel, int filter, int group) const {
    return (long(t) * in() + channel) * w.c + (w.c == 1 ? 0 : group * out() + filter);
  }
};
constexpr Convolution convolution(Op op, Geometry const& g) {
  switch (op) {
    case Op::conv: return {g.a, g.y, g.b, g.window, g.batch};
    case Op::conv_data: return {g.y, g.a, g.b, g.window, g.batch};
    default: return {g.a, g.b, g.y, g.window, g.batch};
  }
}

/// y(m, filter) = sum over (place, channel) of x w.
struct ForwardProduct {
  Convolution v;
  constexpr int groups() const { return v.window.groups; }
  constexpr long rows() const { return v.batch * v.y.h * v.y.w; }
  constexpr long columns() const { return v.out(); }
  constexpr long inner() const { return long(v.window.places()) * v.in(); }
  constexpr long a(long m, long k, int group) const {
    long const pixel = v.input_pixel(m, int(k / v.in()));
    return pixel < 0 ? -1 : pixel * v.x.c + group * v.in() + k % v.in();
  }
  constexpr long b(long k, long n, int group) const {
    return v.weight(int(k / v.in()), int(k % v.in()), int(n), group);
  }
  constexpr long c(long m, long n, int group) const { return m * v.y.c + group * v.out() + n; }
};
/// x(m, channel) = sum over (place, filter) of y w.
struct DataProduct {
  Convolution v;
  constexpr int groups() const { return v.window.groups; }
  constexpr long rows() const { return v.batch * v.x.h * v.x.w; }
  constexpr long columns() const { return v.in(); }
  constexpr long inner() const { return long(v.window.places()) * v.out(); }
  constexpr long a(long m, long k, int group) const {
    long const pixel = v.output_pixel(m, int(k / v.out()));
    return pixel < 0 ? -1 : pixel * v.y.c + group * v.out() + k % v.out();
  }
  constexpr long b(long k, long n, int group) const {
    return v.weight(int(k / v.out()), int(n), int(k % v.out()), group);
  }
  constexpr long c(long m, long n, int group) const { return m * v.x.c + group * v.in() + n; }
};
/// w((place, channel), filter) = sum over pixels of x y. A filter that all channels share sums over them too:
/// its product has one group, and k counts the groups' filters of a pixel as well.
struct WeightProduct {
  Convolution v;
  constexpr int groups() const { return v.shared() ? 1 : v.window.groups; }
  constexpr int of_pixel() const { return v.shared() ? v.y.c : 1; }
  constexpr long rows() const { return long(v.window.places()) * v.in(); }
  constexpr long columns() const { return v.shared() ? 1 : v.out(); }
  constexpr long inner() const { return v.batch * v.y.h * v.y.w * of_pixel(); }
  constexpr long a(long m, long k, int group) const {
    int const g = v.shared() ? int(k % v.y.c) / v.out() : group;
    long const pixel = v.input_pixel(k / of_pixel(), int(m / v.in()));
    return pixel < 0 ? -1 : pixel * v.x.c + g * v.in() + m % v.in();
  }
  constexpr long b(long k, long n, int group) const {
    return v.shared() ? k : k * v.y.c + group * v.out() + n;
  }
  constexpr long c(long m, long n, int group) const {
    return v.weight(int(m / v.in()), int(m % v.in()), int(n), group);
  }
};

/// In how many parts the inner extent of a product is multiplied, each by blocks of its own.
struct Parts {
  long count = 1, size = 0;
};
constexpr Parts parts_of(auto const& product) {
  constexpr long tile = 64, least = 512, enough = 264;
  long const tiles =
      (product.rows() + tile - 1) / tile * ((product.columns() + tile - 1) / tile) * product.groups();
  long const count = std::clamp(enough / tiles, 1l, std::max(1l, product.inner() / least));
  long const size = (product.inner() + count - 1) / count;
  return {(product.inner() + size - 1) / size, size};
}

/// op(a) op(b) for matrices in memory, row by row: as many products as there are samples, or one.
struct Matrices {
  long rows = 0, columns = 0, inner = 0, count = 1;
  bool a_turned = false, b_turned = false;
};
constexpr Matrices matrices(Op op, Geometry const& g) {
  bool const each = op == Op::product;  // otherwise a batched value is (batch, size)
  auto const rows = [&](Shape d) { return d.batched && !each ? g.batch : long(d.h) * d.w; };
  auto const columns = [&](Shape d) { return d.batched && !each ? d.size() : long(d.c); };
  bool const turned = g.index & 1;
  return {rows(g.y),          columns(g.y), turned ? rows(g.a) : columns(g.a),
          each ? g.batch : 1, turned,       (g.index & 2) != 0};
}

}  // namespace agon::cuda
