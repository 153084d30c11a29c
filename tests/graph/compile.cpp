#include <doctest/doctest.h>
#include <set>

#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/descend.hpp>

using namespace agon;

/// One step down the mean of a small network.
struct Descent {
  static constexpr void build(Graph& g) {
    Weights w{.name = "net"};
    Tensor const y = apply<Seq<Conv<4, 3>, ReLU, Conv<8, 3>, ReLU, Flatten, Linear<1>>>(
        w, g.add_input("x", image(2, 4, 4)));
    Tensor const l = mean(softplus(y));
    g.keep("loss", l);
    descend<Adam>(w, l);
  }
};
inline constexpr auto& descent = Compiled<Descent>::program;
using G = DCGANGenerator28<1, 4>;
using D = DCGANDiscriminator28<4>;
inline constexpr auto& dcgan_step =
    Compiled<AdversarialStep<G, D, nonsaturating, Features<8>, Adam>>::program;

// A program is exactly as large as it is.
static_assert(descent.call.size() == std::size_t(descent.counts.calls));
static_assert(descent.counts.slots == 3 * 6, "six parameters with two moments each");
static_assert(descent.counts.inputs == 1 && descent.counts.outputs == 1);
static_assert(descent.name(descent.input[0].name) == "x" && descent.input[0].shape == image(2, 4, 4));
static_assert(descent.name(descent.output[0].name) == "loss" && descent.output[0].shape == Shape{});
static_assert(descent.fault.empty());
static_assert(descent.savings.simplified < descent.savings.nodes);
static_assert(descent.smallest_batch == 1);
static_assert(dcgan_step.smallest_batch == 1, "no batch norm of this step sees one number a channel");

/// The calls with this head.
static constexpr int heads(auto const& p, Op op) {
  int n = 0;
  for (Call const& c : p.call) n += c.head == op;
  return n;
}
static_assert(heads(descent, Op::conv) == 2);
static_assert(heads(descent, Op::conv_weight) == 2);
static_assert(heads(descent, Op::conv_data) == 1, "nobody wants the gradient by the input");
static_assert(heads(descent, Op::matmul) == 3);
static_assert(heads(descent, Op::flatten) == 0);

// D runs on the real batch, on the fake one, and on it again after its update; G runs once. Each net has four
// layers.
static_assert(heads(dcgan_step, Op::conv_weight) == 2 * 4 + 4, "D's weights cost nothing in G's step");

/// Does the call store to a slot?
static constexpr bool stores_slot(auto const& p, Call const& c) {
  if (c.kernel < 0) return false;
  Expression const e = p.kernel[std::size_t(c.kernel)];
  for (int k = e.first; k < e.first + e.size; ++k)
    if (Instruction const& i = p.instruction[std::size_t(k)];
        i.op == Op::update && p.operand[std::size_t(c.first + i.b)].where == Where::slot)
      return true;
  return false;
}

TEST_CASE("one Adam serves all layers: it is the epilogue of their weights' gradients") {
  std::set<int> kernels;
  for (Call const& c : descent.call)
    if (c.head == Op::conv_weight || (c.head == Op::matmul && !c.domain.batched)) {
      CHECK(stores_slot(descent, c));
      kernels.insert(c.kernel);
    }
  CHECK(kernels.size() == 1);
}

TEST_CASE("equal expressions share a kernel") {
  for (std::size_t a = 0; a < dcgan_step.kernel.size(); ++a)
    for (std::size_t b = 0; b < a; ++b) {
      Expression const x = dcgan_step.kernel[a], y = dcgan_step.kernel[b];
      auto const* const i = dcgan_step.instruction.data();
      CHECK(!(x.size == y.size && std::equal(i + x.first, i + x.first + x.size, i + y.first)));
    }
  CHECK(dcgan_step.kernel.size() * 2 < dcgan_step.call.size());
}

TEST_CASE("every load of an expression precedes every store, and registers are made before they are read") {
  for (Expression const e : dcgan_step.kernel) {
    bool stored = false;
    for (int k = 0; k < e.size; ++k) {
      Instruction const i = dcgan_step.instruction[std::size_t(e.first + k)];
      bool const store = i.op == Op::update || i.op == Op::sum;
      CHECK(!(stored && !store));
      stored = stored || store;
      if (store || !is_leaf(i.op)) CHECK(i.a < k);
      if (!store && !is_leaf(i.op)) {
        CHECK(i.b < k);
        CHECK(i.c < k);
      }
    }
  }
}

TEST_CASE("operands stand where the program has room") {
  for (Call const& c : dcgan_step.call) {
    CHECK(c.first >= 0);
    CHECK(c.first + c.count <= dcgan_step.counts.operands);
    CHECK(c.kernel < dcgan_step.counts.kernels);
  }
  for (Operand const& o : dcgan_step.operand) {
    if (o.where == Where::shared) CHECK(o.offset + o.size <= dcgan_step.savings.shared_numbers);
    if (o.where == Where::sample) CHECK(o.offset + o.size <= dcgan_step.savings.sample_numbers[0]);
    if (o.where == Where::slot) CHECK(o.index < dcgan_step.counts.slots);
  }
}

TEST_CASE("slots: parameters, statistics, and two moments of each parameter with its extents") {
  int parameters = 0, statistics = 0, moments = 0;
  for (Slot const& s : dcgan_step.slot) {
    (s.role == Role::parameter ? parameters : s.role == Role::statistic ? statistics : moments)++;
    if (s.role != Role::moment) continue;
    std::string_view const name = dcgan_step.name(s.name);
    CHECK((name.starts_with("optimizer.exp_avg.") || name.starts_with("optimizer.exp_avg_sq.")));
  }
  CHECK(parameters == 4 + 3 * 2 + 4 + 2 * 2);
  CHECK(statistics == 3 * 2 + 2 * 2);
  CHECK(moments == 2 * parameters);
}
