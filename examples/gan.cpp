// The first GAN (Goodfellow et al. 2014) on 28x28 pictures: MNIST, or digits that agon writes itself. The
// networks, the noise and the schedules are those of the authors' code.
//
//   gan --data mnist --epochs 250 --parzen --out out/gan
#include <agon/agon.hpp>

#include "options/device.hpp"
#include "options/likelihood.hpp"
#include "options/options.hpp"

using namespace agon;

// 100 uniform numbers of unit variance to pixels in (0, 1), and pixels to a logit.
struct Generator : Seq<GANGeneratorMNIST, Reshape<1, 28, 28>> {};
struct Discriminator : Seq<Flatten, GANDiscriminatorMNIST> {};

static_assert(output_shape<Generator, Features<100>> == Image<1, 28, 28>);
static_assert(output_shape<Discriminator, Image<1, 28, 28>> == Features<1>);

using Model =
    FirstGAN<Generator, Discriminator, half_nonsaturating, unit_uniform<100>, Device, Players<Momentum>>;

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 100, .epochs = 250, .out = "out/gan", .pictures_every = 500, .save_every = 1000},
      .rate_g = 0.1,
      .rate_d = 0.1};
  bool parzen = false;
  int status = 0;
  if (!read_options(argc, argv, "Trains the first GAN on 28x28 pictures.", options, status,
                    {{"--parzen", &parzen, "then tell the log-likelihood of test pictures"}}))
    return status;

  bool const none = options.data.empty();
  auto const all = none ? data::digits(12000) : data::pictures(options.data, {.size = 28, .channels = 1});
  int const seen = all.count() - all.count() / 6;  // of MNIST's 60,000 the first 50,000
  data::Images const pictures = data::part(all, 0, seen), others = data::part(all, seen, all.count() - seen);

  long const per_epoch = std::max(1L, pictures.count() / std::max(1L, options.train.batch));
  Model model{{.optimiser = {.g = first_gan_momentum(per_epoch, options.rate_g),
                             .d = first_gan_momentum(per_epoch, options.rate_d)},
               .seed = options.seed}};
  if (options.generate.empty()) {
    std::printf("%s\nG\n%s\nD\n%s\n", Device::machine_text().c_str(),
                describe<Generator, Features<100>>().c_str(),
                describe<Discriminator, Image<1, 28, 28>>().c_str());
    begin_with_means(model.store(), "G.4.bias", pictures);
    train(model, pictures, options.train);
    std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
  } else {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", data::grid(model.sample(64, options.seed)));
    std::printf("drew %s/generated.png\n", options.train.out.c_str());
  }
  if (!parzen) return 0;
  auto const test = none ? data::digits(2000, {.seed = 2})
                         : data::pictures(options.data, {.size = 28, .channels = 1, .test = true});
  int const windows = std::min(10000, seen);
  report_likelihood("drawn pictures", model.sample(windows, options.seed + 1), others, test);
  report_likelihood("training pictures", data::take(pictures, 0, windows).images, others, test);
} catch (Error const& e) {
  std::fprintf(stderr, "gan: %s\n", e.what());
  return 1;
}
