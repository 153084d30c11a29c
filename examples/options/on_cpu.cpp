#include "options.hpp"

char const* const built_for = "cpu";
