// AlexNet (Krizhevsky, Sutskever and Hinton 2012) on pictures of 32 or 64 pixels in up to ten classes: a
// folder with a folder for each class, CIFAR-10's binary files, MNIST's, or digits that agon writes itself. A
// part is held out, to tell how it does on pictures it has not seen and when to divide the learning rate
// by 10.
//
//   alexnet --data flowers --size 32 --epochs 60 --out out/alexnet
//   alexnet --data flowers --size 32 --generate out/alexnet/checkpoint.safetensors      (judges, and draws
//   filters)
#include <agon/agon.hpp>
#include <agon/system/alexnet.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

// Full size, the paper's "60 million parameters", with the learning rate divided when validation stalls:
// alexnet::Model<AlexNet<1000>, 224>, on data::image_folder(path, {.size = 224, .jitter = 32, .mirror =
// true}).
static_assert(parameter_count<AlexNet<1000>, Image<3, 224, 224>> == 60'965'224);

// An eighth as wide, and an eighth of the pixels between two windows of the first layer.
inline constexpr alexnet::Recipe recipe{.thinner = 8};
template <int Size>
struct Net : SmallAlexNet<10, Size / 32, recipe> {};

struct More {
  long size = 32, held_out = 500, patience = 10;
  double rate = 0.01, noise = 0.1;
};

void judge(auto const& model, data::Images const& unseen) {
  for (auto const& [name, views] :
       {std::pair("centre crop", data::Views::middle), std::pair("five crops", data::Views::five),
        std::pair("ten crops", data::Views::ten)}) {
    Evaluation const e = model.evaluate(unseen, views);
    std::printf("%-11s  top-1 %.1f %%  top-5 %.1f %%  loss %.3f\n", name, 100 * e.top1, 100 * e.top5, e.loss);
  }
}

template <int Size>
void run(Options const& options, More const& more) {
  int const stored = Size + Size / 8;
  data::Images set = options.data.empty() ? data::digits(3000, {.size = stored})
                                          : data::pictures(options.data, {.size = stored});
  bool const mirror = set.shape().c == 3;  // gray ones are digits as a rule, which have a left and a right
  set = data::cropped_at_random(data::in_colour(std::move(set)), Size / 8, mirror);
  auto const [seen, unseen] = data::hold_out(set, int(more.held_out));

  alexnet::Model<Net<Size>, Size, Device> model{
      {.optimiser = alexnet::descent(more.rate, more.patience), .seed = options.seed}};
  if (!options.generate.empty()) {
    model.load(options.generate);
    std::filesystem::create_directories(options.train.out);
    data::write_png(options.train.out + "/filters.png", model.picture(unseen));
    return judge(model, unseen);
  }
  std::printf("%s\n%s\n", Device::machine_text().c_str(),
              describe<Net<Size>, Image<3, Size, Size>>().c_str());
  alexnet::know(model, seen, more.noise);
  train(model, seen, options.train, [&](auto& m) {
    Evaluation const e = m.evaluate(unseen);
    auto const& plateau = m.optimiser().optimiser.optimiser;
    bool const stalls = plateau.observe(m.store(), "C", 1 - e.top1);
    std::printf("step %ld: loss %.3f, top-1 %.1f %%, top-5 %.1f %% of %d unseen pictures%s\n", m.step(),
                e.loss, 100 * e.top1, 100 * e.top5, unseen.count(), stalls ? "; the rate falls" : "");
    std::fflush(stdout);
    return std::vector<LogValue>{{"unseen_loss", e.loss},
                                 {"unseen_top1", e.top1},
                                 {"unseen_top5", e.top5},
                                 {"rate", more.rate * plateau.scale(m.store(), "C")}};
  });
  judge(model, unseen);
  std::printf("filters, logs and checkpoint are in %s\n", options.train.out.c_str());
}

int main(int argc, char** argv) try {
  Options options{.train = {.batch = 128, .epochs = 60, .out = "out/alexnet", .save_every = 1000}};
  More more;
  int status = 0;
  if (!read_options(argc, argv, "Trains AlexNet on small pictures.", options, status,
                    {{"--size", &more.size, "pixels a side, 32 or 64"},
                     {"--rate", &more.rate, "learning rate"},
                     {"--held-out", &more.held_out, "pictures to judge by, which are not trained on"},
                     {"--patience", &more.patience, "epochs without a better error before the rate falls"},
                     {"--noise", &more.noise, "strength of the noise of colours"}}))
    return status;
  if (more.size != 32 && more.size != 64)
    throw Error("--size", {"is ", more.size, ", and should be 32 or 64"});
  more.size == 32 ? run<32>(options, more) : run<64>(options, more);
} catch (Error const& e) {
  std::fprintf(stderr, "alexnet: %s\n", e.what());
  return 1;
}
