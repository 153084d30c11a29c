// Twenty steps of DCGAN, WGAN-GP and pix2pix for bench/peers/curves.py to repeat in PyTorch: the first
// weights, the batches and the losses of each. Random numbers are drawn there by the same keys.
//
//   study_curves FASHION_MNIST FOLDER
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <xtensor/xnpy.hpp>

#include <agon/agon.hpp>

using namespace agon;

namespace {

constexpr long count = 20;

using DCGAN28 = DCGAN<DCGANGenerator28<>, DCGANDiscriminator28<>>;

struct Critic : Seq<Conv<32, 4, 2>, LeakyReLU<0.2>, Conv<64, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};
using Penalised = WGANGP<DCGANGenerator28<1, 32>, Critic, wasserstein + 10 * gradient_penalty, Features<100>>;

using Painter = Pix2Pix<UNet<3, 16, 6>, PatchGAN<34, 16>, Image<3, 64, 64>>;

/// Steps on a set in its own order, without augmentation.
template <class Model, class Set>
void write(Model& model, Set const& set, int batch, std::string const& folder, auto const& keep) {
  std::filesystem::create_directories(folder);
  model.prepare(batch);
  model.save(folder + "/first.safetensors");
  std::ofstream losses(folder + "/losses.csv");
  losses << "step,loss_d,loss_g\n";
  for (long t = 1; t <= count; ++t) {
    auto const b = data::take(set, int(t - 1) * batch, batch);
    keep(b, joined({folder, "/", t}));
    model.feed(b);
    Report const r = model.advance();
    losses << joined({t, ",", r.loss_d, ","});
    if (r.g_moved) losses << joined({r.loss_g});
    losses << "\n";
  }
  std::printf("%s: %ld steps\n", folder.c_str(), count);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3) throw Error("study_curves", "give the folder of Fashion-MNIST and one to write to");
  std::string const folder = argv[2];
  auto const clothes = data::pictures(argv[1], {.size = 28, .channels = 1});
  auto const keep = [](data::ImageBatch const& b, std::string const& path) {
    xt::dump_npy(path + ".real.npy", b.images);
  };
  DCGAN28 dcgan{{.rate = 2e-4, .beta1 = 0.5, .seed = 1}};
  write(dcgan, clothes, 64, folder + "/dcgan", keep);
  Penalised wgan{{.rate = 1e-4, .beta1 = 0, .beta2 = 0.9, .seed = 1, .critic = wgan_gp_steps}};
  write(wgan, clothes, 64, folder + "/wgan_gp", keep);
  Painter painter{{.rate = 2e-4, .beta1 = 0.5, .seed = 1}};
  write(painter, data::scenes(int(count), {.size = 64}), 1, folder + "/pix2pix",
        [](data::PairBatch const& b, std::string const& path) {
          xt::dump_npy(path + ".input.npy", b.input);
          xt::dump_npy(path + ".target.npy", b.target);
        });
} catch (Error const& e) {
  std::fprintf(stderr, "study_curves: %s\n", e.what());
  return 1;
}
