#pragma once
#include <string_view>

namespace agon {

/// Text as a template argument: `Named<"down1", L>`.
struct Name {
  char at[32]{};
  template <int N>
  requires(N <= 32) consteval Name(char const (&s)[N]) {
    for (int i = 0; i < N; ++i) at[i] = s[i];
  }
  constexpr std::string_view view() const { return at; }
};

}  // namespace agon
