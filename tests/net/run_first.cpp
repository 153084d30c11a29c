// Networks at a small width, forward and back on both backends.
#include <agon/net/alexnet.hpp>
#include <agon/net/cgan.hpp>
#include <agon/net/cogan.hpp>
#include <agon/net/dtn.hpp>
#include <agon/net/gan.hpp>

#include "support/agree.hpp"

using namespace agon;
using test::agree;

inline constexpr Wire label{"y", Features<10>};

TEST_CASE("GAN") {
  agree<GANGeneratorMNIST, Features<100>>("G, MNIST");
  agree<GANDiscriminatorTFD<12>, Features<784>, true>("D, fully connected");
  agree<GANGeneratorCIFARConv<50>, Features<100>>("G, CIFAR");
}
TEST_CASE("conditional GAN") {
  agree<CGANGeneratorMNIST, Features<100>, false, label>("G");
  agree<CGANDiscriminatorMNIST, Features<784>, false, label>("D");
}
TEST_CASE("CoGAN") {
  agree<CoGANGeneratorDigits<4>, Features<100>>("G");
  agree<CoGANDiscriminatorDigits, Image<1, 28, 28>>("D");
}
TEST_CASE("DTN") {
  agree<DTNFeatures<8>, Image<3, 32, 32>>("f");
  agree<DTNDecoder<8>, Features<16>>("g");
  agree<DTNDiscriminator<3, 8>, Image<1, 32, 32>>("D");
}
TEST_CASE("AlexNet") { agree<AlexNet<10, 16>, Image<3, 67, 67>>("two towers"); }
