#pragma once
#include <cmath>
#include <vector>

#include <agon/graph/graph.hpp>

namespace agon::reference {

/// The executable definition of every operation: plain loops over any scalar S, one value for each node,
/// NHWC.
template <class S>
struct Evaluator {
  Graph const& g;
  long batch;
  RandomKey key{};
  std::vector<double> scalar{};   // by index
  std::vector<S*> slot{};         // by index
  std::vector<S const*> input{};  // by index
  std::vector<std::vector<S>> value{};

  long count(Shape d) const { return d.size() * (d.batched ? batch : 1); }

  void run() {
    value.resize(g.node.size());
    for (std::size_t i = 0; i < g.node.size(); ++i) evaluate(int(i));
  }

 private:
  Node const& at(int i) const { return g.node[std::size_t(i)]; }
  /// Element (n, y, x, c) of a value of shape s, with broadcasting.
  static std::size_t index(Shape s, long n, long y, long x, long c) {
    return std::size_t((((s.batched ? n : 0) * s.h + (s.h > 1 ? y : 0)) * s.w + (s.w > 1 ? x : 0)) * s.c +
                       (s.c > 1 ? c : 0));
  }
  void each(Shape d, auto f) const {
    for (long n = 0; n < (d.batched ? batch : 1); ++n)
      for (int y = 0; y < d.h; ++y)
        for (int x = 0; x < d.w; ++x)
          for (int c = 0; c < d.c; ++c) f(n, y, x, c);
  }
  /// f(first channel in x, first channel in y, place in the window): wherever the window of a convolution
  /// from x to y meets the image.
  void taps(Shape x, Shape y, Window v, auto f) const {
    each({1, y.h, y.w, true}, [&](long n, int h, int w, int) {
      for (int kh = 0; kh < v.kernel; ++kh)
        for (int kw = 0; kw < v.kernel; ++kw) {
          int const ih = h * v.stride + kh - v.padding, iw = w * v.stride + kw - v.padding;
          if (ih < 0 || ih >= x.h || iw < 0 || iw >= x.w) continue;
          f(((n * x.h + ih) * x.w + iw) * x.c, ((n * y.h + h) * y.w + w) * y.c, long(kh) * v.kernel + kw);
        }
    });
  }

  void evaluate(int i) {
    using std::abs, std::exp, std::log, std::log1p, std::max, std::sqrt, std::tanh;
    Node const& n = at(i);
    Shape const d = n.shape;
    std::vector<S>& y = value[std::size_t(i)];
    y.assign(std::size_t(count(d)), S(0));
    auto in = [&](int k) -> std::vector<S> const& { return value[std::size_t(n.in[std::size_t(k)])]; };
    auto shape = [&](int k) { return at(n.in[std::size_t(k)]).shape; };
    auto map = [&](auto f) {
      each(d, [&](long b, int h, int w, int c) {
        auto x = [&](int k) { return n.in[std::size_t(k)] < 0 ? S(0) : in(k)[index(shape(k), b, h, w, c)]; };
        y[index(d, b, h, w, c)] = f(x(0), x(1), x(2));
      });
    };
    switch (n.op) {
      case Op::input: y.assign(input[std::size_t(n.index)], input[std::size_t(n.index)] + count(d)); break;
      case Op::slot: y.assign(slot[std::size_t(n.index)], slot[std::size_t(n.index)] + count(d)); break;
      case Op::constant: y[0] = S(n.value); break;
      case Op::scalar: y[0] = S(scalar[std::size_t(n.index)]); break;
      case Op::inverse_batch: y[0] = S(1) / S(batch); break;
      case Op::random:
        for (long k = 0; k < count(d); ++k) {
          auto const words =
              draw(key, std::uint32_t(n.index), std::uint32_t(k / d.size()), std::uint32_t(k % d.size()));
          y[std::size_t(k)] =
              S(Distribution(int(n.value)) == Distribution::uniform ? uniform(words) : normal(words));
        }
        break;
      case Op::neg: map([](S a, S, S) { return -a; }); break;
      case Op::abs: map([](S a, S, S) { return abs(a); }); break;
      case Op::sign: map([](S a, S, S) { return S((a > 0) - (a < 0)); }); break;
      case Op::exp: map([](S a, S, S) { return exp(a); }); break;
      case Op::log: map([](S a, S, S) { return log(a); }); break;
      case Op::tanh: map([](S a, S, S) { return tanh(a); }); break;
      case Op::sigmoid: map([](S a, S, S) { return 1 / (1 + exp(-a)); }); break;
      case Op::softplus: map([](S a, S, S) { return max(a, S(0)) + log1p(exp(-abs(a))); }); break;
      case Op::sqrt: map([](S a, S, S) { return sqrt(a); }); break;
      case Op::rsqrt: map([](S a, S, S) { return 1 / sqrt(a); }); break;
      case Op::add: map([](S a, S b, S) { return a + b; }); break;
      case Op::sub: map([](S a, S b, S) { return a - b; }); break;
      case Op::mul: map([](S a, S b, S) { return a * b; }); break;
      case Op::div: map([](S a, S b, S) { return a / b; }); break;
      case Op::greater: map([](S a, S b, S) { return S(a > b); }); break;
      case Op::select: map([](S a, S b, S c) { return a != 0 ? b : c; }); break;
      case Op::broadcast:
      case Op::stop:
      case Op::stated: map([](S a, S, S) { return a; }); break;
      case Op::update: {
        y = in(1);
        int r = i;
        while (at(r).op == Op::update) r = at(r).in[0];
        std::copy(y.begin(), y.end(), slot[std::size_t(at(r).index)]);
        break;
      }
      case Op::reshape: y = in(0); break;
      case Op::flatten:  // (y, x, c) to (c, y, x)
        each(shape(0), [&](long b, int h, int w, int c) {
          Shape const s = shape(0);
          y[std::size_t(b * d.size() + (long(c) * s.h + h) * s.w + w)] = in(0)[index(s, b, h, w, c)];
        });
        break;
      case Op::unflatten:
        each(d, [&](long b, int h, int w, int c) {
          y[index(d, b, h, w, c)] = in(0)[std::size_t(b * d.size() + (long(c) * d.h + h) * d.w + w)];
        });
        break;
      case Op::sum:
        each(shape(0), [&](long b, int h, int w, int c) {
          y[index(d, b, h, w, c)] += in(0)[index(shape(0), b, h, w, c)];
        });
        break;
      case Op::concat:
        each(d, [&](long b, int h, int w, int c) {
          int const m = shape(0).c;
          y[index(d, b, h, w, c)] =
              c < m ? in(0)[index(shape(0), b, h, w, c)] : in(1)[index(shape(1), b, h, w, c - m)];
        });
        break;
      case Op::slice:
        each(d, [&](long b, int h, int w, int c) {
          y[index(d, b, h, w, c)] = in(0)[std::size_t(((b * d.h + h) * d.w + w) * shape(0).c + c + n.index)];
        });
        break;
      case Op::pad:
        each(shape(0), [&](long b, int h, int w, int c) {
          y[std::size_t(((b * d.h + h) * d.w + w) * d.c + c + n.index)] = in(0)[index(shape(0), b, h, w, c)];
        });
        break;
      case Op::conv:
        taps(shape(0), d, n.window, [&](long a, long b, long t) {
          for (int c = 0; c < shape(0).c; ++c)
            for (int o = 0; o < d.c; ++o)
              y[std::size_t(b + o)] +=
                  in(0)[std::size_t(a + c)] * in(1)[std::size_t((t * shape(0).c + c) * d.c + o)];
        });
        break;
      case Op::conv_data:
        taps(d, shape(0), n.window, [&](long a, long b, long t) {
          int const m = shape(0).c;
          for (int c = 0; c < d.c; ++c)
            for (int o = 0; o < m; ++o)
              y[std::size_t(a + c)] += in(0)[std::size_t(b + o)] * in(1)[std::size_t((t * d.c + c) * m + o)];
        });
        break;
      case Op::conv_weight:
        taps(shape(0), shape(1), n.window, [&](long a, long b, long t) {
          int const m = shape(0).c, k = shape(1).c;
          for (int c = 0; c < m; ++c)
            for (int o = 0; o < k; ++o)
              y[std::size_t((t * m + c) * k + o)] += in(0)[std::size_t(a + c)] * in(1)[std::size_t(b + o)];
        });
        break;
      case Op::matmul: {
        auto rows = [&](Shape s) { return s.batched ? batch : long(s.h) * s.w; };
        auto columns = [](Shape s) { return s.batched ? s.size() : long(s.c); };
        Shape const a = shape(0), b = shape(1);
        bool const ta = n.window.kernel, tb = n.window.stride;
        long const inner = ta ? rows(a) : columns(a);
        for (long r = 0; r < rows(d); ++r)
          for (long c = 0; c < columns(d); ++c) {
            S s = 0;
            for (long k = 0; k < inner; ++k)
              s += in(0)[std::size_t(ta ? k * columns(a) + r : r * columns(a) + k)] *
                   in(1)[std::size_t(tb ? c * columns(b) + k : k * columns(b) + c)];
            y[std::size_t(r * columns(d) + c)] = s;
          }
        break;
      }
    }
  }
};

}  // namespace agon::reference
