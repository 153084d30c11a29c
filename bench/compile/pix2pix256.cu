// Pix2pix's whole training, on a GPU: bench/cuda.sh compile.
#include <agon/cuda.hpp>

using namespace agon;

inline constexpr auto objective = nonsaturating + 100 * l1;

int main() {
  Pix2Pix<UNet<3, 64, 8>, PatchGAN<70>, Image<3, 256, 256>, objective, Cuda> model{
      {.rate = 2e-4, .beta1 = 0.5}};
  train(model, data::scenes(400, {.size = 256}), {.batch = 1, .steps = 200, .out = "out/pix2pix"});
}
