#pragma once
#include <string_view>

#include <agon/core/text.hpp>

namespace agon {

/// The name of a layer in tables and messages: its own `name`, or the compiler's for a type without one.
template <class L>
struct LayerName {
  static constexpr auto make() {
    if constexpr (requires { L::name.at; })
      return text<120>(L::name);
    else {
      std::string_view f = __PRETTY_FUNCTION__;  // "... [with L = Name]" or "... [L = Name]"
      f.remove_prefix(f.find("L = ") + 4);
      return text<120>(f.substr(0, f.find_first_of(";]")));
    }
  }
  static constexpr auto value = make();
};

}  // namespace agon
