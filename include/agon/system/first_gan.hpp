#pragma once
#include <agon/loss/adversarial.hpp>
#include <agon/net/cgan.hpp>
#include <agon/net/gan.hpp>
#include <agon/system/gan.hpp>
#include <agon/train/sgd.hpp>

namespace agon {

/// What the players of the first GAN minimise in the authors' code: D half the cross-entropies of both
/// batches, G E softplus(-l(fake)).
inline constexpr auto half_nonsaturating =
    0.5 * on<Player::Discriminator>(nonsaturating) + on<Player::Generator>(nonsaturating);

/// Uniform latents of mean 0 and variance 1.
template <int N>
inline constexpr Latent unit_uniform = uniform_latent<N>(-square_root(3), square_root(3));
/// Uniform latents in the unit hypercube.
template <int N>
inline constexpr Latent hypercube = uniform_latent<N>(0, 1);

/// The first GAN (Goodfellow et al. 2014): both players move at once, by gradients at the same point, on
/// pixels in (0, 1) unless the recipe says otherwise. Its networks are in net/gan.hpp, and begin_with_means
/// gives the generator's last layer the biases it began with.
template <class G, class D, auto Objective = half_nonsaturating, Latent Z = unit_uniform<100>,
          class Backend = Cpu, class Optimiser = Momentum, GANRecipe How = GANRecipe{.unit_pixels = true}>
struct FirstGAN
    : GAN<G, D, Objective, Z, Backend, Optimiser,
          GANRecipe{GANRecipe::Moves::simultaneous, How.condition, How.unit_pixels, How.dropout_is_noise}> {
  using FirstGAN::GAN::GAN;
};

/// The conditional GAN (Mirza and Osindero 2014): both networks read the class, as "y" with a number for each
/// of ten; `ConditionalGAN<G, D>`, with the networks of net/cgan.hpp. The paper's objective is the first
/// GAN's. The paper has dropout in G as well, and does not say whether it is on when G draws. Here it is: G
/// comes to make its pictures differ by the masks, and hardly by the latent, so that without them it draws
/// one picture for each class (bench/results/learning/cgan.md).
template <class G, class D, auto Objective = half_nonsaturating, Latent Z = hypercube<100>,
          class Backend = Cpu, class Optimiser = Momentum,
          GANRecipe How =
              GANRecipe{.condition = {.classes = 10}, .unit_pixels = true, .dropout_is_noise = true}>
struct ConditionalGAN : FirstGAN<G, D, Objective, Z, Backend, Optimiser, How> {
  using ConditionalGAN::FirstGAN::FirstGAN;
};

/// Momentum as the authors' configurations have it: the rate is divided by `decay` after each step and never
/// falls below 1e-6, momentum rises from 0.5 in the first epoch to 0.7 in the 250th. `per_epoch` steps are an
/// epoch. The conditional GAN's decay is 1.00004. Throws Error if that is less than one step.
constexpr Momentum first_gan_momentum(long per_epoch, double rate = 0.1, double decay = 1.000004) {
  return {.rate = (rate * exponential(1 / decay)).at_least(1e-6),
          .momentum = ramp(0.5, 0.7, 0, 249).per(per_epoch),
          .form = Momentum::Form::inside};
}

}  // namespace agon
