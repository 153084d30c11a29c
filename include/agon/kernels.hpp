#pragma once
/// The processor's convolutions and products, compiled once for a program of several files: this header in
/// one of them, which holds nothing else of agon, and AGON_KERNELS_ELSEWHERE defined in all others. With
/// CMake: agon::kernels. All files need the same instruction set, and OpenMP or none. With a batch between
/// one and many an algorithm may be chosen that a program which compiles its own does not hold: other last
/// bits.
#include <algorithm>

#include <agon/backend/cpu/heads.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

Heads const& heads_elsewhere(int most_outputs) {
  static constexpr auto all = []<int... M>(std::integer_sequence<int, M...>) {
    return std::array{Heads{Algorithms::heads(), movers, M + 1}...};
  }
  (std::make_integer_sequence<int, 4>{});
  return all[std::size_t(std::clamp(most_outputs, 1, 4) - 1)];  // there are no larger tiles
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
