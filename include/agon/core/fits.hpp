#pragma once
#include <algorithm>
#include <utility>

#include <agon/core/text.hpp>

/// The one place where a network that does not fit becomes an error of the compiler.
namespace agon {

#if defined(__clang__)
/// clang prints at most 32 characters of a text argument: it gets the sentence in pieces.
inline constexpr int piece_size = 30;
#else
inline constexpr int piece_size = 400;
#endif

/// Text as a template argument, which compilers print.
template <int N>
struct Piece {
  char text[N + 1]{};
  consteval Piece(auto const& whole, int first) {
    for (int i = 0; i < N; ++i) text[i] = whole.at[first + i];
    text[N] = 0;  // said once more, for clang prints an array as text only if every element was assigned
  }
};

template <Piece... Why>
struct NetworkDoesNotFit {
  static_assert(sizeof...(Why) == 0, "this network does not fit: NetworkDoesNotFit<...> says why");
  static constexpr bool value = false;
};

/// True, or an error that says `Fault`.
template <auto const& Fault>
inline constexpr bool fits = []<std::size_t... I>(std::index_sequence<I...>) {
  [[maybe_unused]] constexpr int size = piece_size;
  if constexpr (Fault.size == 0)
    return true;
  else
    return NetworkDoesNotFit<Piece<std::min(size, Fault.size - int(I) * size)>(Fault,
                                                                               int(I) * size)...>::value;
}
(std::make_index_sequence<(Fault.size + piece_size - 1) / piece_size>{});

}  // namespace agon
