#pragma once
#include <cmath>

#include <agon/graph/gradient.hpp>
#include <agon/layer/facts.hpp>

#include "values.hpp"

namespace agon::test {

/// y = Net(x), a loss of it and of pictures, logits and codes that Net leaves, the gradient of the loss by x
/// and, as one number, by all parameters; if asked, the same of the squared length of the gradient by x.
template <class Net, Shape In, bool Twice, Wire... Beside>
struct ThereAndBack {
  static constexpr void build(Graph& g) {
    Weights pool{"shared"}, w{"net", &pool};
    Wires wires;
    Tensor const x = g.add_input("x", In);
    (wires.set(Beside.name.at, g.add_input(Beside.name.at, Beside.shape)), ...);
    Tensor const y = apply<Net>(w, x, {}, wires);
    List<Tensor> by = w.trainable();
    for (Tensor t : pool.trainable()) by.push_back(t);
    by.push_back(x);
    g.keep("y", y);
    Tensor loss = mean(square(y) + y);
    for (char const* name : {"image64", "image128", "unconditional", "mu", "log_sigma"})
      if (Tensor const t = wires[name]; t && t.node().op != Op::input) loss = loss + mean(square(t) + t);
    derive(g, loss, by, "");
  }

 private:
  static constexpr void derive(Graph& g, Tensor loss, List<Tensor> const& by, std::string_view again) {
    List<Tensor> const d = gradient(loss, by);
    Tensor const dx = d[d.size() - 1];
    Tensor size = g.constant(0);
    for (std::size_t k = 0; k + 1 < d.size(); ++k) size = size + sum(square(d[k]));
    g.keep(again.empty() ? "dx" : "dx, second", dx);
    g.keep(again.empty() ? "parameters" : "parameters, second", size);
    if (Twice && again.empty()) derive(g, sum(square(dx)), by, "second");
  }
};

template <class S>
std::vector<std::vector<double>> outputs_of(Subject<S> const& s) {
  for (auto& e : s.store.entries()) {
    double const deviation = e.slot.drawing == Drawing::orthogonal ? 0.05 : std::max(e.slot.deviation, 0.05);
    for (long k = 0; k < e.slot.shape.size(); ++k)
      e.memory.data()[position(e.slot, k)] = S(e.slot.mean + deviation * noise(e.name, 0, k));
  }
  for (Terminal const& in : s.program.input) {
    std::string_view const name = s.program.name(in.name);
    std::span<S> const to = s.input(name);
    fill_with_noise(name, to, in.shape);
    if (in.shape.size() == 1)  // labels
      for (std::size_t k = 0; k < to.size(); ++k) to[k] = S(k % 10);
  }
  s.run({1, 0});
  std::vector<std::vector<double>> all;
  for (Terminal const& out : s.program.output) {
    std::span<S const> const x = s.output(s.program.name(out.name));
    all.emplace_back(x.begin(), x.end());
  }
  return all;
}

/// Runs Net forward and back, twice if asked, on both backends: all values are finite, and the two agree.
template <class Net, Shape In, bool Twice = false, Wire... Beside>
void agree(char const* name, double within = 1e-3, long batch = 4) {
  INFO(name);
  using P = ThereAndBack<Net, In, Twice, Beside...>;
  auto run = [&]<class Backend>(Backend) {
    using S = typename Backend::Scalar;
    Store<S> store;
    typename Backend::template Engine<P> machine(store, batch);
    ProgramView const view = Compiled<P>::program;
    for (Label const l : view.scalar) machine.set(view.name(l), 0.3);
    return outputs_of(Subject<S>{view, store, [&](std::string_view n) { return machine.input(n); },
                                 [&](std::string_view n) { return std::span<S const>(machine.output(n)); },
                                 [&](RandomKey k) { machine.run(k); }});
  };
  auto const exact = run(Reference<double>{}), single = run(Single{});
  constexpr auto const& program = Compiled<P>::program;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    INFO(std::string(program.name(program.output[k].name)));
    double difference = 0, norm = 0;
    for (std::size_t i = 0; i < exact[k].size(); ++i) {
      difference += (exact[k][i] - single[k][i]) * (exact[k][i] - single[k][i]);
      norm += exact[k][i] * exact[k][i];
    }
    REQUIRE(std::isfinite(difference));  // as are then all numbers of both
    CHECK(norm > 0);
    CHECK(std::sqrt(difference) <= within * std::sqrt(norm));
  }
}

}  // namespace agon::test
