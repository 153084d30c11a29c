#pragma once
#include <algorithm>
#include <utility>

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
  int in = 1, out = 1;  // channels of x and of y in a group

  /// One filter serves all channels.
  constexpr bool shared() const { return w.c == 1 && y.c > 1; }
  constexpr bool operator==(Convolution const&) const = default;
};
constexpr Convolution convolution(Op op, Geometry const& g) {
  Convolution v{g.a, g.y, g.b, g.window, g.batch};
  if (op == Op::conv_data) std::swap(v.x, v.y);
  if (op == Op::conv_weight) std::swap(v.y, v.w);
  v.in = v.x.c / v.window.groups, v.out = v.y.c / v.window.groups;
  return v;
}

/// A pixel of an image: its sample, and its row and column, which may lie outside.
struct Pixel {
  long sample = 0;
  int y = 0, x = 0;
};
constexpr Pixel pixel_of(Shape d, long k) {
  int const x = int(k % d.w);
  k /= d.w;
  return {k / d.h, int(k % d.h), x};
}
/// A place of the window, as far as it is from the first, and a channel of a group.
struct Tap {
  int number = 0, y = 0, x = 0, channel = 0;
};
constexpr Tap tap_of(Window const& v, long k, int channels) {
  int const t = int(k / channels);
  return {t, t / v.x.kernel * v.y.dilation, t % v.x.kernel * v.x.dilation, int(k % channels)};
}
/// Where output pixel m begins to read.
constexpr Pixel corner_of(Convolution const& v, long m) {
  Pixel const p = pixel_of(v.y, m);
  return {p.sample, p.y * v.window.y.stride - v.window.y.padding,
          p.x * v.window.x.stride - v.window.x.padding};
}
/// The element of x that a tap meets at a corner, or -1.
constexpr long input_at(Convolution const& v, Pixel const& p, Tap const& t, int group) {
  int const r = p.y + t.y, q = p.x + t.x;
  if (r < 0 || r >= v.x.h || q < 0 || q >= v.x.w) return -1;
  return ((p.sample * v.x.h + r) * v.x.w + q) * v.x.c + group * v.in + t.channel;
}
/// The number of the weight for an input channel and a filter of a group at place t.
constexpr long weight_at(Convolution const& v, int t, int channel, long filter, int group) {
  return (long(t) * v.in + channel) * v.w.c + (v.w.c == 1 ? 0 : group * v.out + filter);
}

/// y(m, filter) = sum over (place, channel) of x w. Row and Inner are what there is to know of an m and of a
/// k, so that it is found once.
struct ForwardProduct {
  using Row = Pixel;
  using Inner = Tap;
  Convolution v;
  constexpr int groups() const { return v.window.groups; }
  constexpr long rows() const { return v.batch * v.y.h * v.y.w; }
  constexpr long columns() const { return v.out; }
  constexpr long inner() const { return long(v.window.places()) * v.in; }
  constexpr Row row(long m) const { return corner_of(v, m); }
  constexpr Inner inner_at(long k) const { return tap_of(v.window, k, v.in); }
  constexpr long a(Row const& m, Inner const& k, int group) const { return input_at(v, m, k, group); }
  constexpr long b(Inner const& k, long n, int group) const {
    return weight_at(v, k.number, k.channel, n, group);
  }
  constexpr long c(long m, long n, int group) const { return m * v.y.c + group * v.out + n; }
};
/// x(m, channel) = sum over (place, filter) of y w.
struct DataProduct {
  using Row = Pixel;
  using Inner = Tap;
  Convolution v;
  constexpr int groups() const { return v.window.groups; }
  constexpr long rows() const { return v.batch * v.x.h * v.x.w; }
  constexpr long columns() const { return v.in; }
  constexpr long inner() const { return long(v.window.places()) * v.out; }
  constexpr Row row(long m) const {
    Pixel const p = pixel_of(v.x, m);
    return {p.sample, p.y + v.window.y.padding, p.x + v.window.x.padding};
  }
  constexpr Inner inner_at(long k) const { return tap_of(v.window, k, v.out); }
  /// The output pixel that reads this one at the tap, if there is one.
  constexpr long a(Row const& m, Inner const& k, int group) const {
    int const sy = v.window.y.stride, sx = v.window.x.stride, r = m.y - k.y, q = m.x - k.x;
    if (r < 0 || q < 0 || r % sy || q % sx || r / sy >= v.y.h || q / sx >= v.y.w) return -1;
    return ((m.sample * v.y.h + r / sy) * v.y.w + q / sx) * v.y.c + group * v.out + k.channel;
  }
  constexpr long b(Inner const& k, long n, int group) const {
    return weight_at(v, k.number, int(n), k.channel, group);
  }
  constexpr long c(long m, long n, int group) const { return m * v.x.c + group * v.in + n; }
};
/// w((place, channel), filter) = sum over pixels of x y. A filter that all channels share sums over them too:
/// its product has one group, and k counts the channels of a pixel as well.
struct WeightProduct {
  using Row = Tap;
  struct Inner {
    Pixel corner{};
    long y = 0;     // the element of y, without its filter
    int group = 0;  // of a shared filter
  };
  Convolution v;
  constexpr int groups() const { return v.shared() ? 1 : v.window.groups; }
  constexpr long rows() const { return long(v.window.places()) * v.in; }
  constexpr long columns() const { return v.shared() ? 1 : v.out; }
  constexpr long inner() const { return v.batch * v.y.h * v.y.w * (v.shared() ? v.y.c : 1); }
  constexpr Row row(long m) const { return tap_of(v.window, m, v.in); }
  constexpr Inner inner_at(long k) const {
    if (v.shared()) return {corner_of(v, k / v.y.c), k, int(k % v.y.c) / v.out};
    return {corner_of(v, k), k * v.y.c, 0};
  }
  constexpr long a(Row const& m, Inner const& k, int group) const {
    return input_at(v, k.corner, m, v.shared() ? k.group : group);
  }
  constexpr long b(Inner const& k, long n, int group) const {
    return v.shared() ? k.y : k.y + group * v.out + n;
  }
  constexpr long c(long m, long n, int group) const {
    return weight_at(v, int(m / v.in), int(m % v.in), n, group);
  }
};

/// f(product) for the one that a convolution or its adjoint is.
constexpr void with_product(Op op, Geometry const& g, auto const& f) {
  Convolution const v = convolution(op, g);
  if (op == Op::conv) return f(ForwardProduct{v});
  if (op == Op::conv_data) return f(DataProduct{v});
  f(WeightProduct{v});
}

/// Columns of the tiles in which a product is made.
constexpr int tile_columns(long columns) { return columns > 16 ? 64 : 16; }

/// In how many parts the inner extent of a product is multiplied, each by blocks of its own.
struct Parts {
  long count = 1, size = 0;
};
constexpr Parts parts_of(auto const& product) {
  constexpr long tall = 64, least = 512, enough = 264;
  long const wide = tile_columns(product.columns());
  long const tiles =
      (product.rows() + tall - 1) / tall * ((product.columns() + wide - 1) / wide) * product.groups();
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
