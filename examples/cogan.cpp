// CoGAN (Liu and Tuzel 2016) on 28x28 digits: pairs of a digit and its edges, or its negative, learned from
// digits and edges of other digits. At the end it says how many pixels of its pairs agree.
//
//   cogan --data mnist --steps 5000 --out out/cogan
//   cogan --data mnist --negatives --steps 5000 --out out/cogan
#include <agon/agon.hpp>
#include <agon/metric/pixel_agreement.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

// The authors' networks at a quarter of their width, which is 128.
using Generator = CoGANGeneratorDigits<32>;
using Discriminator = CoGANDiscriminatorDigits;

static_assert(output_shape<Coupled<Generator>, Features<100>> == Image<2, 28, 28>);

using Model =
    CoGAN<Generator, Discriminator, nonsaturating, Features<100>, Device, Players<WeightDecay<Adam>>>;

/// What the second domain's pictures are of the first's.
using Change = data::Picture (*)(data::Picture const&);

/// Of 10,000 pairs, the share of pixels of b that are what the change makes of a; and with the pairs mixed
/// up, of b and another a.
void print_agreement(Model const& model, Change change) {
  data::DomainBatch const pairs = model.sample(10'000, 1), others = model.sample(10'000, 2);
  std::printf("pixels that agree: %.4f of pairs, %.4f of strangers\n",
              metric::pixel_agreement(data::changed(pairs.a, change), pairs.b),
              metric::pixel_agreement(data::changed(others.a, change), pairs.b));
}

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 64, .epochs = 10, .out = "out/cogan", .pictures_every = 500, .save_every = 1000}};
  bool negatives = false, agreement = false;
  int status = 0;
  if (!read_options(argc, argv, "Trains a CoGAN on digits and their edges.", options, status,
                    {{"--negatives", &negatives, "the second domain is negatives, not edges"},
                     {"--agreement", &agreement, "say how many pixels of 10,000 pairs agree"}}))
    return status;

  Change const change = negatives ? data::negative : data::rim;
  double const decay = 5e-4;
  Model model{{.optimiser = {.g = {.optimiser = {.rate = options.rate_g}, .decay = decay},
                             .d = {.optimiser = {.rate = options.rate_d}, .decay = decay}},
               .seed = options.seed}};
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", model.picture(model.sample(64, options.seed)));
    std::printf("drew %s/generated.png\n", options.train.out.c_str());
  } else {
    std::printf("%s\nG, both\n%s\nD, both\n%s\n", Device::machine_text().c_str(),
                describe<Coupled<Generator>, Features<100>>().c_str(),
                describe<CoupledHalves<Discriminator>, Image<2, 28, 28>>().c_str());
    auto const digits = options.data.empty() ? data::digits(20000)
                                             : data::pictures(options.data, {.size = 28, .channels = 1});
    train(model, data::halves(digits, change), options.train);
    std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
  }
  if (agreement) print_agreement(model, change);
} catch (Error const& e) {
  std::fprintf(stderr, "cogan: %s\n", e.what());
  return 1;
}
