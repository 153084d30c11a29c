#pragma once
#include <cstdint>

#include <agon/core/shape.hpp>

/// What a graph is made of. Every operation has a shape rule (graph/tensor.hpp), a gradient rule
/// (graph/gradient.hpp) and one kernel in each backend; backend/reference defines its value.
namespace agon {

enum class Op : std::uint8_t {
  // leaves
  input,          // a batch from outside
  slot,           // a parameter, running statistic or moment: the version that the program begins with
  constant,       // a number known to the compiler
  scalar,         // a number set before a step: a learning rate
  inverse_batch,  // 1 / N
  random,         // Philox, by name
  // element-wise, of one operand
  neg,
  abs,
  sign,
  exp,
  log,
  tanh,
  sigmoid,
  softplus,
  sqrt,
  rsqrt,
  // of two
  add,
  sub,
  mul,
  div,
  greater,
  // of three: a != 0 ? b : c
  select,
  broadcast,  // to a larger shape
  update,     // (old, value): the next version of a slot, in the same storage
  // reductions
  sum,  // to a smaller shape
  // movement
  concat,
  slice,
  pad,        // along the channels; slice and pad are each other's adjoint
  reshape,    // the same numbers in the same order
  flatten,    // (c, h, w) features out of an image, in PyTorch's order; channels last becomes channels first
  unflatten,  // and back
  // dense
  conv,
  conv_data,
  conv_weight,  // a convolution and its two adjoints
  matmul,
  // identities with something to say to the gradient
  stop,   // none passes
  stated  // a value with a gradient of its own
};

constexpr bool is_leaf(Op o) { return o <= Op::random; }
constexpr bool is_elementwise(Op o) { return o >= Op::neg && o <= Op::update; }
constexpr bool is_costly(Op o) { return o >= Op::exp && o <= Op::softplus; }
constexpr bool is_movement(Op o) {
  return o == Op::concat || o == Op::slice || o == Op::pad || o == Op::flatten || o == Op::unflatten;
}
constexpr bool is_dense(Op o) { return o >= Op::conv && o <= Op::matmul; }

enum class Distribution : std::uint8_t { uniform, normal };

struct Node {
  Op op{};
  Shape shape{};
  int in[3] = {-1, -1, -1};
  Window window{};  // of a convolution; matmul: kernel and stride hold whether a and b are transposed
  int index =
      0;  // which input, slot, scalar or stated rule; slice and pad: the first channel; random: the stream
  double value = 0;  // constant; random: the Distribution

  constexpr bool operator==(Node const&) const = default;
};

/// A name: where it stands in the text that a graph keeps.
struct Label {
  int at = 0, size = 0;
  constexpr bool operator==(Label const&) const = default;
};

enum class Role : std::uint8_t { parameter, statistic, moment };

/// How a slot's numbers are ordered in files and in PyTorch, against (window, in, out) here.
enum class Layout : std::uint8_t {
  vector,    // (out)
  matrix,    // (out, in)
  kernel,    // (out, in, rows, columns); of a transposed convolution (in, out, rows, columns)
  flattened  // (out, in) where in counts an image's channels first, and here last
};

/// Storage that outlives a step.
struct Slot {
  Role role{};
  Layout layout{};
  Shape shape{};                   // h: places of the window, w: in, c: out
  Shape image{};                   // of a flattened input
  double mean = 0, deviation = 0;  // what it is filled with at first: normal
  Label name{};
  int owner = -1, order = 0;  // of a moment: the parameter, and which one
  constexpr bool operator==(Slot const&) const = default;
};

}  // namespace agon
