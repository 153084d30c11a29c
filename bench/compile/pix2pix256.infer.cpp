// pix2pix's generator put to use, with dropout and the statistics of the batch: what bench/compile_time.sh
// compiles.
#include <agon/agon.hpp>

using namespace agon;

int main() {
  Store<float> store;
  Inference<UNet<3, 64, 8>, Image<3, 256, 256>, Cpu, "G", Mode::BatchStatistics> const generator(store);
  data::write_png("out.png", data::grid(generator(data::empty_batch(1, Image<3, 256, 256>))));
}
