// The Domain Transfer Network (Taigman, Polyak and Wolf 2017): street numbers drawn as written digits. Digits
// over photographs are the source: of MNIST, or of those that agon writes itself, over landscapes of its own.
// First a classifier of the source learns f; the transfer follows; and how many transferred test pictures a
// classifier of the target recognises is the measure.
//
//   dtn --data mnist --photographs flowers --steps 400 --out out/dtn
#include <filesystem>

#include <agon/agon.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

using Seen = DTNFeatures<32>;  // f
using Source = Classifier<Seen, 10, Image<3, 32, 32>, Device>;
using Judge = Classifier<DTNFeatures<16>, 10, Image<1, 32, 32>, Device>;

inline constexpr auto objective = ternary + 15 * f_constancy<> + 15 * target_identity<>;

using Model =
    DTN<Seen, DTNDecoder<16>, DTNDiscriminator<3, 16>, Image<3, 32, 32>, objective, Device, Players<Adam>>;

static_assert(Model::target == Image<1, 32, 32>);

void learn(auto& classifier, char const* name, data::Images const& set, data::Images const& unseen,
           long epochs, std::uint64_t seed) {
  data::Batches batches(set, 100, seed);
  for (long step = 0; step < epochs * batches.per_epoch(); ++step) {
    classifier.feed(batches.next());
    classifier.advance();
  }
  std::printf("%s: %.2f %% of %d unseen pictures right\n", name, 100 * classifier.accuracy(unseen),
              unseen.count());
  std::fflush(stdout);
}

// The share of pictures that are recognised; coloured ones by their luminance.
double recognised(Judge const& judge, Array4 const& x, std::vector<std::int32_t> const& labels) {
  Array4 grey = data::empty_batch(int(x.shape(0)), Judge::image);
  std::size_t const pixels = std::size_t(Judge::image.size()), channels = x.shape(1);
  for (std::size_t k = 0; k < grey.size(); ++k) {
    float const* const at = x.data() + k / pixels * channels * pixels + k % pixels;
    grey.data()[k] = channels == 1 ? at[0] : 0.299f * at[0] + 0.587f * at[pixels] + 0.114f * at[2 * pixels];
  }
  auto const found = judge.predict(grey);
  long right = 0;
  for (std::size_t i = 0; i < found.size(); ++i) right += found[i] == labels[i];
  return double(right) / double(found.size());
}

int main(int argc, char** argv) try {
  Options options{
      .train = {.batch = 64, .epochs = 4, .out = "out/dtn", .pictures_every = 200, .save_every = 1000},
      .rate_g = 1e-3,
      .rate_d = 1e-3};
  std::string photographs, known;
  long epochs = 6;
  int status = 0;
  if (!read_options(argc, argv, "Trains a Domain Transfer Network on 32x32 digits.", options, status,
                    {{"--photographs", &photographs, "folder of pictures to lay the source's digits over"},
                     {"--f", &known, "f out of this checkpoint, instead of training it"},
                     {"--f-epochs", &epochs, "passes through the data for f and the judge"}}))
    return status;
  std::string const& out = options.train.out;

  // Two halves that share no digit: one is laid over photographs, the other stays as it is.
  bool const own = options.data.empty();
  auto const digits = own ? data::digits(20000, {.size = 32}) : data::pictures(options.data, {.size = 32});
  auto const unseen = own ? data::digits(2000, {.size = 32, .seed = 2})
                          : data::pictures(options.data, {.size = 32, .test = true});
  auto const patches = photographs.empty() ? data::scenes(100, {.size = 64}).targets
                                           : data::image_folder(photographs, {.size = 64}).pictures;
  int const half = digits.count() / 2;
  auto const set =
      data::unpaired(data::mnist_m(data::part(digits, 0, half), patches, 1), data::part(digits, half, half));
  auto const test = data::mnist_m(unseen, patches, 2);

  Model model{
      {.optimiser = {.g = {.rate = options.rate_g}, .d = {.rate = options.rate_d}}, .seed = options.seed}};
  if (!options.generate.empty()) {
    model.load(options.generate);
    data::write_png(out + "/generated.png", model.picture(set));
    std::printf("drew %s/generated.png: sources, each with its translation\n", out.c_str());
    return 0;
  }
  std::printf("%s\nf\n%s\nG\n%s\nD\n%s\n", Device::machine_text().c_str(),
              describe<Seen, Image<3, 32, 32>>().c_str(), describe<DTNDecoder<16>, Features<64>>().c_str(),
              describe<DTNDiscriminator<3, 16>, Image<1, 32, 32>>().c_str());

  if (known.empty() && options.train.resume.empty()) {
    Source source{{.seed = options.seed}};
    learn(source, "f and its head, on the source", set.a, test, epochs, options.seed);
    std::filesystem::create_directories(out);
    known = out + "/f.safetensors";
    source.save(known);
  }
  if (!known.empty()) model.load_f(known);
  Judge judge{{.seed = options.seed}};
  learn(judge, "the judge, on the target", set.b, unseen, epochs, options.seed);

  train(model, set, options.train);

  data::ImageBatch const from = data::take(test, 0, test.count());
  std::printf("the judge recognises %.2f %% of the test pictures as they are, and %.2f %% transferred\n",
              100 * recognised(judge, from.images, from.labels),
              100 * recognised(judge, model.translate(from.images), from.labels));
  std::printf("pictures, logs and checkpoint are in %s\n", out.c_str());
} catch (Error const& e) {
  std::fprintf(stderr, "dtn: %s\n", e.what());
  return 1;
}
