// Does the critic's estimate tell how good the pictures are? (Arjovsky et al. 2017, section 4.2; Gulrajani et
// al. 2017, section 5.3.) Trains WGAN, WGAN-GP and DCGAN, with batch normalisation in the generator and
// without, and sets their losses against the Frechet distance in features of a classifier that is trained
// here first.
//
//   study_wgan DATA STEPS OUT [NAME [RATE]]: a folder with MNIST's four files, steps of the generator's, a
//   folder for plots and pictures, one of dcgan, dcgan-plain, wgan, wgan-plain and wgan-gp if it is not to be
//   all, and WGAN's rate if it is not to be the paper's 5e-5.
//
//   study_wgan DATA STEPS OUT wgan-gp-colour: a folder of five folders of pictures, a class each, and WGAN-GP
//   with residual networks at 32x32.
#include <agon/agon.hpp>
#include <agon/metric/correlation.hpp>
#include <agon/metric/frechet.hpp>

using namespace agon;

namespace {

constexpr int width = 16;     // of networks: a quarter of the papers'
constexpr int marks = 25;     // times at which pictures are judged
constexpr int judged = 2000;  // pictures each time
constexpr std::uint64_t seed = 1;

// The classifier of examples/frechet.cpp, and the same for five classes of flowers.
template <int C>
struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};
struct Body : Seq<Down<32>, Down<64>, Flatten, NoBias<Linear<128>>, BatchNorm, LeakyReLU<0.2>> {};
using Judge = Classifier<Body, 10, Image<1, 28, 28>>;
using ColourJudge = Classifier<Body, 5, Image<3, 32, 32>>;

// DCGAN's generator without any norm.
struct Plain : Seq<wgan::PlainUp<4 * width, 4, 1, 0>, wgan::PlainUp<2 * width, 3, 2, 1>,
                   wgan::PlainUp<width, 4, 2, 1>, NoBias<ConvTranspose<1, 4, 2>>, Tanh> {};
using Normed = DCGANGenerator28<1, width>;
using D = DCGANDiscriminator28<width>;

using Usual = DCGAN<Normed, D>;
using UsualPlain = DCGAN<Plain, D>;
using Clipped = WGAN<Normed, D>;
using ClippedPlain = WGAN<Plain, D>;
constexpr GANRecipe unit_pixels{.unit_pixels = true};
using Penalised = WGANGP<WGANGPGeneratorMNIST<width>, WGANGPCriticMNIST<width>,
                         wasserstein + 10 * gradient_penalty, Features<128>, Cpu, Adam, unit_pixels>;

// CIFAR-10's residual networks at a quarter of their width.
using InColour = WGANGP<WGANGPGeneratorCIFARResNet<32>, WGANGPCriticCIFARResNet<32>,
                        wasserstein + 10 * gradient_penalty, Features<128>>;

template <class Judge>
struct Study {
  long steps;  // of the generator's
  int batch;
  std::string out;
  data::Images const& pictures;
  Judge const& judge;
  metric::Gaussian real;

  void save(std::string const& name, std::string const& svg) const {
    data::write_file(out + '/' + name + ".svg",
                     {reinterpret_cast<std::uint8_t const*>(svg.data()), svg.size()});
  }
  static void tell(char const* what, std::vector<double> const& x, std::vector<double> const& frechet) {
    std::printf("  %s and the Frechet distance: Pearson %.3f, Spearman %.3f\n", what,
                metric::pearson(x, frechet), metric::spearman(x, frechet));
  }

  /// Trains for `steps` of the generator's. What a mark tells is the mean over steps of the
  /// critic that come right before one of the generator's: the last 20, or those since the last mark.
  template <class Model>
  void run(std::string const& name, typename Model::Options const& how) const {
    auto const begin = std::chrono::steady_clock::now();
    Model model{how};
    data::Batches batches(pictures, batch, seed);
    long done = 0;
    std::vector<Report> reports;
    std::vector<double> at, distance, losses[2], frechet;
    for (int mark = 1; mark <= marks; ++mark) {
      long const until = std::lround(double(steps) * mark * mark / (marks * marks));
      reports.clear();
      while (done < until) {
        model.feed(batches.next());
        Report const r = model.advance();
        if (!r.g_moved) continue;
        reports.push_back(r);
        ++done;
      }
      std::size_t const n = reports.size(), last = std::min<std::size_t>(n, 20);
      if (n == 0) continue;
      double estimate = 0, d = 0, g = 0;
      for (std::size_t k = n - last; k < n; ++k) {
        estimate += reports[k].distance.value_or(0) / double(last);
        d += reports[k].loss_d / double(last);
        g += reports[k].loss_g / double(last);
      }
      double const f = metric::frechet(metric::gaussian(judge.features(model.sample(judged, 7))), real);
      at.push_back(double(done)), distance.push_back(estimate), frechet.push_back(f);
      losses[0].push_back(d), losses[1].push_back(g);
      std::printf("%s  %ld steps of G, %ld of D: estimate %.4f, loss of D %.4f, of G %.4f, Frechet %.2f\n",
                  name.c_str(), done, model.step(), estimate, d, g, f);
      std::fflush(stdout);
    }
    std::chrono::duration<double> const seconds = std::chrono::steady_clock::now() - begin;
    std::printf("%s: %.0f s, Frechet distance %.2f, least %.2f\n", name.c_str(), seconds.count(),
                frechet.back(), *std::min_element(frechet.begin(), frechet.end()));
    if (reports.back().distance) {
      tell("the critic's estimate", distance, frechet);
      save(name, plot::points({{"a mark", distance, frechet}}, {{.title = name,
                                                                 .x_label = "the critic's estimate",
                                                                 .y_label = "Frechet distance",
                                                                 .height = 420},
                                                                false}));
    } else {
      tell("the loss of D", losses[0], frechet);
      tell("the loss of G", losses[1], frechet);
      save(name,
           plot::points(
               {{"loss of D", losses[0], frechet}, {"loss of G", losses[1], frechet}},
               {{.title = name, .x_label = "loss", .y_label = "Frechet distance", .height = 420}, false}));
    }
    data::write_png(out + '/' + name + ".png", model.picture(pictures));
  }
};

/// Passes of a classifier through labelled pictures.
void learn(auto& judge, data::Images const& set, int epochs) {
  data::Batches batches(set, 100, seed);
  for (int k = 0; k < epochs * batches.per_epoch(); ++k) {
    judge.feed(batches.next());
    judge.advance();
  }
}
metric::Gaussian seen_by(auto const& judge, data::Images const& set) {
  return metric::gaussian(judge.features(data::take(set, 0, set.count()).images));
}

/// Flowers: a fifth is held out from the classifier, and all are for WGAN-GP.
void colour(std::string const& path, long steps, std::string const& out) {
  data::Images const flowers = data::pictures(path, {.size = 32});
  auto [seen, unseen] = data::hold_out(flowers, flowers.count() / 5, seed);
  seen.augmentation.mirror = true;
  ColourJudge judge{{.seed = seed}};
  learn(judge, seen, 12);
  auto const [half, other] = data::hold_out(flowers, flowers.count() / 2, seed);
  std::printf(
      "the classifier has %.2f %% of %d unseen pictures right; halves of all are at a Frechet distance of "
      "%.2f\n",
      100 * judge.accuracy(unseen), unseen.count(),
      metric::frechet(seen_by(judge, half), seen_by(judge, other)));
  std::fflush(stdout);
  Study<ColourJudge> const study{steps, 32, out, flowers, judge, seen_by(judge, flowers)};
  study.run<InColour>("wgan-gp-colour",
                      {.rate = 2e-4, .beta1 = 0, .beta2 = 0.9, .seed = seed, .critic = wgan_gp_steps});
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 4 || argc > 6) {
    std::fprintf(stderr, "study_wgan DATA STEPS OUT [NAME [RATE]]\n");
    return 1;
  }
  std::string const data = argv[1], out = argv[3], only = argc > 4 ? argv[4] : "";
  long const steps = std::max(std::atol(argv[2]), 2L);
  double const rate = argc > 5 ? std::atof(argv[5]) : 5e-5;
  std::filesystem::create_directories(out);
  if (only == "wgan-gp-colour") {
    colour(data, steps, out);
    return 0;
  }
  auto const pictures = data::pictures(data, {.size = 28});
  auto const unseen = data::pictures(data, {.size = 28, .test = true});

  Judge judge{{.seed = seed}};
  learn(judge, pictures, 2);
  auto const real = seen_by(judge, unseen);
  std::printf(
      "the classifier has %.2f %% of the test pictures right; %d training pictures are at a Frechet "
      "distance of %.2f from them\n",
      100 * judge.accuracy(unseen), judged,
      metric::frechet(metric::gaussian(judge.features(data::take(pictures, 0, judged).images)), real));
  std::fflush(stdout);

  Study<Judge> const study{steps, 50, out, pictures, judge, real};
  auto const asked = [&](char const* name) { return only.empty() || only == name; };
  if (asked("dcgan")) study.run<Usual>("dcgan", {.seed = seed});
  if (asked("dcgan-plain")) study.run<UsualPlain>("dcgan-plain", {.seed = seed});
  if (asked("wgan"))
    study.run<Clipped>("wgan", {.optimiser = {.rate = rate}, .seed = seed, .critic = wgan_steps});
  if (asked("wgan-plain"))
    study.run<ClippedPlain>("wgan-plain", {.optimiser = {.rate = rate}, .seed = seed, .critic = wgan_steps});
  if (asked("wgan-gp"))
    study.run<Penalised>("wgan-gp",
                         {.rate = 1e-4, .beta1 = 0.5, .beta2 = 0.9, .seed = seed, .critic = wgan_gp_steps});
} catch (Error const& e) {
  std::fprintf(stderr, "study_wgan: %s\n", e.what());
  return 1;
}
