#pragma once
#include <agon/core/real.hpp>
#include <agon/loss/term.hpp>

namespace agon {

/// x^exponent of x >= 0.
constexpr Tensor power(Tensor x, double exponent) {
  if (exponent == 1) return x;
  if (exponent == 2) return square(x);
  if (exponent == 0.5) return sqrt(x + 1e-12);
  return exp(exponent * log(x + 1e-12));
}

/// Whether a picture has neighbours; otherwise a refusal.
constexpr bool has_neighbours(Tensor x) {
  Shape const d = x.shape();
  if (d.h > 1 && d.w > 1) return true;
  x.graph->refuse("the picture of ", d, " has no neighbours to compare; give it 2 rows and columns or more");
  return false;
}

/// G minimises E sum over (i, j) of ((z[i, j+1] - z[i, j])^2 + (z[i+1, j] - z[i, j])^2)^(B/2), z its picture
/// (Taigman et al. 2017): over channels and the pixels that have both neighbours.
struct TotalVariation {
  static constexpr auto name = text("total_variation");
  double exponent = 1;  // B
  constexpr Tensor generator(Symbols const& s) const {
    if (!has_neighbours(s.fake)) return s.fake;
    Shape const d = s.fake.shape();
    Tensor const here = crop(s.fake, 0, 0, d.h - 1, d.w - 1);
    Tensor const across = crop(s.fake, 0, 1, d.h - 1, d.w - 1) - here;
    Tensor const down = crop(s.fake, 1, 0, d.h - 1, d.w - 1) - here;
    Tensor const all = power(square(across) + square(down), exponent / 2);
    return double(all.shape().size()) * mean(all);
  }
};

/// The anisotropic one: E sum |z[i, j+1] - z[i, j]|^B + E sum |z[i+1, j] - z[i, j]|^B, over all neighbours.
struct AnisotropicTotalVariation {
  static constexpr auto name = text("anisotropic_total_variation");
  double exponent = 1;
  constexpr Tensor generator(Symbols const& s) const {
    if (!has_neighbours(s.fake)) return s.fake;
    Shape const d = s.fake.shape();
    auto total = [&](Tensor difference) {
      Tensor const all = power(abs(difference), exponent);
      return double(all.shape().size()) * mean(all);
    };
    Tensor const across = total(crop(s.fake, 0, 1, d.h, d.w - 1) - crop(s.fake, 0, 0, d.h, d.w - 1));
    Tensor const down = total(crop(s.fake, 1, 0, d.h - 1, d.w) - crop(s.fake, 0, 0, d.h - 1, d.w));
    return across + down;
  }
};

template <Real Exponent = 1>
inline constexpr TotalVariation total_variation{Exponent.value};
template <Real Exponent = 1>
inline constexpr AnisotropicTotalVariation anisotropic_total_variation{Exponent.value};

}  // namespace agon
