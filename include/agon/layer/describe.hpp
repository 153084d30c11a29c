#pragma once
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

#include <agon/core/words.hpp>
#include <agon/layer/facts.hpp>

namespace agon {

/// A row of the table of a network.
struct LayerRow {
  Text<120> name{};  // the path of its parameters within the network
  Text<120> layer{};
  Shape output{};
  long parameters = 0, multiply_adds = 0;
};

/// The layers of Net applied to samples of shape In, in the order in which data flows.
template <class Net, Shape In, Wire... Beside>
inline constexpr auto layer_rows = [] {
  Graph const g = trace<Net, Beside...>(In);
  std::array<LayerRow, std::size_t(facts<Net, In, Beside...>.layers)> rows;
  for (std::size_t k = 0; k < rows.size(); ++k) {
    TracedLayer const& s = g.traced[k];
    rows[k] = {text<120>(g.name(s.path)), text<120>(s.layer), s.shape,
               parameters_in(g, s.first_slot, s.last_slot)};
    for (int i = s.first_node; i < s.last_node; ++i)
      rows[k].multiply_adds += multiply_adds_of(g, g.node[std::size_t(i)]);
  }
  return rows;
}();

inline std::string describe(std::span<LayerRow const> layers, Shape in, Facts const& total) {
  using Cells = std::array<std::string, 5>;
  auto shape = [](Shape d) { return std::string(text<60>(d).view()); };
  std::vector<Cells> rows{{"name", "layer", "output", "parameters", "multiply-adds"},
                          {"", "input", shape(in), "", ""}};
  for (LayerRow const& r : layers)
    rows.push_back({std::string(r.name.view()), std::string(r.layer.view()), shape(r.output),
                    grouped(r.parameters), grouped(r.multiply_adds)});
  rows.push_back({"total", "", shape(total.output), grouped(total.parameters), grouped(total.multiply_adds)});
  std::array<std::size_t, 5> width{};
  for (Cells const& r : rows)
    for (std::size_t k = 0; k < 5; ++k) width[k] = std::max(width[k], r[k].size());
  std::string table;
  for (Cells const& r : rows) {
    for (std::size_t k = 0; k < 5; ++k) {
      std::string const gap(width[k] - r[k].size(), ' ');
      append(table, {k < 3 ? r[k] : gap, k < 3 ? gap : r[k], "  "});
    }
    table.erase(table.find_last_not_of(' ') + 1) += '\n';
  }
  append(table, {"activations of one sample: ", grouped(total.activation_bytes), " bytes\n"});
  return table;
}

/// A table of the layers of Net applied to samples of shape `In`: name, kind, output shape, parameters and
/// multiply-adds of one sample; then the totals. It is made by the compiler, and only written at run time.
template <class Net, Shape In, Wire... Beside>
std::string describe() {
  return describe(layer_rows<Net, In, Beside...>, In, facts<Net, In, Beside...>);
}

}  // namespace agon
