// A trained generator inside a program of one's own: load weights, one picture in, one picture out.
//
//   embed out/pix2pix/checkpoint.safetensors input.jpg output.png
#include <agon/agon.hpp>

using namespace agon;

using Generator = UNet<3, 64, 8>;

int main(int argc, char** argv) try {
  if (argc != 4) {
    std::fprintf(stderr, "embed CHECKPOINT INPUT OUTPUT\n");
    return 1;
  }
  Store<float> store;
  Inference<Generator, Image<3, 256, 256>, Cpu, "G", Mode::BatchStatistics> const generator(store);
  load_parameters(store, argv[1], "G");

  Array4 const input = data::batch_of(data::square(data::read_picture(argv[2]), 256));
  data::write_png(argv[3], data::grid(generator(input)));
} catch (Error const& e) {
  std::fprintf(stderr, "embed: %s\n", e.what());
  return 1;
}
