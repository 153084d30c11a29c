// pix2pix on facades, as a user would write it: what bench/compile_time.sh compiles.
#include <agon/agon.hpp>

using namespace agon;

using Generator = UNet<3, 64, 8>;
using Discriminator = PatchGAN<70>;

inline constexpr auto objective = nonsaturating + 100 * l1;

int main() {
  auto const pairs = data::paired_images("facades/train", {.size = 256, .jitter = 30, .mirror = true});
  Pix2Pix<Generator, Discriminator, Image<3, 256, 256>, objective> model{
      {.rate = 2e-4, .beta1 = 0.5, .seed = 1}};
  train(model, pairs, {.batch = 1, .epochs = 200, .out = "out/pix2pix"});
}
