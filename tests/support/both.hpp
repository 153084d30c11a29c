#pragma once
#include <algorithm>

#include <agon/graph/gradient.hpp>
#include <agon/layer/facts.hpp>

#include "values.hpp"

namespace agon::test {

/// y = Net(x) and what Net leaves under the names of pictures, logits and codes. The gradient of sum(y dy)
/// and of the squares of those by x is kept, and by a parameter takes the parameter's place.
template <class Net, Shape In, Wire... Beside>
struct Derived {
  static constexpr void build(Graph& g) {
    Weights w{.name = "net"};
    Wires wires;
    Tensor const x = g.add_input("x", In);
    (wires.set(Beside.name.at, g.add_input(Beside.name.at, Beside.shape)), ...);
    Tensor const y = apply<Net>(w, x, {.mode = Mode::Train}, wires), dy = g.add_input("dy", y.shape());
    g.keep("y", y);
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
    g.keep("dx", d[d.size() - 1]);
    for (std::size_t k = 0; k + 1 < d.size(); ++k) update(by[k], d[k]);
  }
};

/// One run from noise, about the means of parameters and with their deviations where those are not small.
template <class P, class Backend>
class Run {
 public:
  using S = typename Backend::Scalar;
  explicit Run(long batch) : engine_(store_, batch) {
    ProgramView const& p = Compiled<P>::program;
    for (auto& e : store_.entries())
      for (long k = 0; k < e.slot.shape.size(); ++k)
        e.memory.data()[position(e.slot, k)] =
            S(e.slot.mean + std::max(e.slot.deviation, 0.4) * noise(e.name, 0, k));
    for (Terminal const& in : p.input) {
      std::string_view const name = p.name(in.name);
      std::span<S> const to = engine_.input(name);
      fill_with_noise(name, to, in.shape);
      if (name == "y")
        for (std::size_t k = 0; k < to.size(); ++k) to[k] = S(k % 3);  // a class
    }
    for (Label const l : p.scalar) engine_.set(p.name(l), 0.3);
    engine_.run({1, 0});
  }
  std::span<S const> output(std::string_view name) const { return engine_.output(name); }
  std::span<S const> slot(std::string_view name) const { return store_.find(name)->memory.span(); }

 private:
  Store<S> store_;
  typename Backend::template Engine<P> engine_;
};

/// Both backends: are all values, gradients and statistics finite and equal? An error is that of a number in
/// parts of the largest number beside it, or of a thousandth of the largest of all. Returns how many
/// of them are nothing but zeros.
template <class Net, Shape In, Wire... Beside>
int check_both(std::string const& what, long batch = 4, double tolerance = 1e-3) {
  using P = Derived<Net, In, Beside...>;
  Run<P, Reference<double>> const exact(batch);
  Run<P, Cpu> const single(batch);
  ProgramView const& p = Compiled<P>::program;
  double largest = 0;
  auto size_of = [](std::span<double const> x) {
    double m = 0;
    for (double v : x) m = std::max(m, std::isfinite(v) ? std::abs(v) : INFINITY);
    return m;
  };
  for (Slot const& s : p.slot) largest = std::max(largest, size_of(exact.slot(p.name(s.name))));
  Farthest farthest;
  int zeros = 0;
  auto compare = [&](std::string_view name, std::span<double const> a, std::span<float const> b) {
    REQUIRE(a.size() == b.size());
    double const size = size_of(a), scale = size + 1e-3 * largest;
    zeros += size <= 1e-9 * largest;
    for (std::size_t k = 0; k < a.size(); ++k)
      farthest.see(std::abs(a[k] - double(b[k])) / scale, std::string(name));
  };
  for (Terminal const& out : p.output)
    compare(p.name(out.name), exact.output(p.name(out.name)), single.output(p.name(out.name)));
  for (Slot const& s : p.slot)
    compare(p.name(s.name), exact.slot(p.name(s.name)), single.slot(p.name(s.name)));
  INFO(what, ": ", farthest.name);
  CHECK(std::isfinite(largest));
  CHECK(farthest.error < tolerance);
  MESSAGE(what, ": cpu within ", farthest.error, " (", farthest.name, ") in ", p.call.size(), " calls");
  return zeros;
}

}  // namespace agon::test
