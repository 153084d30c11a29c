#pragma once
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>

namespace agon {

/// Everything that agon throws at run time: a sentence that names the file or the argument, and the cause.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
  Error(std::string const& where, std::string const& cause) : std::runtime_error(where + ": " + cause) {}
};

/// The pieces of a sentence as one; a chain of + costs the compiler several times as much.
inline std::string joined(std::initializer_list<std::string_view> pieces) {
  std::string s;
  for (std::string_view p : pieces) s += p;
  return s;
}

}  // namespace agon
