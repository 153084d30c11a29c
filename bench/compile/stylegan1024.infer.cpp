// StyleGAN's generator at 1024x1024, put to use: what bench/compile_time.sh compiles.
#include <agon/agon.hpp>

using namespace agon;

int main() {
  Store<float> store;
  Inference<StyleGANGenerator<1024>, Features<512>, Cpu> const generator(store);
  Array4 const latent = data::empty_batch(1, Features<512>);
  data::write_png("face.png", data::grid(generator(latent)));
}
