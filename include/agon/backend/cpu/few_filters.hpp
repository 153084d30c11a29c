#pragma once
#include <agon/backend/cpu/convolution_data.hpp>
#include <agon/backend/cpu/convolution_weight.hpp>

/// Convolutions with fewer filters than a vector has lanes, and stride 1. A convolution of x to y is also the
/// adjoint, in its data, of one from y to x with the kernel turned over and filters and channels exchanged:
/// then the many channels of x stand where filters do, in the lanes.
namespace agon::cpu {
inline namespace AGON_CPU {

struct Exchanged {
  /// x the many channels, y the few filters. Where the result is much smaller most products would be padding.
  static constexpr bool fits(Window const& v, Shape x, Shape y) {
    int const filters = y.c, channels = x.c;
    return 2l * y.h * y.w >= long(x.h) * x.w && filters < tile_columns / 4 && channels >= lanes &&
           v.groups == 1 && v.y.stride == 1 && v.x.stride == 1 && v.y.dilation == 1 && v.x.dilation == 1 &&
           v.y.padding < v.y.kernel && v.x.padding < v.x.kernel && v.places() * filters >= lanes / 2;
  }
  static constexpr Window window(Window const& v) {
    auto side = [](Axis a) { return Axis{a.kernel, 1, short(a.kernel - 1 - a.padding)}; };
    return {side(v.y), side(v.x)};
  }
  static constexpr Shape weight(Shape w) { return {w.w, w.h, w.c, w.batched}; }
  /// f(element of the weight, element of the exchanged one)
  static void each(Shape w, auto const& f) {
    for (long place = 0; place < w.h; ++place)
      for (long in = 0; in < w.w; ++in)
        for (long out = 0; out < w.c; ++out)
          f((place * w.w + in) * w.c + out, ((w.h - 1 - place) * w.c + out) * w.w + in);
  }
};

/// y = conv(x, w).
struct FewFilters {
  static constexpr bool pays(Dense const& d) { return Exchanged::fits(d.window, d.a, d.y); }
  static Dense exchanged(Dense const& d) {
    Dense e = d;
    e.op = Op::conv_data;
    e.window = Exchanged::window(d.window);
    e.b = Exchanged::weight(d.b);
    return e;
  }
  static long of_weight(Dense const& d) { return (d.b.size() + 15) / 16 * 16; }
  static Room room(Dense const& d) {
    Room r = Scatter::room(exchanged(d));
    r.shared += of_weight(d);
    return r;
  }
  static Chunks chunks(Dense const& d) { return Scatter::chunks(exchanged(d)); }
  static void run(Dense const& d, float const* x, float const* w, float* y, Workspace const& space,
                  Done const& done) {
    Exchanged::each(d.b, [&](long from, long to) { space.shared[to] = w[from]; });
    Workspace rest = space;
    rest.shared += of_weight(d);
    Scatter::run(exchanged(d), x, space.shared, y, rest, done);
  }
};

/// w = the adjoint of conv in its weight.
struct FewFiltersWeight {
  static constexpr bool pays(Dense const& d) { return Exchanged::fits(d.window, d.a, d.b); }
  static Dense exchanged(Dense const& d) {
    Dense e = d;
    e.window = Exchanged::window(d.window);
    e.a = d.b;
    e.b = d.a;
    e.y = Exchanged::weight(d.y);
    return e;
  }
  static long of_weight(Dense const& d) { return (d.y.size() + 15) / 16 * 16; }
  static Room room(Dense const& d) {
    Room r = WeightProduct::room(exchanged(d));
    r.shared += of_weight(d);
    return r;
  }
  static Chunks chunks(Dense const& d) { return {long(d.y.h) * d.y.w, 1}; }
  static void run(Dense const& d, float const* x, float const* y, float* w, Workspace const& space,
                  Done const& done) {
    Workspace rest = space;
    rest.shared += of_weight(d);
    WeightProduct::run(exchanged(d), y, x, space.shared, rest, [](long, long, long) {});
    Exchanged::each(d.y, [&](long to, long from) { w[to] = space.shared[from]; });
    done(0, 0, long(d.y.h) * d.y.w);
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
