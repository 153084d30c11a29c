#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/seq.hpp>

/// How the weights of some layers are kept.
namespace agon {

namespace detail {
template <class... L>
constexpr Tensor kept(Scope& s, Tensor x, Storage const& how) {
  Storage const before = s.storage;
  s.storage = how;
  Tensor const y = Seq<L...>{}(s, x);
  s.storage = before;
  return y;
}
}  // namespace detail

/// The sequence L with weights divided by their largest singular value (Miyato et al. 2018). Epsilon is added
/// to norms.
template <Real Epsilon, class... L>
struct SpectralNormWith {
  static constexpr auto name = text("SpectralNorm");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Storage how = s.storage;
    how.spectral = true;
    how.epsilon = Epsilon.value;
    return detail::kept<L...>(s, x, how);
  }
};
template <class... L>
using SpectralNorm = SpectralNormWith<1e-12, L...>;

/// The sequence L with weights that are kept as N(0, 1 / Rate) and used times Gain / sqrt(inputs) * Rate, and
/// biases used times Rate (Karras et al. 2018, 4.1; the learning rate multiplier of Karras et al. 2019,
/// appendix C).
template <Real Gain, Real Rate, class... L>
struct EqualizedWith {
  static constexpr auto name = text("Equalized<", Gain.value, ",", Rate.value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Storage how = s.storage;
    how.gain = Gain.value;
    how.rate = Rate.value;
    return detail::kept<L...>(s, x, how);
  }
};
/// With the gain sqrt 2 of a layer that a leaky rectifier follows.
template <class... L>
using Equalized = EqualizedWith<1.4142135623730951, 1, L...>;

/// L with another gain than the layers around it, which are Equalized.
template <Real G, class L>
struct Gain {
  static constexpr auto name = text<80>("Gain<", G.value, ",", LayerName<L>::value, ">");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    double const before = s.storage.gain;
    s.storage.gain = G.value;
    Tensor const y = L{}(s, x);
    s.storage.gain = before;
    return y;
  }
};

}  // namespace agon
