// A conditional GAN with maxout in colour, 32x32: pictures of CIFAR-10, or of a folder with ten folders in
// it, one for each class, or digits in colours that agon draws itself. A classifier of real pictures says how
// many of the drawn ones are of the class that was asked for.
//
//   cgan_colour --data cifar-10/data_batch_1.bin --epochs 50 --classes --out out/cgan_colour
#include <agon/agon.hpp>

#include "options/classes.hpp"
#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

using Generator = CGANGeneratorColour<32>;
using Discriminator = CGANDiscriminatorColour<16>;

inline constexpr Wire one_of_ten{"y", Features<10>};
static_assert(output_shape<Generator, Features<100>, one_of_ten> == Image<3, 32, 32>);
static_assert(output_shape<Discriminator, Image<3, 32, 32>, one_of_ten> == Features<1>);

using Model = ConditionalGAN<Generator, Discriminator, half_nonsaturating, unit_uniform<100>, Device,
                             Players<Adam>, GANRecipe{.condition = {.classes = 10}}>;

// Tells the classes: a picture to 128 features.
template <int C>
struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};
struct Body : Seq<Down<32>, Down<64>, Down<128>, Flatten, NoBias<Linear<128>>, BatchNorm, LeakyReLU<0.2>> {};
using Judge = Classifier<Body, 10, Image<3, 32, 32>, Device>;

int main(int argc, char** argv) try {
  Options options{
      .train = {
          .batch = 50, .epochs = 20, .out = "out/cgan_colour", .pictures_every = 500, .save_every = 1000}};
  bool classes = false;
  long epochs = 4;
  int status = 0;
  if (!read_options(
          argc, argv, "Trains a conditional GAN on 32x32 pictures in colour.", options, status,
          {{"--classes", &classes, "then tell how many drawn pictures are of the class asked for"},
           {"--classifier-epochs", &epochs, "passes through the data of the classifier that tells"}}))
    return status;

  auto const all = options.data.empty()             ? data::tinted(data::digits(6000, {.size = 32}))
                   : options.data.ends_with(".bin") ? data::cifar10({options.data})
                                                    : data::pictures(options.data, {.size = 32});
  int const seen = all.count() - all.count() / 6;
  data::Images const pictures = data::part(all, 0, seen), others = data::part(all, seen, all.count() - seen);

  Model model{
      {.optimiser = {.g = {.rate = options.rate_g}, .d = {.rate = options.rate_d}}, .seed = options.seed}};
  if (options.generate.empty()) {
    train(model, pictures, options.train);
    std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
  } else {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", model.picture(pictures));
    std::printf("drew %s/generated.png, a class in each column\n", options.train.out.c_str());
  }
  if (!classes) return 0;
  Judge judge{{.seed = options.seed}};
  report_classes(model, judge, pictures, others, options.seed, epochs);
} catch (Error const& e) {
  std::fprintf(stderr, "cgan_colour: %s\n", e.what());
  return 1;
}
