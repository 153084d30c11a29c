#pragma once
#include <algorithm>
#include <string>

#include <agon/layer/facts.hpp>

namespace agon {

/// 1234567 as "1,234,567".
inline std::string grouped(long n) {
  std::string s = std::to_string(n);
  for (int i = int(s.size()) - 3; i > 0; i -= 3) s.insert(std::size_t(i), ",");
  return s;
}

/// A table of the layers of Net applied to samples of shape `In`, in the order in which data flows: name, kind,
/// output shape, parameters and multiply-adds of one sample; then the totals.
template <class Net, Shape In>
std::string describe() {
  constexpr Facts total = facts<Net, In>;
  Graph const g = trace<Net>(In);
  std::vector<std::array<std::string, 5>> rows{{"name", "layer", "output", "parameters", "multiply-adds"}};
  auto shape_text = [](Shape d) { return std::string(text<60>(d).view()); };
  rows.push_back({"", "input", shape_text(In), "", ""});
  for (Step const& s : g.step) {
    long adds = 0;
    for (int i = s.first_node; i < s.last_node; ++i) adds += multiply_adds_of(g, g.node[std::size_t(i)]);
    std::string name(g.name(s.path));
    name.erase(0, name.find('.') == std::string::npos ? name.size() : name.find('.') + 1);
    rows.push_back({name, s.layer, shape_text(s.shape), grouped(parameters_in(g, s.first_slot, s.last_slot)), grouped(adds)});
  }
  rows.push_back({"total", "", shape_text(total.output), grouped(total.parameters), grouped(total.multiply_adds)});
  std::array<std::size_t, 5> width{};
  for (auto const& r : rows)
    for (std::size_t k = 0; k < 5; ++k) width[k] = std::max(width[k], r[k].size());
  std::string table;
  for (auto const& r : rows) {
    for (std::size_t k = 0; k < 5; ++k) {
      std::string const gap(width[k] - r[k].size(), ' ');
      table += (k < 3 ? r[k] + gap : gap + r[k]) + (k < 4 ? "  " : "\n");
    }
  }
  return table + "activations of one sample: " + grouped(total.activation_bytes) + " bytes\n";
}

}  // namespace agon
