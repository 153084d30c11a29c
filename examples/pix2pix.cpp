// pix2pix (Isola et al. 2017): pairs of pictures, such as facades or maps, or label maps that agon paints
// itself.
//
//   pix2pix --data facades/train --epochs 200 --out out/pix2pix
#include <agon/agon.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

using Generator = UNet<3, 64, 8>;    // out channels, base width, depth
using Discriminator = PatchGAN<70>;  // named by its receptive field

static_assert(output_shape<Generator, Image<3, 256, 256>> == Image<3, 256, 256>);
static_assert(output_shape<Discriminator, Image<6, 256, 256>> == Image<1, 30, 30>);
static_assert(receptive_field<Discriminator> == 70);

inline constexpr auto objective = nonsaturating + 100 * l1;

using Model = Pix2Pix<Generator, Discriminator, Image<3, 256, 256>, objective, Device, Players<Adam>>;

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 1, .epochs = 200, .out = "out/pix2pix", .pictures_every = 100, .save_every = 1000}};
  int status = 0;
  if (!read_options(argc, argv, "Trains pix2pix on 256x256 pairs.", options, status)) return status;

  data::PairOptions const how{.size = 256,
                              .jitter = options.generate.empty() ? 30 : 0,
                              .mirror = options.generate.empty(),
                              .direction = options.reverse ? data::Direction::BtoA : data::Direction::AtoB};
  auto const pairs = options.data.empty() ? data::scenes(400, {.size = 256})
                     : options.edges      ? data::edges(options.data, how)
                                          : data::pairs(options.data, how);
  Model model{
      {.optimiser = {.g = {.rate = options.rate_g}, .d = {.rate = options.rate_d}}, .seed = options.seed}};
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", model.picture(pairs));
    std::printf("drew %s/generated.png: input, output, target\n", options.train.out.c_str());
    return 0;
  }
  std::printf("%s\n", Device::machine_text().c_str());
  train(model, pairs, options.train);
  std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
} catch (Error const& e) {
  std::fprintf(stderr, "pix2pix: %s\n", e.what());
  return 1;
}
