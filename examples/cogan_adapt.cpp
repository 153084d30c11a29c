// Unsupervised domain adaptation by CoGAN (Liu and Tuzel 2016, section 5): a classifier learns digits of
// MNIST by their labels and, without one label, those of USPS, because pairs of both kinds are learned beside
// it. The same classifier without pairs comes first. The folder has mnist and usps in it; without --data, the
// two kinds are digits as agon writes them and their negatives.
//
//   cogan_adapt --data data --steps 10000 --out out/usps
//   cogan_adapt --data data --back --steps 10000 --out out/mnist
#include <agon/agon.hpp>
#include <agon/loss/adaptation.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

// The authors' networks, G at a quarter of its width, and the weights of their PyTorch code.
inline constexpr auto objective =
    nonsaturating + 10 * source_cross_entropy<"classes"> + 0.01 * pair_distance<"features">;
using Model = CoGAN<CoGANGeneratorDigits<32>, CoGANDiscriminatorAdaptation, objective, Features<100>, Device,
                    Players<WeightDecay<Adam>>, cogan::adaptation>;

// The classifier that is in D, for pixels in (-1, 1).
struct InUnits {
  constexpr Tensor operator()(Scope&, Tensor x) const { return 0.5 * x + 0.5; }
};
struct Alone
    : Initial<cogan::Begin, InUnits, Conv<20, 5, 1, 0>, MaxPool<2>, cogan::DigitTail, Flatten, Linear<10>> {};
using Baseline = SoftmaxClassifier<Alone, Model::image, Device, WeightDecay<Adam>>;

/// Digits of one kind: some to learn from, and others.
struct Digits {
  data::Images seen, unseen;
};
/// 2000 digits of MNIST.
Digits mnist(std::string const& folder, std::uint64_t seed) {
  return {data::hold_out(data::mnist(folder), 2000, seed).second, data::mnist(folder, {.test = true})};
}
/// 1800 of USPS, with as much black around them as brings their mean nearest to MNIST's, by the authors'
/// code.
Digits usps(std::string const& folder, std::uint64_t seed) {
  auto const read = [&](std::string const& part) {
    return data::idx(folder + part + "-images-idx3-ubyte.gz",
                     {.labels = folder + part + "-labels-idx1-ubyte.gz", .padding = 3, .size = 28});
  };
  return {data::hold_out(read("/usps-train"), 1800, seed).second, read("/usps-test")};
}
Digits drawn(bool negatives, std::uint64_t seed) {
  auto const some = [&](std::uint64_t from) {
    data::Unpaired const two = data::halves(data::digits(400, {.seed = from}), data::negative);
    return negatives ? two.b : two.a;
  };
  return {some(seed), some(seed + 1)};
}

void print(char const* how, Digits const& source, Digits const& target, auto const& accuracy) {
  std::printf("%s, right of pictures: source, unseen %.4f; target, seen %.4f, unseen %.4f\n", how,
              accuracy(source.unseen, Domain::a), accuracy(target.seen, Domain::b),
              accuracy(target.unseen, Domain::b));
  std::fflush(stdout);
}

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 64, .epochs = 300, .out = "out/adapt", .pictures_every = 500, .save_every = 1000}};
  bool back = false;
  int status = 0;
  if (!read_options(argc, argv, "Learns digits of one kind by labels of another.", options, status,
                    {{"--back", &back, "labels are USPS's, and MNIST's digits are learned without"}}))
    return status;

  WeightDecay<Adam> const g{.optimiser = {.rate = options.rate_g}, .decay = 5e-4},
      d{.optimiser = {.rate = options.rate_d}, .decay = 5e-4};
  Model model{{.optimiser = {g, d}, .seed = options.seed}};
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(options.train.out + "/generated.png", model.picture(model.sample(64, options.seed)));
    std::printf("drew %s/generated.png\n", options.train.out.c_str());
    return 0;
  }
  bool const own = options.data.empty();
  Digits source = own ? drawn(false, options.seed) : mnist(options.data + "/mnist", options.seed),
         target = own ? drawn(true, options.seed) : usps(options.data + "/usps", options.seed);
  if (back) std::swap(source, target);
  std::printf("%s\n", Device::machine_text().c_str());

  Baseline alone{{.optimiser = d, .seed = options.seed}};
  TrainOptions as_long = options.train;
  as_long.out.clear();
  as_long.resume.clear();
  train(alone, source.seen, as_long);
  print("the source alone", source, target,
        [&](data::Images const& set, Domain) { return alone.accuracy(set); });

  long epoch = 0;
  train(model, data::unpaired(source.seen, target.seen), options.train, [&](Model& m) {
    std::vector<LogValue> right;
    if (++epoch % 10 == 0) right.push_back({"right", m.accuracy(target.seen, Domain::b)});
    return right;
  });
  print("adapted", source, target,
        [&](data::Images const& set, Domain of) { return model.accuracy(set, of); });
  std::printf("pictures, logs and checkpoint are in %s\n", options.train.out.c_str());
} catch (Error const& e) {
  std::fprintf(stderr, "cogan_adapt: %s\n", e.what());
  return 1;
}
