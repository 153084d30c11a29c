// What is inside the networks of a DCGAN (Radford et al. 2016): the filters of D's first layer and what in a
// picture excites the last (6.2), what happens when the filters of an object are dropped out of G (6.3.2),
// and how well D's features tell classes apart (5).
//
//   inside --data /usr/share/datasets/fashion-mnist --checkpoint out/dcgan/checkpoint.safetensors
//
// takes a checkpoint of dcgan; without one it trains a model first. The object is what some classes have on
// their sides: of tops, the sleeves. All is compared with a D as it was drawn at first, or with filters
// dropped by chance.
#include <agon/agon.hpp>
#include <agon/study/filters.hpp>
#include <agon/study/linear_probe.hpp>
#include <agon/study/pooled.hpp>
#include <agon/study/settle.hpp>
#include <agon/study/slope.hpp>

#include "dcgan28/object.hpp"
#include "options/options.hpp"

using namespace agon;
using namespace dcgan28;

constexpr Wire at{"at", shape_at<"h3", Discriminator, picture>};

// A discriminator, its layers and the slope of its last one.
struct Critic {
  Store<float> store;
  InferenceAt<"h1", Discriminator, picture, Cpu, "D"> h1{store};
  InferenceAt<"h2", Discriminator, picture, Cpu, "D"> h2{store};
  InferenceAt<"h3", Discriminator, picture, Cpu, "D"> h3{store};
  Inference<study::SlopeOf<"h3", "at", Guided<Discriminator>>, picture, Cpu, "D", Mode::Eval, at> slope{
      store};

  Critic(std::string const& checkpoint, std::uint64_t seed, Array4 const& pictures) : store(seed) {
    if (!checkpoint.empty()) load_parameters(store, checkpoint, "D");
    study::settle<Discriminator, picture, Cpu, "D">(store, pictures);
  }
  // All layers pooled to 4x4.
  Array2 features(Array4 const& x) const {
    std::vector<Array4> const maps{in_parts(h1, x), in_parts(h2, x), in_parts(h3, x)};
    return study::pooled(maps);
  }
};

void filters(Critic const& learned, Critic const& first, std::string const& out) {
  Array4 const a = study::filters(learned.store, "D.0.weight"), b = study::filters(first.store, "D.0.weight");
  std::printf("\ncoherence of D's first filters: %.2f learned, %.2f at first\n", study::coherence(a),
              study::coherence(b));
  write(out + "/filters.png", data::grid(study::enlarged(study::to_full_contrast(below({a, b})), 6), 16));
}

// The pictures that excite six features most, and what in them does.
void evidence(Critic const& learned, Critic const& first, Array4 const& x, std::string const& out) {
  std::vector<Array4> rows(6);
  for (Critic const* critic : {&learned, &first}) {
    Array4 const maps = in_parts(critic->h3, x);
    double spread = 0;  // the share of pixels over which a slope of even strength would reach as far
    for (long feature = 0; feature < 6; ++feature) {
      study::Peaks const all = study::peaks(maps, feature);
      std::vector<long> best(x.shape(0));
      std::iota(best.begin(), best.end(), 0l);
      std::partial_sort(best.begin(), best.begin() + 4, best.end(), [&](long a, long b) {
        return all.response[std::size_t(a)] > all.response[std::size_t(b)];
      });
      best.resize(4);
      Array4 const shown = study::rows_of(x, best),
                   d = critic->slope(shown, {{"at", study::rows_of(all.at, best)}});
      for (std::size_t i = 0; i < 4; ++i) {
        double sum = 0, squares = 0;
        for (float const* k = d.data() + 784 * i; k != d.data() + 784 * (i + 1); ++k)
          sum += std::abs(double(*k)), squares += double(*k) * double(*k);
        if (squares > 0) spread += sum * sum / squares / 784 / 24;
      }
      std::vector<Array4> parts{shown, study::to_full_contrast(d)};
      Array4& row = rows[std::size_t(feature)];
      if (critic == &first) parts.insert(parts.begin(), row);
      row = below(parts);
    }
    std::printf("D %s: its last features' guided slope spreads over %.1f %% of the pixels\n",
                critic == &learned ? "of the GAN" : "as drawn at first", 100 * spread);
  }
  write(out + "/evidence.png", data::grid(below(rows), 16));
}

void classes(Critic const& learned, Critic const& first, data::Images const& set, data::Images const& unseen,
             int labels) {
  auto const train = data::take(set, 0, labels), validation = data::take(set, labels, labels / 2),
             test = data::take(unseen, 0, std::min(unseen.count(), 5000));
  std::printf(
      "\n| features, %d labels | numbers | C | right on %zu test pictures |\n| --- | --- | --- | --- |\n",
      labels, test.labels.size());
  auto report = [&](char const* name, auto const& features) {
    study::Labelled const known{features(train.images), train.labels};
    auto const probe =
        study::linear_probe(known, {features(validation.images), validation.labels}, int(set.classes.size()),
                            {.c = {1e-5, 1e-4, 1e-3, 1e-2}, .passes = 40});
    std::printf("| %s | %zu | %g | %.1f %% |\n", name, known.features.shape(1), probe.c,
                100 * probe.accuracy({features(test.images), test.labels}));
    std::fflush(stdout);
  };
  report("pixels", metric::flat);
  report("D as drawn at first", [&](Array4 const& x) { return first.features(x); });
  report("D of the GAN", [&](Array4 const& x) { return learned.features(x); });
}

int main(int argc, char** argv) try {
  Options options{.train = {.batch = 64, .steps = 300, .out = "out/inside"}};
  std::string checkpoint;
  long labels = 1000, epochs = 1;
  int status = 0;
  if (!read_options(argc, argv, "Looks into the networks of a DCGAN of 28x28 pictures.", options, status,
                    {{"--checkpoint", &checkpoint, "of dcgan; without it a model is trained first"},
                     {"--labels", &labels, "labelled pictures to train the linear classifiers with"},
                     {"--judge-epochs", &epochs, "passes of the judge through the data"}}))
    return status;
  std::string const& out = options.train.out;
  auto const set = pictures(options.data), unseen = pictures(options.data, true);
  std::filesystem::create_directories(out);
  if (checkpoint.empty()) {
    Model model{{.seed = options.seed}};
    train(model, set, options.train);
    checkpoint = checkpoint_path(out);
  }
  Array4 const some = data::take(set, 0, std::min(set.count(), 5000)).images;
  Critic const learned(checkpoint, options.seed, some), first("", options.seed, some);
  filters(learned, first, out);
  Store<float> store(options.seed);
  Judge judge{{.seed = options.seed}};
  learn(judge, set, epochs, options.seed);
  forget(store, checkpoint,
         options.data.empty() ? std::vector<std::int32_t>{0, 8} : std::vector<std::int32_t>{2, 4, 6}, judge,
         options.seed, out);
  Inference<Generator, noise, Cpu> const draw(store);
  evidence(learned, first, in_parts(draw, Model::noise(2000, options.seed, 0)), out);
  classes(learned, first, set, unseen, int(labels));
} catch (Error const& e) {
  std::fprintf(stderr, "inside: %s\n", e.what());
  return 1;
}
