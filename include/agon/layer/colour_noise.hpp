#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/scope.hpp>

namespace agon {

/// Whether pictures with noise are made as large again as those without: divided by 1 + sigma.
enum class Rescale { no, yes };

/// In training, one colour is added to all pixels of a sample: Scale sigma (n1 c1 + n2 c2 + n3 c3) with n
/// standard normal (Krizhevsky et al. 2012, 4.1). The number "colour_noise" of the program is sigma, 0.1 in
/// the paper. Column k of "colours", 3 x 3 and at first 0, is c_k, the k-th principal component of the
/// training pictures' colours; as of Centred, no step changes it:
///
///   set_statistic(model.store(), "colours", metric::principal_colours(set).steps());
///   model.follow("colour_noise", 0.1);
///
/// Scale is what a number has been multiplied by since the pictures were in [-1, 1]. The authors' program
/// rescales.
template <Real Scale = 1, Rescale R = Rescale::no>
struct ColourNoise {
  static constexpr auto name = text("ColourNoise");
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Shape const d = x.shape();
    if (d.c != 3) {
      s.graph.refuse("it adds colours, and its input ", d, " has ", d.c, " channels; use it on 3");
      return x;
    }
    Tensor const colours = s.statistic(
        "colours", {.role = Role::statistic, .layout = Layout::matrix, .shape = {3, 1, 3, false}});
    if (s.mode != Mode::Train) return x;
    Tensor const sigma = s.graph.add_scalar("colour_noise"),
                 n = s.random(Distribution::normal, d.per_sample(3)),
                 colour = matmul(n, colours, false, false, d.per_sample(3)),  // (N, 3)
        y = x + (Scale.value * sigma) * colour;
    return R == Rescale::yes ? y / (1 + sigma) : y;
  }
};

}  // namespace agon
