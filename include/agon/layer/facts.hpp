#pragma once
#include <agon/core/fits.hpp>
#include <agon/core/name.hpp>
#include <agon/layer/scope.hpp>

/// What the compiler knows of a network before anything runs.
namespace agon {

/// An input beside the main one: `output_shape<Net, Features<100>, Wire{"y", Features<10>}>`.
struct Wire {
  Name name;
  Shape shape;
};

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
  auto times = [&] { return long(operand(0).batched ? operand(0).times() : 1); };
  switch (n.op) {
    case Op::conv: return times() * n.shape.h * n.shape.w * operand(1).size() * shared(n.shape.c);
    case Op::conv_data:
      return times() * operand(0).h * operand(0).w * operand(1).size() * shared(operand(0).c);
    case Op::conv_weight: return times() * operand(1).h * operand(1).w * n.shape.size();
    case Op::matmul:
      return operand(0).batched && !operand(1).batched
                 ? times() * operand(1).size()
                 : times() * operand(0).size() * operand(1).size() / (operand(0).batched ? 1 : operand(0).c);
    case Op::product:
      return times() * operand(0).size() * (n.index & 2 ? operand(1).h * operand(1).w : operand(1).c);
    default: return 0;
  }
}
constexpr long parameters_in(Graph const& g, int first, int last) {
  long n = 0;
  for (int i = first; i < last; ++i)
    if (Slot const& s = g.slot[i]; s.role == Role::parameter) n += s.shape.size();
  return n;
}

/// Builds Net in `g` for an input of shape `in`, and others beside it, with the parameters `w`. Keeps
/// "output", or the value `of` under that name.
template <class Net, Wire... Beside>
constexpr void lay_out(Graph& g, Weights& w, Shape in, Use use, std::string_view of = {}) {
  Wires wires;
  Tensor const x = g.add_input("input", in);
  [[maybe_unused]] auto beside = [&](std::string_view name, Shape d) {
    for (Label const l : g.input)
      if (g.name(l) == name) g.refuse("two inputs are called \"", name, "\"; give each a name of its own");
    wires.set(name, g.add_input(name, d));
  };
  (beside(Beside.name.at, Beside.shape), ...);
  Tensor y = apply<Net>(w, x, use, wires);
  if (!of.empty()) {
    y = wires[of];
    if (!y) {
      g.refuse("it has no value \"", of, "\"; put Let<\"", of, "\"> where it is made");
      y = x;
    }
  }
  g.keep("output", y);
}

/// Net on paper, as lay_out builds it.
template <class Net, Wire... Beside>
constexpr Graph trace(Shape in, Mode mode = Mode::Train, std::string_view of = {}) {
  Graph g;
  Weights w{.name = ""};  // names without a first part
  lay_out<Net, Beside...>(g, w, in, {.mode = mode}, of);
  return g;
}
template <class Net, Wire... Beside>
constexpr Facts measure(Shape in) {
  Graph const g = trace<Net, Beside...>(in);
  Facts f{.output = g.node[g.output[0]].shape, .layers = int(g.traced.size()), .fault = g.fault};
  f.parameters = parameters_in(g, 0, int(g.slot.size()));
  for (Node const& n : g.node) f.multiply_adds += multiply_adds_of(g, n);
  for (TracedLayer const& s : g.traced) f.activation_bytes += 4 * s.shape.size();
  return f;
}

template <class Net, Shape In, Wire... Beside>
struct Examined {
  static constexpr Facts found = measure<Net, Beside...>(In);
  static constexpr auto fault = found.fault;
  static constexpr Facts facts = fits<fault> ? found : Facts{};
};
template <Name N, class Net, Shape In, Wire... Beside>
struct ExaminedValue {
  struct Found {
    Shape shape{};
    Text<400> fault{};
  };
  static constexpr Found found = [] {
    Graph const g = trace<Net, Beside...>(In, Mode::Train, N.at);
    return Found{g.node[g.output[0]].shape, g.fault};
  }();
  static constexpr auto fault = found.fault;
  static constexpr Shape shape = fits<fault> ? found.shape : Shape{};
};

/// The facts of `Net` applied to samples of shape `In`, and inputs `Beside` it. A network that does not fit
/// is an error that says why.
template <class Net, Shape In, Wire... Beside>
inline constexpr Facts facts = Examined<Net, In, Beside...>::facts;
template <class Net, Shape In, Wire... Beside>
inline constexpr Shape output_shape = facts<Net, In, Beside...>.output;
template <class Net, Shape In, Wire... Beside>
inline constexpr long parameter_count = facts<Net, In, Beside...>.parameters;
template <class Net, Shape In, Wire... Beside>
inline constexpr long multiply_adds = facts<Net, In, Beside...>.multiply_adds;
template <class Net, Shape In, Wire... Beside>
inline constexpr long activation_bytes = facts<Net, In, Beside...>.activation_bytes;
/// The shape of the value that Net leaves under the name N.
template <Name N, class Net, Shape In, Wire... Beside>
inline constexpr Shape shape_at = ExaminedValue<N, Net, In, Beside...>::shape;

}  // namespace agon
