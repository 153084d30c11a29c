#pragma once
#include <stdexcept>
#include <string>

namespace agon {

/// Everything that agon throws at run time: a sentence that names the file or the argument, and the cause.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
  Error(std::string const& where, std::string const& cause) : std::runtime_error(where + ": " + cause) {}
};

}  // namespace agon
