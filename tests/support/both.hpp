#pragma once
#include <algorithm>

#include <agon/layer/facts.hpp>

#include "values.hpp"

namespace agon::test {

/// y = Net(x), what Net leaves under the names of pictures, logits and codes, and the gradient of sum(y dy)
/// and of the squares of those, by x and by all parameters, under their names.
template <class Net, Shape In, Wire... Beside>
struct Derived {
  static constexpr void build(Graph& g) {
    Weights w{.name = "net"};
    Wires wires;
    Tensor const x = g.add_input("x", In);
    (wires.set(Beside.name.at, g.add_input(Beside.name.at, Beside.shape)), ...);
    Tensor const y = apply<Net>(w, x, {.mode = Mode::Train}, wires), dy = g.add_input("dy", y.shape());
    Tensor total = sum(y * dy);
    for (char const* name : {"image64", "image128", "unconditional", "mu", "log_sigma"}) {
      Tensor const t = wires[name];
      if (!t || t.node().op == Op::input) continue;
      g.keep(name, t);
      total = total + sum(square(t));
    }
    auto by = w.trainable();
    by.push_back(x);
    auto const d = gradient(total, by);
    g.keep("y", y);
    g.keep("x", d[d.size() - 1]);
    for (std::size_t k = 0; k + 1 < d.size(); ++k) {
      Label const l = Weights::slot(by[k]).name;
      List<char> const name(g.names.begin() + l.at, g.names.begin() + l.at + l.size);
      g.keep(std::string_view(name.data(), name.size()), d[k]);
    }
  }
};

template <class P, class Backend>
class Run {
 public:
  using S = typename Backend::Scalar;
  explicit Run(long batch) : engine_(store_, batch) {
    ProgramView const& p = Compiled<P>::program;
    for (auto& e : store_.entries())
      for (long k = 0; k < e.slot.shape.size(); ++k) {
        double const scale = e.slot.deviation > 0.5 ? e.slot.deviation : 0.4;
        e.memory.data()[position(e.slot, k)] = S(e.slot.mean + scale * noise(e.name, 0, k));
      }
    for (Terminal const& in : p.input) {
      std::string_view const name = p.name(in.name);
      std::span<S> const to = engine_.input(name);
      fill_with_noise(name, to, in.shape);
      if (in.shape.size() == 1 && name == "y")
        for (std::size_t k = 0; k < to.size(); ++k) to[k] = S(k % 3);  // a class
    }
    for (Label const l : p.scalar) engine_.set(p.name(l), 0.3);
    engine_.run({1, 0});
  }
  std::span<S const> operator[](std::string_view name) const { return engine_.output(name); }

 private:
  Store<S> store_;
  typename Backend::template Engine<P> engine_;
};

/// Both backends: are all values and gradients finite, and equal? Returns how many gradients are not zero.
template <class Net, Shape In, Wire... Beside>
int check_both(std::string const& what, long batch = 4, double tolerance = 1e-3) {
  using P = Derived<Net, In, Beside...>;
  Run<P, Reference<double>> const exact(batch);
  Run<P, Cpu> const single(batch);
  ProgramView const& p = Compiled<P>::program;
  double largest = 0;
  auto size_of = [](std::span<double const> x) {
    double m = 0;
    for (double v : x) m = std::max(m, std::abs(v));
    return m;
  };
  for (Terminal const& out : p.output) largest = std::max(largest, size_of(exact[p.name(out.name)]));
  Farthest farthest;
  int alive = 0;
  for (Terminal const& out : p.output) {
    std::string const name(p.name(out.name));
    auto const a = exact[name];
    auto const b = single[name];
    REQUIRE(a.size() == b.size());
    double const scale = size_of(a) + 1e-3 * largest;
    alive += size_of(a) > 1e-9 * largest;
    for (std::size_t k = 0; k < a.size(); ++k) farthest.see(std::abs(a[k] - double(b[k])) / scale, name);
  }
  INFO(what, ": ", farthest.name);
  CHECK(std::isfinite(largest));
  CHECK(farthest.error < tolerance);  // false, too, where a number is not finite
  MESSAGE(what, ": cpu within ", farthest.error, " (", farthest.name, "), ", alive, " of ", p.output.size(),
          " values are not zero");
  return alive;
}

}  // namespace agon::test
