// CycleGAN (Zhu et al. 2017) on 64x64 pictures: two folders of pictures without pairs, trainA and trainB as
// the paper's own sets have them, or landscapes that agon paints itself, by day and in the evening.
//
//   cyclegan --epochs 10 --out out/cyclegan
//   cyclegan --data horse2zebra --epochs 200 --out out/zebras
#include <agon/agon.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

inline constexpr Shape domain = Image<3, 64, 64>;

using Generator = CycleGANGenerator<3, 16, 3>;  // channels, base width, blocks; the paper's: 3, 64, 9 at 256
using Discriminator = CycleGANDiscriminator<16>;  // the paper's: 64

inline constexpr auto objective = lsgan + 10 * cycle_consistency + 5 * identity_mapping;

using Model = CycleGAN<Generator, Discriminator, domain, objective, Device, Players<Adam>>;

static data::Unpaired read(Options const& o, data::SceneChange change, bool plain) {
  bool const training = o.generate.empty();
  if (o.data.empty()) return data::unpaired_scenes(400, {.size = domain.h, .change = change});
  return data::unpaired_images(o.data, {.size = domain.h,
                                        .jitter = training && !plain ? domain.h / 8 : 0,
                                        .mirror = training && !plain,
                                        .test = !training});
}

/// Of pictures that the model was not trained with, if agon paints them: how far it is from the right ones.
static void report(Model const& model, data::Unpaired const& set, bool own, data::SceneChange change) {
  data::DomainBatch const x = data::take(set, 0, std::min(64, set.count()));
  CycleError const back = model.cycle_error(x.a, x.b);
  std::printf("there and back again: A %.4f, B %.4f\n", back.a, back.b);
  if (!own) return;
  data::Pairs const right =
      data::changed_scenes(64, {.size = domain.h, .first = 1'000'000, .change = change});
  data::PairBatch const y = data::take(right, 0, 64);
  CycleError const other = model.cycle_error(y.input, y.target);
  std::printf("on other landscapes: A %.4f, B %.4f\n", other.a, other.b);
  std::printf("from the right picture: G(A) %.4f, F(B) %.4f; A from B %.4f\n",
              metric::pixel_distance(model.a_to_b(y.input), y.target),
              metric::pixel_distance(model.b_to_a(y.target), y.input),
              metric::pixel_distance(y.input, y.target));
}

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 1, .epochs = 200, .out = "out/cyclegan", .pictures_every = 400, .save_every = 1000}};
  bool upside_down = false, plain = false;
  int status = 0;
  if (!read_options(argc, argv, "Trains CycleGAN on 64x64 pictures.", options, status,
                    {{"--upside-down", &upside_down, "landscapes become such that are upside down"},
                     {"--plain", &plain, "pictures are neither cropped at random nor mirrored"}}))
    return status;

  auto const change = upside_down ? data::SceneChange::upside_down : data::SceneChange::evening;
  data::Unpaired const set = read(options, change, plain);
  // one rate for the first half of the epochs, in the second half it falls
  long const epochs = options.train.epochs, falling = epochs / 2,
             per_epoch = std::max(1l, set.count() / std::max(1l, options.train.batch));
  Schedule const rate = falling ? cyclegan::rate(epochs - falling, falling, per_epoch) : Schedule(1);
  Model model{{.optimiser = {.g = {.rate = options.rate_g * rate}, .d = {.rate = options.rate_d * rate}},
               .seed = options.seed}};
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", model.picture(set));
    std::printf("drew %s/generated.png: A, G(A), F(G(A)), B, F(B), G(F(B))\n", options.train.out.c_str());
  } else {
    std::printf("%s\nG and F\n%s\nD\n%s\n", Device::machine_text().c_str(),
                describe<Generator, domain>().c_str(), describe<Discriminator, domain>().c_str());
    train(model, set, options.train);
    std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
  }
  report(model, set, options.data.empty(), change);
} catch (Error const& e) {
  std::fprintf(stderr, "cyclegan: %s\n", e.what());
  return 1;
}
