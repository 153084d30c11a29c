#pragma once
#include <agon/layer/seq.hpp>

namespace agon {

/// Text as a template argument.
struct Name {
  char at[32]{};
  template <int N>
  requires(N <= 32) consteval Name(char const (&s)[N]) {
    for (int i = 0; i < N; ++i) at[i] = s[i];
  }
};

/// L, with N in place of its index in the names of its parameters: `Named<"down1", Conv<64, 4, 2>>` has
/// "down1.weight".
template <Name N, class L>
struct Named {
  static constexpr auto name = text("Named<", N.at, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    return s.under(N.at, true, [&] { return L{}(s, x); });
  }
};

}  // namespace agon
