#pragma once
#include <agon/core/fits.hpp>
#include <agon/layer/scope.hpp>

/// What the compiler knows of a network before anything runs.
namespace agon {

struct Facts {
  Shape output{};
  long parameters = 0;        // trainable numbers: running statistics are not counted
  long multiply_adds = 0;     // of convolutions and products, for one sample; padded taps included
  long activation_bytes = 0;  // the outputs of all layers in float, for one sample
  int layers = 0;
  Text<400> fault{};
};

/// Multiply-adds of node `n` for one sample.
constexpr long multiply_adds_of(Graph const& g, Node const& n) {
  auto operand = [&](int k) { return g.node[n.in[k]].shape; };
  auto shared = [&](int c) { return operand(1).c == 1 ? c : 1; };  // one filter for all channels
  switch (n.op) {
    case Op::conv: return long(n.shape.h) * n.shape.w * operand(1).size() * shared(n.shape.c);
    case Op::conv_data: return long(operand(0).h) * operand(0).w * operand(1).size() * shared(operand(0).c);
    case Op::conv_weight: return long(operand(1).h) * operand(1).w * n.shape.size();
    case Op::matmul:
      return operand(0).batched && !operand(1).batched
                 ? operand(1).size()
                 : operand(0).size() * operand(1).size() / (operand(0).batched ? 1 : operand(0).c);
    case Op::product: return operand(0).size() * (n.index & 2 ? operand(1).h * operand(1).w : operand(1).c);
    default: return 0;
  }
}
constexpr long parameters_in(Graph const& g, int first, int last) {
  long n = 0;
  for (int i = first; i < last; ++i)
    if (Slot const& s = g.slot[i]; s.role == Role::parameter) n += s.shape.size();
  return n;
}

/// Builds Net on paper for an input of shape `in`.
template <class Net>
constexpr Graph trace(Shape in, Mode mode = Mode::Train) {
  Graph g;
  Weights w{.name = ""};  // names without a first part
  g.keep("output", apply<Net>(w, g.add_input("input", in), {.mode = mode}));
  return g;
}
template <class Net>
constexpr Facts measure(Shape in) {
  Graph const g = trace<Net>(in);
  Facts f{.output = g.node[g.output[0]].shape, .layers = int(g.traced.size()), .fault = g.fault};
  f.parameters = parameters_in(g, 0, int(g.slot.size()));
  for (Node const& n : g.node) f.multiply_adds += multiply_adds_of(g, n);
  for (TracedLayer const& s : g.traced) f.activation_bytes += 4 * s.shape.size();
  return f;
}

template <class Net, Shape In>
struct Examined {
  static constexpr Facts found = measure<Net>(In);
  static constexpr auto fault = found.fault;
  static constexpr Facts facts = fits<fault> ? found : Facts{};
};

/// The facts of `Net` applied to samples of shape `In`. A network that does not fit is an error that says
/// why.
template <class Net, Shape In>
inline constexpr Facts facts = Examined<Net, In>::facts;
template <class Net, Shape In>
inline constexpr Shape output_shape = facts<Net, In>.output;
template <class Net, Shape In>
inline constexpr long parameter_count = facts<Net, In>.parameters;
template <class Net, Shape In>
inline constexpr long multiply_adds = facts<Net, In>.multiply_adds;
template <class Net, Shape In>
inline constexpr long activation_bytes = facts<Net, In>.activation_bytes;

}  // namespace agon
