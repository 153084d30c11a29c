// WGAN (Arjovsky, Chintala and Bottou 2017) and WGAN-GP (Gulrajani et al. 2017) on 28x28 pictures, or WGAN-GP
// on 32x32 pictures in colour. The log has the critic's estimate of the distance between the two
// distributions, which falls as the pictures get better.
//
//   wgan --data /usr/share/datasets/fashion-mnist --seconds 600 --out out/wgan
//   wgan --penalty --data /usr/share/datasets/fashion-mnist --seconds 600 --out out/wgan-gp
//   wgan --colour --data flowers --seconds 3600 --out out/wgan-colour
#include <agon/agon.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

// Weights clipped to [-0.01, 0.01]: DCGAN's networks at half their width, RMSProp.
using Clipped = WGAN<DCGANGenerator28<1, 32>, DCGANDiscriminator28<32>, wasserstein + weight_clipping<0.01>,
                     Features<100>, Device, Players<RMSProp>>;

// Slopes penalised: the authors' networks for digits at half their width, whose pixels are in (0, 1) and
// whose critic has no norms, Adam.
constexpr GANRecipe unit_pixels{.unit_pixels = true};
using Penalised = WGANGP<WGANGPGeneratorMNIST<32>, WGANGPCriticMNIST<32>, wasserstein + 10 * gradient_penalty,
                         Features<128>, Device, Players<Adam>, unit_pixels>;

// The residual networks for CIFAR-10, at half their width.
using InColour = WGANGP<WGANGPGeneratorCIFARResNet<64>, WGANGPCriticCIFARResNet<64>,
                        wasserstein + 10 * gradient_penalty, Features<128>, Device, Players<Adam>>;

static_assert(Clipped::image == Image<1, 28, 28> && Penalised::image == Image<1, 28, 28>);
static_assert(InColour::image == Image<3, 32, 32>);

// Pictures of the model's kind: those asked for, or what agon draws itself, digits or landscapes.
data::Images pictures(std::string const& path, Shape kind) {
  if (!path.empty()) return data::pictures(path, {.size = kind.h, .channels = kind.c});
  if (kind.c == 1) return data::digits(20000, {.size = kind.h});
  data::Pairs const scenes = data::scenes(2000, {.size = kind.h});
  return {scenes.name, scenes.targets, {}, {}, {}};
}

template <class Model>
void run(typename Model::Options const& how, Options const& options) {
  Model model{how};
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", data::grid(model.sample(64, options.seed)));
    std::printf("drew %s/generated.png\n", options.train.out.c_str());
    return;
  }
  std::printf("%s\n", Device::machine_text().c_str());
  auto const set = pictures(options.data, Model::image);
  train(model, set, options.train);
  std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
}

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 64, .epochs = 25, .out = "out/wgan", .pictures_every = 500, .save_every = 2500},
      .rate_g = 0,
      .rate_d = 0};
  bool penalty = false, colour = false;
  int status = 0;
  if (!read_options(argc, argv,
                    "Trains a WGAN, whose steps are the critic's. Rates of 0 are the papers': 5e-5; with a "
                    "penalty 1e-4, in colour 2e-4.",
                    options, status,
                    {{"--penalty", &penalty, "penalise the critic's slope instead of clipping its weights"},
                     {"--colour", &colour, "32x32 pictures in colour, with the penalty"}}))
    return status;
  double const usual = colour ? 2e-4 : penalty ? 1e-4 : 5e-5;
  double const g = options.rate_g > 0 ? options.rate_g : usual,
               d = options.rate_d > 0 ? options.rate_d : usual;
  auto const adam = [](double rate, double beta1) {
    return Adam{.rate = rate, .beta1 = beta1, .beta2 = 0.9};
  };
  if (colour)
    run<InColour>({.optimiser = {adam(g, 0), adam(d, 0)}, .seed = options.seed, .critic = wgan_gp_steps},
                  options);
  else if (penalty)
    run<Penalised>({.optimiser = {adam(g, 0.5), adam(d, 0.5)}, .seed = options.seed, .critic = wgan_gp_steps},
                   options);
  else
    run<Clipped>({.optimiser = {{.rate = g}, {.rate = d}}, .seed = options.seed, .critic = wgan_steps},
                 options);
} catch (Error const& e) {
  std::fprintf(stderr, "wgan: %s\n", e.what());
  return 1;
}
