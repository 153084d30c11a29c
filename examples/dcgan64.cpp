// DCGAN (Radford, Metz and Chintala 2015) on colour pictures of 64x64, in the layers of the authors' Torch
// code at a quarter of their width: --data is a folder of photographs. Without it, it learns landscapes that
// agon paints.
//
//   dcgan64 --data flowers --epochs 100 --out out/dcgan64
//   dcgan64 --data flowers --walk out/dcgan64/checkpoint.safetensors --out out/dcgan64
//
// The second draws a walk from latent to latent and tells how even its steps are (section 6.1).
#include <agon/agon.hpp>
#include <agon/study/walk_report.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

using Generator = DCGANGenerator64<3, 16>;
using Discriminator = DCGANDiscriminator64<16>;
using Model = DCGAN<Generator, Discriminator, nonsaturating, Features<100>, Device, Players<Adam>>;

static_assert(output_shape<Generator, Features<100>> == Image<3, 64, 64>);
static_assert(output_shape<Discriminator, Image<3, 64, 64>> == Features<1>);

data::Images landscapes(int count) {
  data::Pairs scenes = data::scenes(count, {.size = 64});
  return {scenes.name, std::move(scenes.targets), {}, {}, {}};
}

int main(int argc, char** argv) try {
  Options options{.train = {.batch = 64, .epochs = 25, .out = "out/dcgan64", .each_epoch = true}};
  std::string walk;
  int status = 0;
  if (!read_options(argc, argv, "Trains a DCGAN on colour pictures of 64x64.", options, status,
                    {{"--walk", &walk, "walk through the latents of this checkpoint instead of training"}}))
    return status;

  Model model{
      {.optimiser = {.g = {.rate = options.rate_g}, .d = {.rate = options.rate_d}}, .seed = options.seed}};
  std::string const& out = options.train.out;
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(out + "/generated.png", data::grid(model.sample(64, options.seed)));
    std::printf("drew %s/generated.png\n", out.c_str());
    return 0;
  }
  data::Images pictures =
      options.data.empty() ? landscapes(2000) : data::pictures(options.data, {.size = 64, .channels = 3});
  pictures.augmentation.mirror = true;
  if (!walk.empty()) {
    model.load(walk);
    InferenceAt<"h4", Discriminator, Image<3, 64, 64>, Device, "D"> const features(model.store());
    int const known = std::min(pictures.count(), 20000);
    auto const report =
        study::walk_report([&](Array4 const& z) { return model.draw(z); },
                           [&](Array4 const& x) { return metric::flat(features(x)); },
                           Model::noise(6, options.seed, 0), data::take(pictures, 0, known).images);
    data::write_png(out + "/walk.png", report.picture);
    std::printf("the largest step over the mean one, in pixels and in D's last features\n%s",
                report.text().c_str());
    return 0;
  }
  std::printf("%s\nG\n%s\nD\n%s\n", Device::machine_text().c_str(),
              describe<Generator, Features<100>>().c_str(),
              describe<Discriminator, Image<3, 64, 64>>().c_str());
  train(model, pictures, options.train);
  std::printf("pictures, logs and checkpoint are in %s\n", out.c_str());
} catch (Error const& e) {
  std::fprintf(stderr, "dcgan64: %s\n", e.what());
  return 1;
}
