#pragma once
#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include <agon/core/text.hpp>
#include <agon/graph/node.hpp>

/// What a backend runs: a table of kernel calls, their operands, the distinct expressions, and what the
/// arenas hold.
namespace agon {

/// How an operand of smaller shape meets the element at (sample, pixel, channel).
enum class Kind : std::uint8_t { full, channel, sample, sample_channel, pixel, position, single };

/// One step of a fused expression, whose value is register k at step k. `input` loads operand a; `constant`
/// loads the number in operand a; `random` draws from stream operand a; `update` stores register a to operand
/// b; `sum` adds register a into operand b; all others work on registers. Every load precedes every store.
struct Instruction {
  Op op{};
  Kind kind{};  // random: the Distribution
  std::uint8_t a = 0, b = 0, c = 0;
  constexpr bool operator==(Instruction const&) const = default;
};
struct Expression {  // among a program's instructions
  int first = 0, size = 0;
};

enum class Where : std::uint8_t {
  none,
  slot,      // parameters, statistics and moments: outlive the step; offset is the slot's index
  shared,    // results that the whole batch shares
  sample,    // results of each sample: the offset in its domain's arena is multiplied by the batch
  constant,  // a number known to the compiler
  table,     // numbers known to the compiler, from the offset on
  stream,    // of random numbers
  scalar,    // a number set before the step
  inverse_batch
};
struct Operand {
  Where where{};
  short batched = 0;    // as a shape's
  bool summed = false;  // a result that is added up from parts of the domain
  int size = 0;         // numbers; for each sample if batched
  int index = 0;        // slot, scalar, stream or domain
  long offset = 0;      // in numbers
  double value = 0;
};
struct Call {
  Op head = Op::input;  // input: none
  short kernel = -1;    // of the expression, or none
  Shape domain{};
  std::array<Shape, 2> in{};
  std::array<Operand, 3> at{};  // of the head: its operands and its result
  Window window{};
  int index = 0;             // as the node's
  int first = 0, count = 0;  // operands of the expression
};
struct Terminal {  // an input or an output
  Label name{};
  Shape shape{};
  Operand at{};
};

/// What the passes did, for people: counted for one sample or for what the batch shares.
struct Savings {
  int nodes = 0, simplified = 0;
  long shared_numbers = 0;  // the plan's arenas; those of samples are as large for each sample of the batch
  std::array<long, most_domains> sample_numbers{};
  long eager_sample = 0, eager_shared = 0;  // with memory of its own for every node
  long traffic = 0, eager_traffic = 0;      // numbers read and written, for one sample
};

struct Counts {
  int calls = 0, operands = 0, kernels = 0, instructions = 0, slots = 0, inputs = 0, outputs = 0, scalars = 0,
      numbers = 0, names = 0;
};
template <Counts N>
struct Program {
  static constexpr Counts capacity = N;
  std::array<Call, std::size_t(N.calls)> call{};
  std::array<Operand, std::size_t(N.operands)> operand{};
  std::array<Expression, std::size_t(N.kernels)> kernel{};
  std::array<Instruction, std::size_t(N.instructions)> instruction{};
  std::array<Slot, std::size_t(N.slots)> slot{};
  std::array<Terminal, std::size_t(N.inputs)> input{};
  std::array<Terminal, std::size_t(N.outputs)> output{};
  std::array<Label, std::size_t(N.scalars)> scalar{};
  std::array<double, std::size_t(N.numbers)> number{};  // of tables
  std::array<char, std::size_t(N.names)> names{};
  Counts counts{};
  Savings savings{};
  int smallest_batch = 1;
  Text<400> fault{};

  constexpr std::string_view name(Label l) const { return {names.data() + l.at, std::size_t(l.size)}; }
};

/// A program without its size in its type: what run-time code reads.
struct ProgramView {
  std::span<Call const> call;
  std::span<Operand const> operand;
  std::span<Expression const> kernel;
  std::span<Instruction const> instruction;
  std::span<Slot const> slot;
  std::span<Terminal const> input, output;
  std::span<Label const> scalar;
  std::span<double const> number;
  std::string_view names;
  Savings savings;
  int smallest_batch = 1;

  template <Counts N>
  constexpr ProgramView(Program<N> const& p)
      : call(p.call),
        operand(p.operand),
        kernel(p.kernel),
        instruction(p.instruction),
        slot(p.slot),
        input(p.input),
        output(p.output),
        scalar(p.scalar),
        number(p.number),
        names(p.names.data(), p.names.size()),
        savings(p.savings),
        smallest_batch(p.smallest_batch) {}
  constexpr std::string_view name(Label l) const {
    return names.substr(std::size_t(l.at), std::size_t(l.size));
  }
};

}  // namespace agon
