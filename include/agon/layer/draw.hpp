#pragma once
#include <string>

#include <agon/core/words.hpp>
#include <agon/layer/facts.hpp>

namespace agon {

/// A graph with its layers as boxes, in Graphviz's language.
inline std::string draw(Graph const& g) {
  List<int> maker(g.node.size(), -2);  // of a node: its layer; -1 an input; -2 neither
  auto text_of = [](auto const& t) { return std::string(text<120>(t).view()); };
  for (std::size_t i = 0; i < g.node.size(); ++i)
    if (g.node[i].op == Op::input) maker[i] = -1;
  for (std::size_t k = 0; k < g.traced.size(); ++k)
    for (int i = g.traced[k].first_node; i < g.traced[k].last_node; ++i)
      if (g.node[i].op != Op::slot) maker[i] = int(k);
  std::string s = "digraph network {\n  node [shape=box, fontname=\"sans-serif\"];\n";
  for (Node const& n : g.node)
    if (n.op == Op::input)
      append(s, {"  input", n.index, " [shape=plaintext, label=\"", g.name(g.input[n.index]), "\\n",
                 text_of(n.shape), "\"];\n"});
  for (std::size_t k = 0; k < g.traced.size(); ++k)
    append(s, {"  layer", k, " [label=\"", g.traced[k].layer, "\\n", text_of(g.traced[k].shape), "\"];\n"});

  // A value that no layer made, such as a sum of two branches, stands for what it was made from.
  List<List<int>> sources(g.node.size());
  auto add = [](List<int>& l, int x) {
    for (int y : l)
      if (x == y) return;
    l.push_back(x);
  };
  std::string edges;
  auto edge = [&](int from, int to) {
    std::string const line = from < 0 ? joined({"  input", -1 - from, " -> layer", to, ";\n"})
                                      : joined({"  layer", from, " -> layer", to, ";\n"});
    if (edges.find(line) == edges.npos) edges += line;
  };
  for (std::size_t i = 0; i < g.node.size(); ++i) {
    Node const& n = g.node[i];
    if (n.op == Op::input) add(sources[i], -1 - n.index);
    for (int j : n.in) {
      if (j < 0) continue;
      for (int from : sources[j])
        if (maker[i] >= 0 && from != maker[i])
          edge(from, maker[i]);
        else if (maker[i] < 0)
          add(sources[i], from);
    }
    if (maker[i] >= 0) add(sources[i], maker[i]);
  }
  List<int> const& last = sources[g.output[0]];
  for (int from : last)
    append(edges, {from < 0 ? "  input" : "  layer", from < 0 ? -1 - from : from, " -> output;\n"});
  append(s, {"  output [shape=plaintext, label=\"output\\n", text_of(g.node[g.output[0]].shape), "\"];\n",
             edges, "}\n"});
  return s;
}

/// Net as a drawing in Graphviz's language, for `dot -Tsvg`: a box for each layer with the shape of its
/// result, an arrow from each layer to those that read it.
template <class Net, Shape In, Wire... Beside>
std::string draw() {
  static_assert(facts<Net, In, Beside...>.layers >= 0);  // a network that does not fit says so here
  return draw(trace<Net, Beside...>(In));
}

}  // namespace agon
