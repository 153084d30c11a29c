#pragma once
#include <string>
#include <string_view>

#include <agon/core/words.hpp>
#include <agon/layer/weights.hpp>

/// What optimisers have in common.
namespace agon {

/// A parameter's own storage in an optimiser, zeros at first, number `order` of them: in checkpoints
/// "optimizer.", PyTorch's word for it, and the parameter's name.
constexpr Tensor moment(Tensor p, std::string_view kind, int order = 0) {
  Graph& g = *p.graph;
  Slot s = Weights::slot(p);
  Label const owner = s.name;
  s.role = Role::moment;
  s.mean = s.deviation = 0;
  s.order = order;
  List<char> const name(g.names.begin() + owner.at, g.names.begin() + owner.at + owner.size);
  s.name = g.label("optimizer.", kind, ".", std::string_view(name.data(), name.size()));
  return g.add_slot(s);
}

/// Sets the number `what` of the network called `network` in a program.
void set_scalar(auto& engine, std::string const& network, char const* what, double x) {
  engine.set(joined({network, ".", what}), x);
}

}  // namespace agon
