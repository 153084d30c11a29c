#pragma once
#include <agon/backend/reference/evaluate.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/scope.hpp>

namespace agon::test {

/// Numbers in (-1, 1), none nearer to zero than 0.01, always the same.
class Numbers {
 public:
  explicit Numbers(std::uint32_t stream) : stream_(stream) {}
  double next() {
    double const u = uniform(draw({1, 0}, stream_, 0, at_++)) * 2 - 1;
    return u + (u < 0 ? -0.01 : 0.01) * (1 - (u < 0 ? -u : u));
  }
  int below(int n) { return int(uniform(draw({1, 0}, stream_, 0, at_++)) * n); }

 private:
  std::uint32_t stream_, at_ = 0;
};

/// A graph that is written at run time and evaluated node by node in double. Inputs hold fixed numbers in
/// (-1, 1), slots such numbers about their mean, moments about 1/2.
struct Sheet {
  Batches batch{3, 2};
  RandomKey key{7, 1};
  Graph g{};
  std::vector<std::vector<double>> input{}, slot{};  // by index
  std::vector<double> scalar{};
  std::vector<std::vector<double>> value{};  // by node, of the last run
  std::vector<std::vector<double>> after{};  // slots, after the last run

  Tensor add_input(Shape d) { return g.add_input("x" + std::to_string(g.input.size()), d); }
  Tensor add_parameter(Shape d) {
    return g.add_slot(
        {.role = Role::parameter, .shape = d, .name = g.label("p", int_text(int(g.slot.size())))});
  }
  static std::string int_text(int i) { return std::to_string(i); }

  long count(Shape d) const { return d.size() * batch.samples(d.batched); }
  /// Gives contents to the leaves that have none.
  void fill() {
    for (Node const& n : g.node)
      if (n.op == Op::input && std::size_t(n.index) == input.size()) {
        Numbers r(100 + std::uint32_t(n.index));
        input.emplace_back();
        for (long k = 0; k < count(n.shape); ++k) input.back().push_back(r.next());
      }
    while (slot.size() < g.slot.size()) {
      Slot const& s = g.slot[slot.size()];
      Numbers r(200 + std::uint32_t(slot.size()));
      slot.emplace_back();
      for (long k = 0; k < s.shape.size(); ++k)
        slot.back().push_back(s.role == Role::moment ? 0.5 + 0.4 * r.next() : s.mean + 0.4 * r.next());
    }
    scalar.resize(g.scalar.size(), 0.5);
  }
  void run() {
    fill();
    after = slot;
    reference::Evaluator<double> e{g, batch, key};
    e.scalar = scalar;
    for (auto& s : after) e.slot.push_back(s.data());
    for (auto const& x : input) e.input.push_back(x.data());
    e.run();
    value = std::move(e.value);
  }
  std::vector<double> const& of(Tensor t) const { return value[std::size_t(t.id)]; }
  /// The contents of a leaf.
  std::vector<double>& leaf(Tensor t) {
    fill();
    return t.node().op == Op::input ? input[std::size_t(t.node().index)] : slot[std::size_t(t.node().index)];
  }
};

}  // namespace agon::test
