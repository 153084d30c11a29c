#pragma once
#include <array>

#include <agon/graph/graph.hpp>

namespace agon {

/// A number of each sample of an input that names a class: a whole number below `count`.
struct ClassInput {
  int input = 0;    // which of the graph's
  int channel = 0;  // of the sample
  int count = 0;
};
struct ClassInputs {
  std::array<ClassInput, 16> at{};
  int size = 0;

  constexpr ClassInput const* begin() const { return at.data(); }
  constexpr ClassInput const* end() const { return at.data() + size; }
};

/// The classes that `g` reads from its inputs. One that several tables are read with has the count of the
/// smallest. A class that the graph computes is none of them.
constexpr ClassInputs class_inputs(Graph const& g) {
  ClassInputs found;
  auto note = [&](ClassInput c) {
    for (int i = 0; i < found.size; ++i)
      if (ClassInput& known = found.at[std::size_t(i)];
          known.input == c.input && known.channel == c.channel) {
        if (c.count < known.count) known.count = c.count;
        return;
      }
    if (found.size == int(found.at.size())) throw "class_inputs: more than 16 inputs are classes";
    found.at[std::size_t(found.size++)] = c;
  };
  for (Classes const& c : g.classes) {
    int id = c.node, channel = 0;
    while (id >= 0) {
      Node const& n = g.node[id];
      Node const* const from = n.in[0] < 0 ? nullptr : &g.node[n.in[0]];
      bool const same =
          n.op == Op::stop || ((n.op == Op::reshape || n.op == Op::flatten) && n.shape.size() == 1);
      if (n.op == Op::input) note({n.index, channel, c.count});
      if (n.op == Op::slice && from->shape.h * from->shape.w == 1)
        channel += n.index;
      else if (!same)
        break;
      id = n.in[0];
    }
  }
  return found;
}

}  // namespace agon
