#pragma once
#include <array>
#include <initializer_list>
#include <string_view>

#include <agon/core/list.hpp>
#include <agon/core/random.hpp>
#include <agon/core/text.hpp>
#include <agon/graph/node.hpp>

namespace agon {

struct Graph;

/// A symbolic value: a node of a graph on paper.
struct Tensor {
  Graph* graph = nullptr;
  int id = -1;

  constexpr Node const& node() const;
  constexpr Shape shape() const;
  constexpr Window const& window() const;
  constexpr explicit operator bool() const { return id >= 0; }
};

/// The gradient that a `stated` value declares: from the value, the gradient that reaches it and the operands
/// that were named, to a gradient for each of them (left empty: none).
using Rule = void (*)(Tensor y, Tensor dy, std::array<Tensor, 3> const& x, std::array<Tensor, 3>& dx);

/// Where in a network the graph is growing: layer `index` of `count` inside `outer`. Names of parameters and
/// diagnoses are made from it.
struct Place {
  Place* outer = nullptr;
  int index = 0, count = 0;    // count 0: no position of its own
  char const* layer = "";      // what stands here: "Conv<64,4,2>"
  std::string_view label{};    // its part of a parameter's name, in place of the index, if any
  bool silent = false;         // it has none
  bool shared = false;         // names of parameters begin here
  std::string_view network{};  // outermost: whose layers these are
  int draws = 0;               // so far, of random numbers
};

/// What one layer added to the graph, in the order in which data flows.
struct TracedLayer {
  char const* layer = "";
  Label path{};
  Shape shape{};                      // of its result
  int first_node = 0, last_node = 0;  // [first, last)
  int first_slot = 0, last_slot = 0;
};

/// A value that names one of `count` classes for each sample: a whole number below it.
struct Classes {
  int node = 0, count = 0;
};

struct Graph {
  List<Node> node;
  List<Window> window = List<Window>(1, Window{});
  List<double> number;  // of tables
  List<Slot> slot;
  List<char> names;
  List<Label> input, scalar, output_name, stream;
  List<int> output;  // nodes to keep for the reader
  List<Rule> rule;   // of stated nodes, by index
  List<std::array<int, 3>> rule_operand;
  int smallest_batch = 1;  // batch statistics of one number are none
  List<TracedLayer> traced;
  List<Classes> classes;
  Place* place = nullptr;
  Text<400> fault;  // why the network does not fit: the first reason found

  constexpr Tensor push(Node const& n) {
    node.push_back(n);
    return {this, int(node.size()) - 1};
  }
  /// The index of `v` among the windows.
  constexpr int window_of(Window const& v) {
    for (std::size_t i = 0; i < window.size(); ++i)
      if (window[i] == v) return int(i);
    window.push_back(v);
    return int(window.size()) - 1;
  }
  constexpr Label label(auto const&... part) {
    Label l{int(names.size()), 0};
    auto add = [&](std::string_view s) {
      for (char c : s) names.push_back(c);
    };
    (add(part), ...);
    l.size = int(names.size()) - l.at;
    return l;
  }
  constexpr std::string_view name(Label l) const { return {names.data() + l.at, std::size_t(l.size)}; }

  constexpr Tensor add_input(std::string_view name, Shape d) {
    input.push_back(label(name));
    return push({.op = Op::input, .shape = d, .index = int(input.size()) - 1});
  }
  constexpr Tensor add_slot(Slot const& s) {
    slot.push_back(s);
    return push({.op = Op::slot, .shape = s.shape, .index = int(slot.size()) - 1});
  }
  /// A number that the program's owner sets by its name before a step.
  constexpr Tensor add_scalar(auto const&... part) {
    Label const l = label(part...);
    for (std::size_t i = 0; i < scalar.size(); ++i)
      if (name(scalar[i]) == name(l)) return push({.op = Op::scalar, .index = int(i)});
    scalar.push_back(l);
    return push({.op = Op::scalar, .index = int(scalar.size()) - 1});
  }
  constexpr Tensor constant(double v) { return push({.op = Op::constant, .value = v}); }
  /// Numbers of shape `d`, the last index fastest. Equal tables are one.
  constexpr Tensor table(Shape d, std::initializer_list<double> v) { return table(d, List<double>(v)); }
  constexpr Tensor table(Shape d, List<double> const& v) {
    if (long(v.size()) != d.size()) throw "table: as many numbers as the shape holds";
    std::size_t at = 0;
    auto equal = [&] {
      for (std::size_t i = 0; i < v.size(); ++i)
        if (number[at + i] != v[i]) return false;
      return true;
    };
    while (at + v.size() <= number.size() && !equal()) ++at;
    if (at + v.size() > number.size()) {
      at = number.size();
      for (double x : v) number.push_back(x);
    }
    return push({.op = Op::table, .shape = d, .index = int(at)});
  }
  constexpr Tensor inverse_batch(int domain = 0) { return push({.op = Op::inverse_batch, .index = domain}); }
  /// Independent draws for each sample and element, from the stream of that name. Two names whose streams are
  /// the same number, one pair in four thousand million, are refused.
  constexpr Tensor random(Distribution kind, Shape d, std::string_view draw_name) {
    for (Label const l : stream)
      if (stream_of(name(l)) == stream_of(draw_name) && name(l) != draw_name)
        refuse("the random draws ", name(l), " and ", draw_name, " would be the same; give one another name");
    stream.push_back(label(draw_name));
    return push({.op = Op::random, .shape = d, .index = int(stream_of(draw_name)), .value = double(kind)});
  }
  /// Keeps `t` for the reader under a name.
  constexpr void keep(std::string_view name, Tensor t) {
    output_name.push_back(label(name));
    output.push_back(t.id);
  }

  /// Notes, once, why the network does not fit. What is built after it has dummy shapes and is never run.
  constexpr void refuse(auto const&... part) {
    if (!fault.empty()) return;
    int depth = 0,
        k = 0;  // of the places that have a position; of many, two from within and the outermost are named
    for (Place const* p = place; p; p = p->outer) depth += p->count > 0;
    for (Place const* p = place; p; p = p->outer) {
      if (!p->outer && fault.empty()) fault << p->layer;
      if (!p->network.empty()) fault << " of " << p->network;
      if (!p->count) continue;
      if (++k == 3 && depth > 3) fault << ", inside " << depth - 3 << " more";
      if (k > 2 && k < depth) continue;
      fault << (k > 1 ? ", inside layer " : "layer ") << p->index + 1 << " of " << p->count;
      if (p->layer[0]) fault << ", " << p->layer;
    }
    if (!fault.empty()) fault << ": ";
    ((fault << part), ...);
  }
};

constexpr Node const& Tensor::node() const { return graph->node[id]; }
constexpr Window const& Tensor::window() const { return graph->window[node().window]; }
constexpr Shape Tensor::shape() const { return node().shape; }

}  // namespace agon
