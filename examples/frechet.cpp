// How far are generated pictures from real ones? The Frechet distance (Heusel et al. 2017) to a test set, in
// the features of a classifier that is trained here first. Training pictures tell what distance is none.
//
//   frechet --data /usr/share/datasets/fashion-mnist --checkpoint out/dcgan/checkpoint.safetensors
#include "options/frechet.hpp"

#include <agon/agon.hpp>
#include <agon/metric/frechet.hpp>

using namespace agon;

// Picture to 128 features.
template <int C>
struct Down : Seq<NoBias<Conv<C, 4, 2>>, BatchNorm, LeakyReLU<0.2>> {};

struct Body : Seq<Down<32>, Down<64>, Flatten, NoBias<Linear<128>>, BatchNorm, LeakyReLU<0.2>> {};

using Judge = Classifier<Body, 10, Image<1, 28, 28>>;

// The generator of dcgan.cpp.
struct Generator : Seq<dcgan::Up<256, 4, 1, 0>, dcgan::Up<128, 3, 2, 1>, dcgan::Up<64, 4, 2, 1>,
                       NoBias<ConvTranspose<1, 4, 2>>, Tanh> {};

using Model = DCGAN<Generator, DCGANDiscriminator28<>>;

// n pictures from a checkpoint, rounded to what a file of bytes can hold.
Array4 draw(std::string const& checkpoint, int n, std::uint64_t seed) {
  Store<float> store;
  Inference<Generator, Features<100>, Cpu> const generator(store);
  load_parameters(store, checkpoint, "G");
  Array4 pictures = data::empty_batch(n, generator.output);
  float* to = pictures.data();
  for (int first = 0; first < n; first += 100)
    for (float x : generator(Model::noise(std::min(100, n - first), seed, first)))
      *to++ = std::round((x + 1) * 127.5f) / 127.5f - 1;
  return pictures;
}

int main(int argc, char** argv) try {
  FrechetOptions options;
  int status = 0;
  if (!read_options(argc, argv, options, status)) return status;
  bool const none = options.data.empty();
  auto const seen = none ? data::digits(10000) : data::pictures(options.data, {.size = 28, .channels = 1});
  auto const unseen = none ? data::digits(2000, {.seed = 2})
                           : data::pictures(options.data, {.size = 28, .channels = 1, .test = true});
  std::printf("%s\n%s\n%s\n", Cpu::machine_text().c_str(), data::describe(seen).c_str(),
              data::describe(unseen).c_str());

  int const count = unseen.count();
  auto first = [&](data::Images const& set) {
    return data::take(set, 0, std::min(count, set.count())).images;
  };
  std::vector<std::pair<std::string, Array4>> sets{{"training pictures", first(seen)}};
  for (auto const& path : options.checkpoints)
    sets.emplace_back("drawn by " + path, draw(path, count, options.seed));
  for (auto const& path : options.samples) sets.emplace_back("of " + path, first(data::idx(path)));

  Judge judge{{.seed = options.seed}};
  data::Batches batches(seen, 100, options.seed);
  for (long epoch = 1; epoch <= options.epochs; ++epoch) {
    double loss = 0;
    for (int k = 0; k < batches.per_epoch(); ++k) {
      judge.feed(batches.next());
      loss += judge.advance() / batches.per_epoch();
    }
    std::printf("epoch %ld: loss %.3f, %.2f %% of the test pictures right\n", epoch, loss,
                100 * judge.accuracy(unseen));
    std::fflush(stdout);
  }

  auto const real = metric::gaussian(judge.features(data::take(unseen, 0, count).images));
  std::printf("Frechet distance to the %d test pictures:\n", count);
  for (auto const& [name, pictures] : sets)
    std::printf("%9.3f  %zu %s\n", metric::frechet(metric::gaussian(judge.features(pictures)), real),
                pictures.shape(0), name.c_str());
} catch (Error const& e) {
  std::fprintf(stderr, "frechet: %s\n", e.what());
  return 1;
}
