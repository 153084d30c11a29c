// DCGAN (Radford, Metz and Chintala 2015) on 28x28 pictures: Fashion-MNIST, MNIST, or digits that agon writes
// itself.
//
//   dcgan --data /usr/share/datasets/fashion-mnist --seconds 120 --out out/dcgan
#include <agon/agon.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

// clang-format off
// Noise to picture: 100 features, then 4x4, 7x7, 14x14 and 28x28 pixels.
template <int C, int Kernel, int Stride, int Padding>
struct Up : Seq<NoBias<ConvTranspose<C, Kernel, Stride, Padding>>, BatchNorm, ReLU> {};

struct Generator : Seq<
    Up<256, 4, 1, 0>,
    Up<128, 3, 2, 1>,
    Up<64, 4, 2, 1>,
    NoBias<ConvTranspose<1, 4, 2>>, Tanh> {};

// Picture to logit.
template <int C>
struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};

struct Discriminator : Seq<
    NoBias<Conv<64, 4, 2>>, LeakyReLU<0.2>,
    Down<128>,
    Down<256>,
    NoBias<Conv<1, 3, 1, 0>>> {};
// clang-format on

static_assert(output_shape<Generator, Features<100>> == Image<1, 28, 28>);
static_assert(output_shape<Discriminator, Image<1, 28, 28>> == Features<1>);

using Model = DCGAN<Generator, Discriminator, nonsaturating, Features<100>, Device, Players<Adam>>;

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 64, .epochs = 10, .out = "out/dcgan", .pictures_every = 200, .save_every = 1000}};
  int status = 0;
  if (!read_options(argc, argv, "Trains a DCGAN on 28x28 pictures.", options, status)) return status;

  Model model{
      {.optimiser = {.g = {.rate = options.rate_g}, .d = {.rate = options.rate_d}}, .seed = options.seed}};
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", data::grid(model.sample(64, options.seed)));
    std::printf("drew %s/generated.png\n", options.train.out.c_str());
    return 0;
  }
  std::printf("%s\n", Device::machine_text().c_str());
  auto const pictures =
      options.data.empty() ? data::digits(20000) : data::pictures(options.data, {.size = 28, .channels = 1});
  train(model, pictures, options.train);
  std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
} catch (Error const& e) {
  std::fprintf(stderr, "dcgan: %s\n", e.what());
  return 1;
}
