#pragma once
#include <span>
#include <string>
#include <string_view>

#include <agon/backend/store.hpp>
#include <agon/graph/layout.hpp>

namespace agon {

/// Sets the one statistic of a store whose name is `name`, or ends in it behind a point, to numbers in
/// PyTorch's order: what is known of a set before training, such as the mean picture. Throws Error if there
/// is none, if there are several, or if it has another number of numbers.
template <class S>
void set_statistic(Store<S>& store, std::string_view name, auto const& numbers) {
  typename Store<S>::Entry* found = nullptr;
  for (auto& e : store.places()) {
    if (e.slot.role != Role::statistic || !std::string_view(e.name).ends_with(name)) continue;
    if (e.name.size() > name.size() && e.name[e.name.size() - name.size() - 1] != '.') continue;
    if (found) throw Error(name, {"two statistics are called so, ", found->name, " and ", e.name});
    found = &e;
  }
  if (!found) throw Error(name, "no network here has a statistic of that name");
  if (long(numbers.size()) != found->slot.shape.size())
    throw Error(found->name,
                {"it has ", found->slot.shape.size(), " numbers, and was given ", numbers.size()});
  for (long i = 0; i < found->slot.shape.size(); ++i)
    found->memory.data()[position(found->slot, i)] = S(numbers.data()[i]);
  found->untouched = false;
}

}  // namespace agon
