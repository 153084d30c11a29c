// WGAN's and DCGAN's networks at a small width, forward and back on both backends, critics twice.
#include <agon/net/dcgan_theano.hpp>
#include <agon/net/wgan.hpp>
#include <agon/net/wgan_gp.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

TEST_CASE("WGAN") {
  agree<WGANGenerator64<3, 4, 1>, Features<10>>("G");
  agree<WGANCriticMLP<16>, Image<3, 8, 8>>("critic, fully connected");
}
TEST_CASE("WGAN-GP") {
  agree<WGANGPGeneratorCIFARClasses<4>, Features<8>, false, Wire{"y", Features<1>}>("G, classes");
  agree<WGANGPCriticCIFARClasses<4>, Image<3, 32, 32>, true>("critic, CIFAR");
  agree<WGANGPCritic64<2>, Image<3, 32, 32>, true>("critic with layer norms");
  agree<WGANGPGeneratorMNIST<4>, Features<8>>("G, MNIST");
  agree<WGANGPCriticMNIST<4>, Image<1, 28, 28>, true>("critic, MNIST");
}
TEST_CASE("DCGAN in Theano") {
  agree<theano::DCGANGenerator<4>, Features<10>>("G");
  agree<theano::DCGANDiscriminator<4>, Image<3, 64, 64>>("D");
}
