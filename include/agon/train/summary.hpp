#pragma once
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <agon/backend/store.hpp>
#include <agon/core/words.hpp>

namespace agon {

/// "G: 1,071,232 parameters in 7 layers", a line for each network with parameters of its own, in the order in
/// which programs brought them. (layer/describe.hpp has tables of networks that are known as types.)
template <class S>
std::string describe(Store<S> const& store) {
  struct Network {
    std::string_view name;
    long parameters = 0;
    std::set<std::string_view> layers = {};
  };
  std::vector<Network> networks;
  for (auto const& e : store.entries()) {
    if (e.slot.role != Role::parameter) continue;
    std::string_view const path(e.name), name = path.substr(0, path.find('.'));
    std::size_t k = 0;
    while (k < networks.size() && networks[k].name != name) ++k;
    if (k == networks.size()) networks.push_back({name});
    networks[k].parameters += e.slot.shape.size();
    networks[k].layers.insert(path.substr(0, path.rfind('.')));
  }
  std::string text;
  for (Network const& n : networks)
    append(text, {n.name, ": ", grouped(n.parameters), " parameters in ", n.layers.size(), " layers\n"});
  return text;
}

}  // namespace agon
