#pragma once
#include <algorithm>
#include <cmath>
#include <vector>

#include <agon/backend/samples.hpp>
#include <agon/graph/graph.hpp>

namespace agon::reference {

/// The executable definition of every operation: plain loops over any scalar S, one value for each node,
/// NHWC.
template <class S>
struct Evaluator {
  Graph const& g;
  Batches batch;
  RandomKey key{};
  std::vector<double> scalar{};   // by index
  std::vector<S*> slot{};         // by index
  std::vector<S const*> input{};  // by index
  std::vector<std::vector<S>> value{};

  long count(Shape d) const { return d.size() * samples(d); }
  long samples(Shape d) const { return batch.samples(d.batched); }

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
    for (long n = 0; n < samples(d); ++n)
      for (int y = 0; y < d.h; ++y)
        for (int x = 0; x < d.w; ++x)
          for (int c = 0; c < d.c; ++c) f(n, y, x, c);
  }
  /// f(first channel in x, first channel in y, place in the window): wherever the window of a convolution
  /// from x to y meets the image.
  void taps(Shape x, Shape y, Window const& v, auto f) const {
    each(y.per_sample(1, y.h, y.w), [&](long n, int h, int w, int) {
      for (int kh = 0; kh < v.y.kernel; ++kh)
        for (int kw = 0; kw < v.x.kernel; ++kw) {
          int const ih = h * v.y.stride + kh * v.y.dilation - v.y.padding,
                    iw = w * v.x.stride + kw * v.x.dilation - v.x.padding;
          if (ih < 0 || ih >= x.h || iw < 0 || iw >= x.w) continue;
          f(((n * x.h + ih) * x.w + iw) * x.c, ((n * y.h + h) * y.w + w) * y.c, long(kh) * v.x.kernel + kw);
        }
    });
  }
  /// f(element of x, element of y, element of the weight) for each product of a convolution.
  void products(Shape x, Shape y, Shape weight, Window const& v, auto f) const {
    int const in = x.c / v.groups, out = y.c / v.groups;
    taps(x, y, v, [&](long a, long b, long t) {
      for (int k = 0; k < v.groups; ++k)
        for (int c = 0; c < in; ++c)
          for (int o = 0; o < out; ++o) {
            long const filter = weight.c == 1 ? 0 : k * out + o;
            f(std::size_t(a + k * in + c), std::size_t(b + k * out + o),
              std::size_t((t * in + c) * weight.c + filter));
          }
    });
  }
  /// f(element of x, element of y): the first largest of each window.
  void largest(Shape x, Shape y, Window const& v, std::vector<S> const& value_of_x, auto f) const {
    std::vector<long> best(std::size_t(count(y)), -1);
    taps(x, y, v, [&](long a, long b, long) {
      for (int c = 0; c < x.c; ++c) {
        long& at = best[std::size_t(b + c)];
        if (at < 0 || value_of_x[std::size_t(a + c)] > value_of_x[std::size_t(at)]) at = a + c;
      }
    });
    for (std::size_t k = 0; k < best.size(); ++k)
      if (best[k] >= 0) f(std::size_t(best[k]), k);
  }
  /// f(element of the larger, element of the smaller): the part of an image, and what continues it.
  void inside(Shape larger, Shape smaller, Node const& n, auto f) const {
    Window const& v = g.window[n.window];
    each(smaller, [&](long b, int h, int w, int c) {
      f(((std::size_t(b) * std::size_t(larger.h) + std::size_t(h + v.y.padding)) * std::size_t(larger.w) +
         std::size_t(w + v.x.padding)) *
                std::size_t(larger.c) +
            std::size_t(c + n.index),
        index(smaller, b, h, w, c));
    });
  }
  void beyond(Shape larger, Shape smaller, Node const& n, auto f) const {
    Window const& v = g.window[n.window];
    auto source = [&](int k, int size) {
      if (k >= 0 && k < size) return k;
      if (Border(n.index) == Border::replicate) return k < 0 ? 0 : size - 1;
      return k < 0 ? -k : 2 * (size - 1) - k;
    };
    each(larger, [&](long b, int h, int w, int c) {
      f(index(larger, b, h, w, c),
        index(smaller, b, source(h - v.y.padding, smaller.h), source(w - v.x.padding, smaller.w), c));
    });
  }

  /// y (rows, columns) = op(a) op(b)
  static void multiply(Node const& n, long rows, long columns, long inner, S const* a, S const* b, S* y) {
    bool const ta = n.index & 1, tb = n.index & 2;
    for (long r = 0; r < rows; ++r)
      for (long c = 0; c < columns; ++c) {
        S s = 0;
        for (long k = 0; k < inner; ++k)
          s += a[ta ? k * rows + r : r * inner + k] * b[tb ? c * inner + k : k * columns + c];
        y[r * columns + c] = s;
      }
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
      case Op::table:
        for (std::size_t k = 0; k < y.size(); ++k) y[k] = S(g.number[std::size_t(n.index) + k]);
        break;
      case Op::scalar: y[0] = S(scalar[std::size_t(n.index)]); break;
      case Op::inverse_batch: y[0] = S(1) / S(batch[n.index]); break;
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
      case Op::slice: inside(shape(0), d, n, [&](std::size_t a, std::size_t b) { y[b] = in(0)[a]; }); break;
      case Op::pad: inside(d, shape(0), n, [&](std::size_t a, std::size_t b) { y[a] = in(0)[b]; }); break;
      case Op::extend: beyond(d, shape(0), n, [&](std::size_t a, std::size_t b) { y[a] = in(0)[b]; }); break;
      case Op::fold: beyond(shape(0), d, n, [&](std::size_t a, std::size_t b) { y[b] += in(0)[a]; }); break;
      case Op::max_take:
        largest(shape(0), d, g.window[n.window], in(0),
                [&](std::size_t a, std::size_t b) { y[b] = in(1)[a]; });
        break;
      case Op::max_put:
        largest(d, shape(1), g.window[n.window], in(0),
                [&](std::size_t a, std::size_t b) { y[a] += in(1)[b]; });
        break;
      case Op::take_row:
      case Op::put_row: {
        bool const take = n.op == Op::take_row;
        std::vector<S> const &table = take ? in(0) : y, &which = in(take ? 1 : 0);
        std::size_t const width = std::size_t(d.c), rows = table.size() / width;
        for (std::size_t b = 0; b < which.size(); ++b) {
          if (!(which[b] >= 0 && which[b] < S(rows))) continue;
          std::size_t const row = std::size_t(which[b]);
          for (std::size_t c = 0; c < width; ++c)
            if (take)
              y[b * width + c] = table[row * width + c];
            else
              y[row * width + c] += in(1)[b * width + c];
        }
        break;
      }
      case Op::stack: {
        std::copy(in(0).begin(), in(0).end(), y.begin());
        std::copy(in(1).begin(), in(1).end(), y.begin() + count(shape(0)));
        break;
      }
      case Op::take_samples: {
        auto const first = in(0).begin() + n.index * batch[d.domain()] * d.size();
        std::copy(first, first + count(d), y.begin());
        break;
      }
      case Op::put_samples:
        std::copy(in(0).begin(), in(0).end(), y.begin() + n.index * batch[d.domain()] * d.size());
        break;
      case Op::group_mean: {
        long const all = samples(d), members = std::min<long>(n.index, all), apart = all / members;
        for (long b = 0; b < all; ++b)
          for (long k = 0; k < d.size(); ++k) {
            S s = 0;
            for (long member = b % apart; member < all; member += apart)
              s += in(0)[std::size_t(member * d.size() + k)];
            y[std::size_t(b * d.size() + k)] = s / S(members);
          }
        break;
      }
      case Op::conv:
        products(shape(0), d, shape(1), g.window[n.window],
                 [&](std::size_t a, std::size_t b, std::size_t t) { y[b] += in(0)[a] * in(1)[t]; });
        break;
      case Op::conv_data:
        products(d, shape(0), shape(1), g.window[n.window],
                 [&](std::size_t a, std::size_t b, std::size_t t) { y[a] += in(0)[b] * in(1)[t]; });
        break;
      case Op::conv_weight:
        products(shape(0), shape(1), d, g.window[n.window],
                 [&](std::size_t a, std::size_t b, std::size_t t) { y[t] += in(0)[a] * in(1)[b]; });
        break;
      case Op::matmul: {
        auto rows = [&](Shape s) { return s.batched ? samples(s) : long(s.h) * s.w; };
        auto columns = [](Shape s) { return s.batched ? s.size() : long(s.c); };
        multiply(n, rows(d), columns(d), n.index & 1 ? rows(shape(0)) : columns(shape(0)), in(0).data(),
                 in(1).data(), y.data());
        break;
      }
      case Op::product: {
        Shape const a = shape(0), b = shape(1);
        for (long k = 0; k < samples(d); ++k)
          multiply(n, long(d.h) * d.w, d.c, n.index & 1 ? long(a.h) * a.w : a.c, in(0).data() + k * a.size(),
                   in(1).data() + k * b.size(), y.data() + k * d.size());
        break;
      }
    }
  }
};

}  // namespace agon::reference
