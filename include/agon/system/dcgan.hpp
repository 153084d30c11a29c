#pragma once
#include <agon/net/dcgan.hpp>
#include <agon/system/gan.hpp>

namespace agon {

/// DCGAN (Radford, Metz and Chintala 2015): a GAN of convolutions. The original's rates are the default: Adam
/// 2e-4, beta1 0.5; its networks are in net/dcgan.hpp.
template <class G, class D, auto Objective = nonsaturating, Latent Z = Features<100>, class Backend = Cpu,
          class Optimiser = Adam>
struct DCGAN : GAN<G, D, Objective, Z, Backend, Optimiser> {
  using DCGAN::GAN::GAN;
};

}  // namespace agon
