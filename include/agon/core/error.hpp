#pragma once
#include <stdexcept>

#include <agon/core/words.hpp>

namespace agon {

/// Everything that agon throws at run time: a sentence that names the file or the argument, and the cause.
struct Error : std::runtime_error {
  using std::runtime_error::runtime_error;
  Error(Word where, Word cause) : std::runtime_error(joined({where, ": ", cause})) {}
  Error(Word where, Words cause) : std::runtime_error(joined({where, ": ", joined(cause)})) {}
};

}  // namespace agon
