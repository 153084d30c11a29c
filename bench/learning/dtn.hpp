#pragma once
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

#include <agon/agon.hpp>

/// What the tables of bench/results/learning/dtn.md share: digits over photographs as the source, MNIST as
/// the target, a function f that knows the source, and a judge that knows the target.
namespace learning {

using namespace agon;

inline constexpr Shape colour = Image<3, 32, 32>, grey = Image<1, 32, 32>;
using F = DTNFeatures<32>;
using G = DTNDecoder<16>;
using D = DTNDiscriminator<3, 16>;

struct Options {
  std::string mnist, photographs, out;
  long steps = 0;
  std::uint64_t seed = 1;
};
inline Options options(int argc, char** argv) {
  if (argc != 6) throw Error(argv[0], "MNIST PHOTOGRAPHS OUT STEPS SEED");
  std::filesystem::create_directories(argv[3]);
  return {argv[1], argv[2], argv[3], std::atol(argv[4]), std::uint64_t(std::atol(argv[5]))};
}

struct Sets {
  data::Images digits, digits_test, street, street_test;
};
/// The second half of MNIST, and the first half over photographs; and the same of the test digits.
inline Sets sets(Options const& o) {
  auto const train = data::mnist(o.mnist, {.size = 32}),
             test = data::mnist(o.mnist, {.test = true, .size = 32});
  auto const photographs = data::image_folder(o.photographs, {.size = 64});
  int const half = train.count() / 2;
  return {data::part(train, half, half), test,
          data::mnist_m(data::part(train, 0, half), photographs.pictures, 1),
          data::mnist_m(test, photographs.pictures, 2)};
}

inline double seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A classifier as it lies in a file, or trained and put there.
template <class Classifier>
void learn(Classifier& c, std::string const& path, data::Images const& set, int epochs, std::uint64_t seed) {
  if (std::filesystem::exists(path)) {
    c.load(path);
    return;
  }
  double const start = seconds();
  data::Batches batches(set, 100, seed);
  for (long step = 0; step < long(epochs) * batches.per_epoch(); ++step) {
    c.feed(batches.next());
    c.advance();
  }
  c.save(path);
  std::printf("%s: %s, %d epochs in %.0f s\n", path.c_str(), data::describe(set).c_str(), epochs,
              seconds() - start);
}

/// Pictures as f or a judge of `channels` reads them.
inline Array4 as_channels(Array4 const& x, std::size_t channels) {
  if (x.shape(1) == channels) return x;
  std::size_t const n = x.shape(0), h = x.shape(2), w = x.shape(3);
  Array4 y = Array4::from_shape({n, channels, h, w});
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t r = 0; r < h; ++r)
      for (std::size_t k = 0; k < w; ++k)
        for (std::size_t c = 0; c < channels; ++c)
          y(i, c, r, k) = channels == 3
                              ? x(i, 0, r, k)
                              : 0.299f * x(i, 0, r, k) + 0.587f * x(i, 1, r, k) + 0.114f * x(i, 2, r, k);
  return y;
}

/// The share of pictures that a judge takes for their label, in percent.
inline double percent_right(auto const& judge, Array4 const& x, std::vector<std::int32_t> const& labels) {
  auto const found = judge.predict(as_channels(x, std::size_t(judge.image.c)));
  long right = 0;
  for (std::size_t i = 0; i < found.size(); ++i) right += found[i] == labels[i];
  return 100. * double(right) / double(found.size());
}

/// f and the judge, trained the first time, and how well they know both domains.
struct Known {
  std::string f_file;
  Classifier<F, 10, colour> f{{.seed = 1}};
  Classifier<DTNFeatures<16>, 10, grey> judge{{.seed = 2}};

  Known(Options const& o, Sets const& s) : f_file(o.out + "/f.safetensors") {
    bool const fresh = !std::filesystem::exists(f_file);
    learn(f, f_file, s.street, 5, 1);
    learn(judge, o.out + "/judge.safetensors", s.digits, 4, 2);
    if (!fresh) return;
    auto const street = data::take(s.street_test, 0, s.street_test.count()),
               digits = data::take(s.digits_test, 0, s.digits_test.count());
    std::printf(
        "judge on MNIST %.2f %%, on untransferred sources %.2f %%; f on the source %.2f %%, on MNIST %.2f "
        "%%\n",
        percent_right(judge, digits.images, digits.labels),
        percent_right(judge, street.images, street.labels), percent_right(f, street.images, street.labels),
        percent_right(f, digits.images, digits.labels));
    std::fflush(stdout);
  }
};

/// Trains a model and says how many of the test pictures the judge recognises when they are transferred.
template <class Model>
void row(char const* name, Options const& o, std::string const& f, data::Unpaired const& set,
         data::Images const& test, auto const& judge, double rate = 1e-3) {
  double const start = seconds();
  Model model{{.rate = rate, .seed = o.seed}};
  if constexpr (Model::has_f) model.load_f(f);
  std::string const out = joined({o.out, "/", name});
  train(model, set, {.batch = 64, .steps = o.steps, .out = out, .log_every = 50, .quiet = true});
  data::ImageBatch const x = data::take(test, 0, test.count());
  std::printf("%-28s %6.2f %%   (%ld steps, seed %ld, %.0f s)\n", name,
              percent_right(judge, model.translate(x.images), x.labels), o.steps, long(o.seed),
              seconds() - start);
  std::fflush(stdout);
}

/// A study: `rows` calls what it is given, `row.operator()<Model>("name")`, for each of its models. What main
/// returns.
int study(int argc, char** argv, auto const& rows) try {
  Options const o = options(argc, argv);
  Sets const s = sets(o);
  Known const known(o, s);
  auto const set = data::unpaired(s.street, s.digits);
  rows([&]<class Model>(char const* name) {
    row<Model>(name, o, known.f_file, set, s.street_test, known.judge);
  });
  return 0;
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}

}  // namespace learning
