#pragma once
#include <agon/loss/clipping.hpp>
#include <agon/loss/gradient_penalty.hpp>
#include <agon/loss/wasserstein.hpp>
#include <agon/net/wgan.hpp>
#include <agon/net/wgan_gp.hpp>
#include <agon/system/gan.hpp>
#include <agon/train/players.hpp>
#include <agon/train/rmsprop.hpp>

namespace agon {

/// The critic's steps before each of the generator's, in the code of WGAN and in that of WGAN-GP.
inline constexpr CriticSteps wgan_steps{.usual = 5, .most = 100, .start = 25, .period = 500};
inline constexpr CriticSteps wgan_gp_steps{.usual = 5};

/// WGAN (Arjovsky, Chintala and Bottou 2017): a critic of bounded slope, which moves several times for each
/// move of the generator; `WGAN<G, D> model{{.critic = wgan_steps}}`. Weights are clipped after each of the
/// critic's steps, as in the paper's algorithm 1; RMSProp's rate of 5e-5 is the paper's.
template <class G, class D, auto Objective = wasserstein + weight_clipping<0.01>, Latent Z = Features<100>,
          class Backend = Cpu, class Optimiser = RMSProp, GANRecipe How = GANRecipe{}>
struct WGAN
    : GAN<G, D, Objective, Z, Backend, Optimiser,
          GANRecipe{GANRecipe::Moves::in_turns, How.condition, How.unit_pixels, How.dropout_is_noise}> {
  using WGAN::GAN::GAN;
};

/// WGAN-GP (Gulrajani et al. 2017): the slope is bounded by a penalty; `WGANGP<G, D> model{{.rate = 1e-4,
/// .beta1 = 0, .beta2 = 0.9, .critic = wgan_gp_steps}}`.
template <class G, class D, auto Objective = wasserstein + 10 * gradient_penalty, Latent Z = Features<128>,
          class Backend = Cpu, class Optimiser = Adam, GANRecipe How = GANRecipe{}>
struct WGANGP : WGAN<G, D, Objective, Z, Backend, Optimiser, How> {
  using WGANGP::WGAN::WGAN;
};

}  // namespace agon
