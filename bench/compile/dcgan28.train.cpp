// DCGAN on Fashion-MNIST, as a user would write it: what bench/compile_time.sh compiles.
#include <agon/agon.hpp>

using namespace agon;

template <int C, int Kernel, int Stride, int Padding>
struct Up : Seq<NoBias<ConvTranspose<C, Kernel, Stride, Padding>>, BatchNorm, ReLU> {};
template <int C>
struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};

struct Generator
    : Seq<Up<256, 4, 1, 0>, Up<128, 3, 2, 1>, Up<64, 4, 2, 1>, NoBias<ConvTranspose<1, 4, 2>>, Tanh> {};

struct Discriminator
    : Seq<NoBias<Conv<64, 4, 2>>, LeakyReLU<0.2>, Down<128>, Down<256>, NoBias<Conv<1, 3, 1, 0>>> {};

int main() {
  auto const pictures = data::mnist("/usr/share/datasets/fashion-mnist");
  DCGAN<Generator, Discriminator> model{{.rate = 2e-4, .beta1 = 0.5, .seed = 1}};
  train(model, pictures, {.batch = 64, .epochs = 10, .out = "out/dcgan"});
}
