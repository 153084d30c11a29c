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

// Figure 1 is of four layers without regularisation: here three convolutions, with half the widths of
// cuda-convnet's quick network, and one linear layer.
enum class First { fitting, small };
template <bool Tangent, First From>
struct Four {
  static constexpr auto name = text("Four");
  constexpr Tensor operator()(Scope& s, Tensor x) const { return Layers{}(s, x); }

 private:
  template <bool Yes, class A, class B>
  using If = std::conditional_t<Yes, A, B>;
  using On = If<Tangent, Tanh, ReLU>;
  using Pool = MaxPool<3, 2, 0, Ends::reach_over>;
  // Weights that keep deviations from layer to layer, for each activation its own (He et al. 2015, Glorot and
  // Bengio 2010), or cuda-convnet's: 0.0001 for pixels of the units of bytes, which are 0.006 here, 0.01 and
  // 0.1.
  template <Real Small, class L>
  using Drawn = Initial<If<From == First::small, Normal<Small>, If<Tangent, Xavier, He>>, L>;
  using Layers = Seq<Centred<2>,                           // pixels of about unit deviation
                     Drawn<0.006, Conv<16, 5>>, On, Pool,  // 16x16
                     Drawn<0.01, Conv<16, 5>>, On, Pool,   // 8x8
                     Drawn<0.01, Conv<32, 5>>, On, Pool,   // 4x4
                     Flatten, Drawn<0.1, Linear<10>>>;
};
template <bool Normalised, bool Overlapping>
struct Whole
    : SmallAlexNet<10, 1, Recipe{.thinner = 8, .normalised = Normalised, .overlapping = Overlapping}> {};

struct Course {
  double rate = 0.01, noise = 0;
  long epochs = 40;
  int batch = 30;
};

/// One pass through the data: the training error, while it learned.
double epoch(auto& model, auto& batches) {
  double wrong = 0;
  for (int k = 0; k < batches.per_epoch(); ++k) {
    model.feed(batches.next());
    wrong += (1 - model.advance().accuracy) / batches.per_epoch();
  }
  return wrong;
}

/// The training error of each epoch.
template <class Net>
plot::Series learn(std::string const& name, data::Images const& set, data::Images const* unseen,
                   Course const& plan) {
  alexnet::Model<Net, 32> model{{.optimiser = alexnet::descent(plan.rate), .seed = 1}};
  alexnet::know(model, set, plan.noise);
  data::Batches batches(set, plan.batch, 1);
  plot::Series curve{name};
  for (long n = 1; n <= plan.epochs; ++n) try {
      curve.y.push_back(epoch(model, batches));
      curve.x.push_back(double(n));
    } catch (NotFinite const&) {
      std::printf("%-28s  diverged in epoch %ld\n", name.c_str(), n);
      return curve;
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

/// What became of one run: the training error of its epochs.
struct Run {
  double rate = 0;
  std::uint64_t seed = 1;
  plot::Series curve;
  bool done = false;  // it came to 25 %
  long epochs() const { return long(curve.y.size()); }
};

template <class Net>
Run run(std::string const& name, data::Images const& set, double rate, std::uint64_t seed, long epochs) {
  SoftmaxClassifier<Net, Image<3, 32, 32>, Cpu, Momentum> model{
      {.optimiser = {.rate = rate, .momentum = 0.9, .form = Momentum::Form::inside}, .seed = seed}};
  set_statistic(model.store(), "pixel_mean", data::mean_picture(set));
  data::Batches batches(set, 30, seed);
  Run r{.rate = rate, .seed = seed, .curve = {joined({name, ", rate ", rate, ", seed ", seed})}};
  std::printf("%s:", r.curve.name.c_str());
  while (r.epochs() < epochs && !r.done) {
    try {
      r.curve.y.push_back(epoch(model, batches));
    } catch (NotFinite const&) {
      std::printf(" diverged");
      break;
    }
    r.curve.x.push_back(double(r.epochs()));
    r.done = r.curve.y.back() <= 0.25;
    std::printf(" %.3f", r.curve.y.back());
    std::fflush(stdout);
  }
  std::printf("\n");
  std::fflush(stdout);
  return r;
}

/// The fastest of a ladder of rates, from its middle outwards, and that rate with two more seeds. A run ends
/// where it can no longer be the fastest.
template <class Net>
std::vector<Run> fastest(std::string const& name, data::Images const& set, long epochs) {
  Run best;
  long most = epochs;
  for (double rate : {0.01, 0.005, 0.02, 0.0025, 0.04, 0.00125, 0.08}) {
    Run r = run<Net>(name, set, rate, 1, most);
    bool const sooner =
        r.done && (!best.done || r.epochs() < best.epochs() || r.curve.y.back() < best.curve.y.back());
    if (sooner) best = std::move(r), most = best.epochs();
  }
  if (!best.done) return {};
  std::vector<Run> runs{best};
  for (std::uint64_t seed : {2, 3}) runs.push_back(run<Net>(name, set, best.rate, seed, epochs));
  return runs;
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
    data::Images const set = data::pictures(argv[2], {.size = 32});
    std::vector<plot::Series> curves;
    auto const add = [&](std::vector<Run> const& runs) {
      for (Run const& r : runs) curves.push_back(r.curve);
    };
    add(fastest<Four<false, First::fitting>>("ReLU", set, 40));
    add(fastest<Four<true, First::fitting>>("tanh", set, 40));
    add(fastest<Four<false, First::small>>("ReLU, small weights", set, 40));
    add(fastest<Four<true, First::small>>("tanh, small weights", set, 40));
    draw(out + "/activations.svg", "Training error of four layers", curves);
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
