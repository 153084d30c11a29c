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
  table,          // numbers known to the compiler
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
  sum,      // to a smaller shape
  reshape,  // the same numbers in the same order
  // movement
  concat,  // along the channels
  slice,
  pad,        // a part of an image, and an image that is zero but for a part: each other's adjoint
  flatten,    // (c, h, w) features out of an image, in PyTorch's order; channels last becomes channels first
  unflatten,  // and back
  extend,     // an image continued beyond its borders
  fold,       // the adjoint of extend
  max_take,   // (x, t): t where x is largest in each window
  max_put,    // (x, y): y added where x is largest in each window: the adjoint of max_take in t
  take_row,   // (table, index): the row that each sample names
  put_row,    // (index, y): the adjoint of take_row in its table
  stack,      // samples of a, then samples of b
  take_samples,  // some samples, one after the other
  put_samples,   // among samples of zeros: its adjoint
  group_mean,    // over the samples that are N / G apart; its own adjoint
  // dense
  conv,
  conv_data,
  conv_weight,  // a convolution and its two adjoints
  matmul,       // of matrices that hold a row for each sample, or that the batch shares
  product,      // of a matrix for each sample
  // identities with something to say to the gradient
  stop,   // none passes
  stated  // a value with a gradient of its own
};

constexpr bool is_leaf(Op o) { return o <= Op::random; }
constexpr bool is_elementwise(Op o) { return o >= Op::neg && o <= Op::update; }
constexpr bool is_costly(Op o) { return o >= Op::exp && o <= Op::softplus; }
constexpr bool is_movement(Op o) { return o >= Op::concat && o <= Op::group_mean; }
constexpr bool is_dense(Op o) { return o >= Op::conv && o <= Op::product; }

/// What stands beyond the border of an image.
enum class Border : std::uint8_t { reflect, replicate };

enum class Distribution : std::uint8_t { uniform, normal };

struct Node {
  Op op{};
  Shape shape{};
  int in[3] = {-1, -1, -1};
  int window = 0;    // which of the graph's windows: of convolutions and max_; slice, pad, extend, fold: its
                     // paddings are the rows above and the columns before
  int index = 0;     // which input, slot, scalar or stated rule; table: its first number; random: the stream;
                     // slice, pad: the first channel; take_samples, put_samples: the first, in
                     // batches; inverse_batch: the domain; extend, fold: the Border; group_mean: G;
                     // matmul, product: 1 if a is transposed, plus 2 if b is
  double value = 0;  // constant; random: the Distribution

  constexpr bool operator==(Node const&) const = default;
};

/// A name: where it stands in the text that a graph keeps.
struct Label {
  int at = 0, size = 0;
  constexpr bool operator==(Label const&) const = default;
};

/// How the numbers of a slot are drawn at first.
enum class Drawing : std::uint8_t {
  normal,
  uniform,
  orthogonal  // PyTorch's first extent x the rest: orthonormal rows, or columns if there are fewer of them
};

enum class Role : std::uint8_t { parameter, statistic, moment };

/// How a slot's numbers are ordered in files and in PyTorch, against (window, in, out) here.
enum class Layout : std::uint8_t {
  vector,    // (out)
  matrix,    // (out, in)
  kernel,    // (out, in, rows, columns); of a transposed convolution (in, out, rows, columns)
  rows,      // (count, width) of a table of vectors, here in the same order
  image,     // (channels, rows, columns)
  flattened  // (out, in) where in counts an image's channels first, and here last
};

/// Storage that outlives a step.
struct Slot {
  Role role{};
  Layout layout{};
  Shape shape{};                   // h: places of the window, w: in, c: out
  Shape image{};                   // of a flattened input; h and w of a kernel's window
  double mean = 0, deviation = 0;  // what it is filled with at first; orthogonal: plus `deviation` times it
  Drawing drawing{};
  Label name{};
  Label like{};               // the slot whose first numbers it begins with, if any
  int owner = -1, order = 0;  // of a moment: the parameter, and which one
  constexpr bool operator==(Slot const&) const = default;
};

}  // namespace agon
