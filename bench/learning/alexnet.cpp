// What the parts of AlexNet do (Krizhevsky, Sutskever and Hinton 2012, section 3), at a reduced size:
//
//   study_alexnet activations data_batch_1.bin out    epochs to 25 % training error, ReLU against tanh
//   study_alexnet parts flowers out                   response normalisation and overlapping pools, or none
//
// Each draws the training error by epoch, out/NAME.svg, and prints what it came to.
#include <cstring>
#include <filesystem>

#include <agon/data/file.hpp>
#include <agon/data/hold_out.hpp>
#include <agon/data/pictures.hpp>
#include <agon/data/shown.hpp>
#include <agon/plot/lines.hpp>
#include <agon/system/alexnet.hpp>

using namespace agon;

namespace {

using alexnet::Recipe;

// Figure 1 is of a network without regularisation.
template <bool Tanh>
struct Bare : SmallAlexNet<10, 1, Recipe{.thinner = 8, .tanh = Tanh, .normalised = false, .dropout = false}> {
};
template <bool Normalised, bool Overlapping>
struct Whole
    : SmallAlexNet<10, 1, Recipe{.thinner = 8, .normalised = Normalised, .overlapping = Overlapping}> {};

struct Course {
  double rate = 0.01, noise = 0;
  long epochs = 40;
  int batch = 30;
  double until = 0;  // stops at this training error
};

/// The training error of each epoch, while it learned.
template <class Net>
plot::Series learn(std::string const& name, data::Images const& set, data::Images const* unseen,
                   Course const& plan) {
  alexnet::Model<Net, 32> model{{.optimiser = alexnet::descent(plan.rate), .seed = 1}};
  alexnet::know(model, set, plan.noise);
  data::Batches batches(set, plan.batch, 1);
  plot::Series curve{name};
  for (long epoch = 1; epoch <= plan.epochs; ++epoch) {
    double wrong = 0;
    try {
      for (int k = 0; k < batches.per_epoch(); ++k) {
        model.feed(batches.next());
        wrong += (1 - model.advance().accuracy) / batches.per_epoch();
      }
    } catch (NotFinite const&) {
      std::printf("%-28s  diverged in epoch %ld\n", name.c_str(), epoch);
      return curve;
    }
    curve.x.push_back(double(epoch));
    curve.y.push_back(wrong);
    if (wrong <= plan.until) break;
  }
  std::printf("%-28s  training error %.3f after %zu epochs", name.c_str(), curve.y.back(), curve.y.size());
  if (unseen)
    for (auto views : {data::Views::middle, data::Views::ten}) {
      Evaluation const e = model.evaluate(*unseen, views);
      std::printf(", %s top-1 error %.3f, loss %.3f", views == data::Views::ten ? "ten crops" : "centre",
                  1 - e.top1, e.loss);
    }
  std::printf("\n");
  std::fflush(stdout);
  return curve;
}

void draw(std::string const& path, std::string const& title, std::vector<plot::Series> const& curves) {
  plot::LineOptions o{{.title = title, .x_label = "epoch", .y_label = "training error"}};
  o.low = 0;
  o.high = 1;
  std::string const svg = plot::lines(curves, o);
  data::write_file(path, {reinterpret_cast<std::uint8_t const*>(svg.data()), svg.size()});
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc != 4) {
    std::fprintf(stderr, "study_alexnet activations|parts DATA OUT\n");
    return 1;
  }
  std::string const out = argv[3];
  std::filesystem::create_directories(out);
  if (!std::strcmp(argv[1], "activations")) {
    data::Images const set = data::hold_out(data::pictures(argv[2], {.size = 32}), 600).second;
    std::vector<plot::Series> curves;
    for (double rate : {0.003, 0.01}) {
      Course const plan{.rate = rate, .epochs = 40, .batch = 30, .until = 0.25};
      std::string const at = joined({", rate ", rate});
      curves.push_back(learn<Bare<false>>("ReLU" + at, set, nullptr, plan));
      curves.push_back(learn<Bare<true>>("tanh" + at, set, nullptr, plan));
    }
    draw(out + "/activations.svg", "Epochs to 25 % training error", curves);
  } else {
    auto const set = data::cropped_at_random(data::pictures(argv[2], {.size = 36}), 4, true);
    auto const [seen, unseen] = data::hold_out(set, 500);
    Course const plan{.rate = 0.01, .noise = 0.1, .epochs = 8, .batch = 64};
    draw(out + "/parts.svg", "With and without the paper's parts",
         {learn<Whole<true, true>>("as in the paper", seen, &unseen, plan),
          learn<Whole<false, true>>("no response normalisation", seen, &unseen, plan),
          learn<Whole<true, false>>("pools that do not overlap", seen, &unseen, plan)});
  }
} catch (Error const& e) {
  std::fprintf(stderr, "study_alexnet: %s\n", e.what());
  return 1;
}
