// The other way round: a source that knows less than the target. MNIST's digits are to become digits over
// photographs, whose colours no function of a digit can tell. f is a classifier of MNIST; the judge is that
// of the coloured digits, f of dtn.cpp.
//
//   dtn_reverse MNIST PHOTOGRAPHS OUT STEPS SEED
#include <cmath>

#include "dtn.hpp"

using namespace learning;

struct ColouredDecoder : Initial<Xavier, ConvTranspose<64, 4, 1, 0>, BatchNorm, ReLU, dtn::Up<32>,
                                 dtn::Up<16>, SameConvTranspose<3, 3, 2>, Tanh> {};

using Model = DTN<F, ColouredDecoder, D, grey>;

// How much pictures differ: the deviation of a pixel over them, a mean over pixels.
double deviation(Array4 const& x) {
  std::size_t const n = x.shape(0), size = x.size() / n;
  double sum = 0;
  for (std::size_t k = 0; k < size; ++k) {
    double mean = 0, square = 0;
    for (std::size_t i = 0; i < n; ++i) {
      double const v = x.data()[i * size + k];
      mean += v / double(n), square += v * v / double(n);
    }
    sum += std::sqrt(square - mean * mean) / double(size);
  }
  return sum;
}

int main(int argc, char** argv) try {
  Options const o = options(argc, argv);
  Sets const s = sets(o);
  Known const known(o, s);
  std::string const f_file = o.out + "/f-of-digits.safetensors";
  Classifier<F, 10, grey> f{{.seed = 3}};
  learn(f, f_file, s.digits, 2, 3);
  data::ImageBatch const x = data::take(s.digits_test, 0, 2000);
  std::printf("f on MNIST %.2f %%\n", percent_right(f, x.images, x.labels));

  Model model{{.rate = 1e-3, .seed = o.seed}};
  model.load_f(f_file);
  double const start = seconds();
  train(model, data::transfer_set(s.digits, s.street),
        {.batch = 64, .steps = o.steps, .out = o.out + "/reverse", .log_every = 50, .quiet = true});
  Array4 const y = model.translate(x.images);
  std::printf(
      "reverse: %.2f %% right, deviation of a pixel %.3f, of real ones %.3f (%ld steps, seed %ld, %.0f s)\n",
      percent_right(known.f, y, x.labels), deviation(y), deviation(data::take(s.street_test, 0, 2000).images),
      o.steps, long(o.seed), seconds() - start);
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
