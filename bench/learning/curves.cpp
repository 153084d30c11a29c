// Twenty steps of DCGAN, WGAN-GP, pix2pix and, in double, CycleGAN for bench/peers/curves.py to repeat in
// PyTorch: the first weights, the batches and the losses of each. Random numbers are drawn there by the same
// keys.
//
//   study_curves FASHION_MNIST FOLDER [NAME]: one of dcgan, wgan_gp, pix2pix and cyclegan, if not all
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <string>
#include <xtensor/xnpy.hpp>

#include <agon/agon.hpp>
#include <agon/backend/reference/reference.hpp>

using namespace agon;

namespace {

constexpr long count = 20;

using DCGAN28 = DCGAN<DCGANGenerator28<>, DCGANDiscriminator28<>>;

struct Critic : Seq<Conv<32, 4, 2>, LeakyReLU<0.2>, Conv<64, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};
using Penalised = WGANGP<DCGANGenerator28<1, 32>, Critic, wasserstein + 10 * gradient_penalty, Features<100>>;

using Painter = Pix2Pix<UNet<3, 16, 6>, PatchGAN<34, 16>, Image<3, 64, 64>>;

// The networks of examples/cyclegan.cpp. By batches of 4 the pools of 50 are full in step 13, and give out
// former pictures from then on.
using Cycle = CycleGAN<CycleGANGenerator<3, 16, 3>, CycleGANDiscriminator<16>, Image<3, 32, 32>,
                       cyclegan::objective, Reference<double>>;

/// Steps on a set in its own order, without augmentation.
template <class Model, class Set>
void write(Model& model, Set const& set, int batch, std::string const& folder, auto const& keep) {
  std::filesystem::create_directories(folder);
  model.prepare(batch);
  model.save(folder + "/first.safetensors");
  std::ofstream losses(folder + "/losses.csv");
  losses << std::setprecision(17) << "step,loss_d,loss_g\n";
  for (long t = 1; t <= count; ++t) {
    auto const b = data::take(set, int(t - 1) * batch, batch);
    keep(b, joined({folder, "/", t}));
    model.feed(b);
    Report const r = model.advance();
    losses << t << ',' << r.loss_d << ',';
    if (r.g_moved) losses << r.loss_g;
    losses << '\n';
  }
  std::printf("%s: %ld steps\n", folder.c_str(), count);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 3 && argc != 4)
    throw Error("study_curves", "give the folder of Fashion-MNIST, one to write to and, if you like, a name");
  std::string const folder = argv[2], only = argc > 3 ? argv[3] : "";
  auto const asked = [&](char const* name) { return only.empty() || only == name; };
  auto const keep = [](data::ImageBatch const& b, std::string const& path) {
    xt::dump_npy(path + ".real.npy", b.images);
  };
  auto const clothes = [&] { return data::pictures(argv[1], {.size = 28, .channels = 1}); };
  if (asked("dcgan")) {
    DCGAN28 model{{.rate = 2e-4, .beta1 = 0.5, .seed = 1}};
    write(model, clothes(), 64, folder + "/dcgan", keep);
  }
  if (asked("wgan_gp")) {
    Penalised model{{.rate = 1e-4, .beta1 = 0, .beta2 = 0.9, .seed = 1, .critic = wgan_gp_steps}};
    write(model, clothes(), 64, folder + "/wgan_gp", keep);
  }
  if (asked("pix2pix")) {
    Painter model{{.rate = 2e-4, .beta1 = 0.5, .seed = 1}};
    write(model, data::scenes(int(count), {.size = 64}), 1, folder + "/pix2pix",
          [](data::PairBatch const& b, std::string const& path) {
            xt::dump_npy(path + ".input.npy", b.input);
            xt::dump_npy(path + ".target.npy", b.target);
          });
  }
  if (asked("cyclegan")) {
    Cycle model{{.rate = 2e-4, .beta1 = 0.5, .seed = 1}};
    write(model, data::unpaired_scenes(4 * int(count), {.size = 32}), 4, folder + "/cyclegan",
          [](data::DomainBatch const& b, std::string const& path) {
            xt::dump_npy(path + ".a.npy", b.a);
            xt::dump_npy(path + ".b.npy", b.b);
          });
  }
} catch (Error const& e) {
  std::fprintf(stderr, "study_curves: %s\n", e.what());
  return 1;
}
