// The conditional GAN with maxout (Mirza and Osindero 2014) on 28x28 digits: MNIST, or digits that agon
// writes itself. What it draws is of the class that was asked for, says a classifier of real pictures.
//
//   cgan --data mnist --epochs 250 --classes --parzen --out out/cgan
#include <agon/agon.hpp>

#include "options/classes.hpp"
#include "options/device.hpp"
#include "options/likelihood.hpp"
#include "options/options.hpp"

using namespace agon;

// 100 uniform numbers and a class to pixels in (0, 1); pixels and a class to a logit.
struct Generator : Seq<CGANGeneratorMNIST, Reshape<1, 28, 28>> {};
struct Discriminator : Seq<Flatten, CGANDiscriminatorMNIST> {};

using Model =
    ConditionalGAN<Generator, Discriminator, half_nonsaturating, hypercube<100>, Device, Players<Momentum>>;

// Tells the classes: a picture to 128 features.
template <int C>
struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};
struct Body : Seq<Down<32>, Down<64>, Flatten, NoBias<Linear<128>>, BatchNorm, LeakyReLU<0.2>> {};
using Judge = Classifier<Body, 10, Image<1, 28, 28>, Device>;

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 100, .epochs = 250, .out = "out/cgan", .pictures_every = 500, .save_every = 1000},
      .rate_g = 0.1,
      .rate_d = 0.1};
  bool parzen = false, classes = false;
  int status = 0;
  if (!read_options(argc, argv, "Trains a conditional GAN on 28x28 digits.", options, status,
                    {{"--classes", &classes, "then tell how many drawn pictures are of the class asked for"},
                     {"--parzen", &parzen, "then tell the log-likelihood of test pictures"}}))
    return status;

  bool const none = options.data.empty();
  auto const all = none ? data::digits(12000) : data::pictures(options.data, {.size = 28, .channels = 1});
  int const seen = all.count() - all.count() / 6;  // of MNIST's 60,000 the first 50,000
  data::Images const pictures = data::part(all, 0, seen), others = data::part(all, seen, all.count() - seen);

  long const per_epoch = std::max(1L, pictures.count() / std::max(1L, options.train.batch));
  Model model{{.optimiser = {.g = first_gan_momentum(per_epoch, options.rate_g, 1.00004),
                             .d = first_gan_momentum(per_epoch, options.rate_d, 1.00004)},
               .seed = options.seed}};
  if (options.generate.empty()) {
    begin_with_means(model.store(), "G.7.bias", pictures);
    train(model, pictures, options.train);
    std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
  } else {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", model.picture(pictures));
    std::printf("drew %s/generated.png, a class in each column\n", options.train.out.c_str());
  }
  if (classes) {
    Judge judge{{.seed = options.seed}};
    report_classes(model, judge, pictures, others, options.seed);
  }
  if (!parzen) return 0;
  auto const test = none ? data::digits(2000, {.seed = 2})
                         : data::pictures(options.data, {.size = 28, .channels = 1, .test = true});
  report_likelihood("drawn pictures", model.sample(std::min(10000, seen), options.seed + 1), others, test);
} catch (Error const& e) {
  std::fprintf(stderr, "cgan: %s\n", e.what());
  return 1;
}
