// WGAN-GP, pix2pix and CycleGAN, small, with three seeds each, beside PyTorch's of bench/peers/seeds.py: the
// same first weights, pictures in the same order and noise. What both draw in the end is judged by one
// measure.
//
//   study_seeds train FASHION_MNIST OUT     writes data, first weights and what was drawn to OUT
//   python3 bench/peers/seeds.py OUT        PyTorch's part
//   study_seeds judge FASHION_MNIST OUT     a table of both
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <xtensor/xnpy.hpp>

#include <agon/agon.hpp>
#include <agon/metric/frechet.hpp>
#include <agon/metric/pixel_distance.hpp>
#include <agon/metric/sharpness.hpp>

using namespace agon;

namespace {

constexpr std::uint64_t seeds = 3;
constexpr Shape clothes = Image<1, 28, 28>, landscape = Image<3, 64, 64>;
constexpr int judged = 2000;  // clothes

// 3000 steps of the critic's, batch 64.
struct Critic : Seq<Conv<32, 4, 2>, LeakyReLU<0.2>, Conv<64, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};
using Penalised = WGANGP<DCGANGenerator28<1, 32>, Critic, wasserstein + 10 * gradient_penalty, Features<100>>;

// 3000 steps, batch 1.
using Painter = Pix2Pix<UNet<3, 16, 6>, PatchGAN<34, 16>, landscape>;

// 4 epochs of 400 pictures, batch 1, of two of which the rate falls.
using Changer = CycleGAN<CycleGANGenerator<3, 16, 3>, CycleGANDiscriminator<16>, landscape>;

// The classifier of examples/frechet.cpp.
template <int C>
struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};
struct Body : Seq<Down<32>, Down<64>, Flatten, NoBias<Linear<128>>, BatchNorm, LeakyReLU<0.2>> {};
using Judge = Classifier<Body, 10, clothes>;

data::Images fashion(std::string const& folder, bool test) {
  return data::pictures(folder, {.size = 28, .channels = 1, .test = test});
}
data::Pairs scenes(bool test) {
  return test ? data::scenes(100, {.size = 64, .seed = 2}) : data::scenes(400, {.size = 64});
}
data::Pairs evenings() { return data::changed_scenes(100, {.size = 64, .first = 1'000'000}); }

/// Steps on a set. The first weights go to a folder; how long it took is said.
template <class Model, class Set>
void run(Model& model, Set const& set, int batch, long steps, std::string const& folder) {
  std::filesystem::create_directories(folder);
  model.prepare(batch);
  model.save(folder + "/first.safetensors");
  auto const begin = std::chrono::steady_clock::now();
  train(model, set, {.batch = batch, .steps = steps, .quiet = true});
  std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - begin;
  std::printf("%s: %ld steps, %.0f s\n", folder.c_str(), steps, seconds.count());
  std::fflush(stdout);
}

void train_all(std::string const& fashion_mnist, std::string const& out) {
  for (char const* system : {"wgan_gp", "pix2pix", "cyclegan"})
    std::filesystem::create_directories(joined({out, "/", system}));
  auto const keep = [&](char const* name, Array4 const& x) { xt::dump_npy(joined({out, "/", name}), x); };
  data::Images const real = data::part(fashion(fashion_mnist, false), 0, 20'000);
  keep("wgan_gp/real.npy", data::take(real, 0, real.count()).images);
  Array4 const z = Penalised::noise(judged, 7, 0);
  keep("wgan_gp/z.npy", z);
  data::Pairs const seen = scenes(false);
  data::PairBatch const painted = data::take(seen, 0, seen.count()),
                        unseen = data::take(scenes(true), 0, 100);
  keep("pix2pix/input.npy", painted.input);
  keep("pix2pix/target.npy", painted.target);
  keep("pix2pix/unseen.npy", unseen.input);
  data::Unpaired const both = data::unpaired_scenes(400, {.size = 64});
  data::DomainBatch const whole = data::take(both, 0, both.count());
  data::PairBatch const evening = data::take(evenings(), 0, 100);
  keep("cyclegan/a.npy", whole.a);
  keep("cyclegan/b.npy", whole.b);
  keep("cyclegan/unseen_a.npy", evening.input);
  keep("cyclegan/unseen_b.npy", evening.target);

  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    auto const folder = [&](char const* system) { return joined({out, "/", system, "/", seed}); };
    Penalised wgan{{.rate = 1e-4, .beta1 = 0, .beta2 = 0.9, .seed = seed, .critic = wgan_gp_steps}};
    run(wgan, real, 64, 3000, folder("wgan_gp"));
    xt::dump_npy(folder("wgan_gp") + "/agon.npy", wgan.draw(z));
    Painter painter{{.rate = 2e-4, .beta1 = 0.5, .seed = seed}};
    run(painter, seen, 1, 3000, folder("pix2pix"));
    xt::dump_npy(folder("pix2pix") + "/agon.npy", painter.generate(unseen.input));
    Changer changer{{.rate = 2e-4 * cyclegan::rate(2, 2, 400), .beta1 = 0.5, .seed = seed}};
    run(changer, both, 1, 1600, folder("cyclegan"));
    xt::dump_npy(folder("cyclegan") + "/agon.npy", changer.a_to_b(evening.input));
    xt::dump_npy(folder("cyclegan") + "/agon_back.npy", changer.b_to_a(evening.target));
  }
}

/// A row for each measure: its value for both libraries and all seeds.
template <class Measure>
void row(char const* name, std::string const& out, char const* system, char const* end,
         Measure const& measure) {
  std::printf("| %s |", name);
  for (char const* of : {"agon", "pytorch"}) {
    double sum = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
      Array4 const drawn = xt::load_npy<float>(joined({out, "/", system, "/", seed, "/", of, end, ".npy"}));
      double const m = measure(drawn);
      sum += m;
      std::printf("%s %.4g", seed == 1 ? "" : ",", m);
    }
    std::printf(" | %.4g |", sum / seeds);
  }
  std::printf("\n");
}

void judge_all(std::string const& fashion_mnist, std::string const& out) {
  data::Images const seen = fashion(fashion_mnist, false), others = fashion(fashion_mnist, true);
  Judge judge{{.seed = 1}};
  data::Batches batches(seen, 100, 1);
  for (int step = 0; step < 2 * batches.per_epoch(); ++step) {
    judge.feed(batches.next());
    judge.advance();
  }
  metric::Gaussian const real =
      metric::gaussian(judge.features(data::take(others, 0, others.count()).images));
  data::PairBatch const painted = data::take(scenes(true), 0, 100), evening = data::take(evenings(), 0, 100);
  std::printf("| | agon, seeds 1, 2, 3 | mean | PyTorch | mean |\n| --- | --- | --- | --- | --- |\n");
  row("WGAN-GP: Frechet distance", out, "wgan_gp", "",
      [&](Array4 const& x) { return metric::frechet(metric::gaussian(judge.features(x)), real); });
  row("pix2pix: L1 from the right picture", out, "pix2pix", "",
      [&](Array4 const& x) { return metric::pixel_distance(x, painted.target); });
  row("pix2pix: sharpness, of real", out, "pix2pix", "",
      [&](Array4 const& x) { return metric::sharpness(x) / metric::sharpness(painted.target); });
  row("CycleGAN: G(a) from the right picture", out, "cyclegan", "",
      [&](Array4 const& x) { return metric::pixel_distance(x, evening.target); });
  row("CycleGAN: F(b) from the right picture", out, "cyclegan", "_back",
      [&](Array4 const& x) { return metric::pixel_distance(x, evening.input); });
}

}  // namespace

int main(int argc, char** argv) try {
  std::string_view const what = argc == 4 ? argv[1] : "";
  if (what == "train")
    train_all(argv[2], argv[3]);
  else if (what == "judge")
    judge_all(argv[2], argv[3]);
  else
    throw Error("study_seeds", "give train or judge, the folder of Fashion-MNIST and one to write to");
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
