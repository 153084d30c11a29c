// Where the Domain Transfer Network ends: a source that is poorer than its target, as MNIST is beside digits
// over photographs; domains that have nothing in common, as digits and flowers; and photographs drawn as
// emoji, of which pictures alone can tell. Each f is the body of a classifier of its own source.
//
//   study_dtn_limits MNIST FLOWERS EMOJI OUT STEPS SEED
#include "dtn.hpp"

using namespace learning;

namespace {

/// A decoder, and its rival, of pictures in colour.
struct Painter : Initial<Xavier, ConvTranspose<64, 4, 1, 0>, BatchNorm, ReLU, dtn::Up<32>, dtn::Up<16>,
                         SameConvTranspose<3, 3, 2>, Tanh> {};
using Model = DTN<F, Painter, D, colour, ternary + 15 * f_constancy<> + 15 * target_identity<>>;

struct Limits {
  std::string out;
  long steps;
  std::uint64_t seed;

  /// f of a source, trained, and what share of unseen pictures it knows.
  template <int Classes>
  auto know(char const* name, data::Images const& source, data::Images const& unseen, int epochs) const {
    auto f = std::make_unique<Classifier<F, Classes, colour>>(
        typename Classifier<F, Classes, colour>::Options{.seed = 1});
    learn(*f, joined({out, "/", name, ".f.safetensors"}), source, epochs, 1);
    std::printf("%s: f knows %.2f %% of its source\n", name, 100 * f->accuracy(unseen));
    return f;
  }
  /// A transfer, trained. Its pictures lie in OUT/NAME.
  std::unique_ptr<Model> transfer(char const* name, data::Images const& source,
                                  data::Images const& target) const {
    double const start = seconds();
    auto model = std::make_unique<Model>(Model::Options{.rate = 1e-3, .seed = seed});
    model->load_f(joined({out, "/", name, ".f.safetensors"}));
    train(*model, data::unpaired(source, target),
          {.batch = 64, .steps = steps, .out = joined({out, "/", name}), .log_every = 50, .quiet = true});
    std::printf("%s: %ld steps, seed %ld, %.0f s\n", name, steps, long(seed), seconds() - start);
    std::fflush(stdout);
    return model;
  }
};

/// Gray digits in three equal channels: over a photograph that is black.
data::Images in_three_channels(data::Images const& digits) {
  data::Stack black{colour, 0, {}};
  black.add(data::Picture(colour.w, colour.h, 3));
  return data::mnist_m(digits, black);
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 7) throw Error(argv[0], "MNIST FLOWERS EMOJI OUT STEPS SEED");
  Limits const l{argv[4], std::atol(argv[5]), std::uint64_t(std::atol(argv[6]))};
  std::filesystem::create_directories(l.out);
  Sets const s = sets({argv[1], argv[2], l.out});
  auto const flowers = data::image_folder(argv[2], {.size = 32}),
             emoji = data::image_folder(argv[3], {.size = 32});
  auto const [seen, unseen] = data::hold_out(flowers, 400, 1);

  {  // a poorer source
    auto const plain = in_three_channels(s.digits), test = in_three_channels(s.digits_test);
    auto const f = l.know<10>("poorer", plain, test, 4);
    Classifier<DTNFeatures<16>, 10, colour> judge{{.seed = 2}};
    learn(judge, l.out + "/street-judge.safetensors", s.street, 5, 2);
    auto const model = l.transfer("poorer", plain, s.street);
    auto const x = data::take(test, 0, test.count()), known = data::take(s.street_test, 0, 10'000);
    std::printf(
        "poorer: the judge knows %.2f %% of its own kind, %.2f %% of the source, %.2f %% transferred\n",
        percent_right(judge, known.images, known.labels), percent_right(judge, x.images, x.labels),
        percent_right(judge, model->translate(x.images), x.labels));
  }
  {  // unlike domains
    auto const f = l.know<10>("unlike", s.street, s.street_test, 5);
    auto const model = l.transfer("unlike", s.street, seen);
    auto const x = data::take(s.street_test, 0, 10'000);
    std::printf("unlike: f knows the digit in %.2f %% of the transferred pictures\n",
                percent_right(*f, model->translate(x.images), x.labels));
  }
  {  // photographs to emoji
    auto const f = l.know<5>("emoji", seen, unseen, 20);
    auto const model = l.transfer("emoji", seen, emoji);
    auto const x = data::take(unseen, 0, unseen.count());
    std::printf("emoji: f knows the flower in %.2f %% of the transferred pictures\n",
                percent_right(*f, model->translate(x.images), x.labels));
    data::write_png(l.out + "/emoji-unseen.png", model->picture(data::unpaired(unseen, emoji)));
  }
} catch (Error const& e) {
  std::fprintf(stderr, "%s\n", e.what());
  return 1;
}
