#pragma once
#include <string>
#include <vector>

#include <agon/layer/facts.hpp>

namespace agon::test {

/// The names of all slots, in order.
inline std::vector<std::string> names_of(Graph const& g) {
  std::vector<std::string> r;
  for (Slot const& s : g.slot) r.emplace_back(g.name(s.name));
  return r;
}

/// The names of the slots of Net, in order.
template <class Net, Wire... Beside>
std::vector<std::string> names(Shape in, bool statistics = true) {
  Graph const g = trace<Net, Beside...>(in);
  std::vector<std::string> r;
  for (Slot const& s : g.slot)
    if (statistics || s.role == Role::parameter) r.emplace_back(g.name(s.name));
  return r;
}

/// The shapes after each layer of Net, for `Layers` a text such as "Conv".
template <class Net, Wire... Beside>
constexpr std::vector<Shape> shapes_after(Shape in, std::string_view layers) {
  Graph const g = trace<Net, Beside...>(in);
  std::vector<Shape> r;
  for (TracedLayer const& s : g.traced)
    if (std::string_view(s.layer).find(layers) != std::string_view::npos) r.push_back(s.shape);
  return r;
}
template <class Net, Wire... Beside>
constexpr bool has_shapes(Shape in, std::string_view layers, std::initializer_list<Shape> expected) {
  std::vector<Shape> const found = shapes_after<Net, Beside...>(in, layers);
  return std::equal(found.begin(), found.end(), expected.begin(), expected.end());
}

/// Are the layers of Net, from number `first` on, those that are listed?
template <class Net, Wire... Beside>
constexpr bool has_layers(Shape in, std::size_t first, std::initializer_list<std::string_view> expected) {
  Graph const g = trace<Net, Beside...>(in);
  for (std::string_view e : expected)
    if (first >= g.traced.size() || g.traced[first++].layer != e) return false;
  return true;
}

}  // namespace agon::test
