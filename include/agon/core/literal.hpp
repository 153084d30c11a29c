#pragma once
#include <string_view>

namespace agon {

/// Text of any length as a template argument: `template <Literal Layers>` takes "C64-C128-C256-C512".
template <int N>
struct Literal {
  char at[N]{};
  consteval Literal(char const (&s)[N]) {
    for (int i = 0; i < N; ++i) at[i] = s[i];
  }
  constexpr std::string_view view() const { return {at, N - 1}; }
};

}  // namespace agon
