// What has a DCGAN learned to draw? Its latent space, as the paper walks it (Radford et al. 2016,
// sections 6.1 and 6.3.3): walks, single coordinates, arithmetic, directions of attributes, the nearest
// training pictures.
//
//   latent --data /usr/share/datasets/fashion-mnist --checkpoint out/dcgan/checkpoint.safetensors
//
// takes a checkpoint of dcgan; without one it trains a model first. An attribute that every set has is light:
// how much of a picture is lit. What classes drawn pictures have, a classifier of the set says.
#include <agon/agon.hpp>
#include <agon/study/sweep.hpp>
#include <agon/study/walk_report.hpp>

#include "dcgan28/concepts.hpp"
#include "options/options.hpp"

using namespace agon;
using namespace dcgan28;

void sweeps(Model const& model, std::uint64_t seed, std::string const& out) {
  auto const draw = [&](Array4 const& z) { return model.draw(z); };
  auto const effect = study::coordinate_effects(draw, Model::noise(16, seed, 0));
  auto const order = study::ranked(effect);
  auto at = [&](std::size_t k) { return effect[std::size_t(order[k])]; };
  std::printf(
      "\nOne coordinate from -1 to 1: the most changes %.2f (number %ld), the median one %.2f, the least "
      "%.2f\n",
      at(0), order[0], at(order.size() / 2), at(order.size() - 1));
  Array4 all = Array4::from_shape({6 * 9, 1, 28, 28});
  for (std::size_t k = 0; k < 6; ++k) {  // the three that do most, and three in the middle
    long const i = order[k < 3 ? k : order.size() / 2 + k];
    Array4 const x = model.draw(study::sweep(Model::noise(1, seed, 5), i, -4, 4, 9));
    std::copy(x.begin(), x.end(), all.data() + k * x.size());
  }
  write(out + "/sweeps.png", data::grid(all, 9));
}

// Are drawn pictures nearer to those that the model has seen than others of the set are?
void neighbours(Array4 const& drawn, Array4 const& known, Array4 const& unseen, bool shown,
                std::string const& out) {
  auto of = [&](Array4 const& x) { return metric::nearest(metric::flat(x), metric::flat(known)); };
  auto report = [](char const* name, metric::Neighbours const& n) {
    std::vector<double> d;
    for (long i = 0; i < n.squared.rows(); ++i) d.push_back(std::sqrt(n.squared(i, 0)));
    std::sort(d.begin(), d.end());
    std::printf("| %s | %.2f | %.2f | %.2f |\n", name, d.front(), d[d.size() / 2], d.back());
  };
  std::printf(
      "\n| nearest of %zu training pictures to | least | median | most |\n| --- | --- | --- | --- |\n",
      known.shape(0));
  auto const found = of(drawn);
  report("drawn pictures", found);
  report("unseen pictures", of(unseen));
  if (!shown) return;
  std::vector<long> rows;
  for (long i = 0; i < 12; ++i) rows.push_back(found.row(i, 0));
  Array4 const first = study::rows_of(drawn, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
               near = study::rows_of(known, rows);
  Array4 sheet = Array4::from_shape({24, 1, 28, 28});
  std::copy(near.begin(), near.end(), std::copy(first.begin(), first.end(), sheet.data()));
  write(out + "/neighbours.png", data::grid(sheet, 12));
}

int main(int argc, char** argv) try {
  Options options{.train = {.batch = 64, .steps = 300, .out = "out/latent"}};
  std::string checkpoint;
  long samples = 6000, epochs = 1;
  int status = 0;
  if (!read_options(argc, argv, "Looks into the latent space of a DCGAN of 28x28 pictures.", options, status,
                    {{"--checkpoint", &checkpoint, "of dcgan; without it a model is trained first"},
                     {"--samples", &samples, "pictures drawn to find attributes in"},
                     {"--judge-epochs", &epochs, "passes of the classifier through the data"}}))
    return status;
  std::string const& out = options.train.out;
  auto const set = pictures(options.data), unseen = pictures(options.data, true);
  Model model{{.seed = options.seed}};
  if (checkpoint.empty())
    train(model, set, options.train);
  else
    model.load(checkpoint);
  std::filesystem::create_directories(out);
  Judge judge{{.seed = options.seed}};
  learn(judge, set, epochs, options.seed);
  std::printf("the classifier is right about %.1f %% of unseen pictures\n", 100 * judge.accuracy(unseen));

  Array4 const known = data::take(set, 0, std::min(set.count(), 20000)).images;
  auto const report = study::walk_report([&](Array4 const& z) { return drawn_of(model, z); },
                                         [&](Array4 const& x) { return judge.features(x); },
                                         Model::noise(7, options.seed, 0), known);
  std::printf("\nThe largest step over the mean one:\n%s", report.text().c_str());
  write(out + "/walk.png", report.picture);
  sweeps(model, options.seed, out);
  Drawn const drawn(model, judge, Model::noise(std::max(samples, 100l), options.seed + 1, 0));
  arithmetic(model, judge, drawn, options.seed, out);
  directions(model, judge, drawn, out);
  neighbours(model.sample(1000, options.seed), known,
             data::take(unseen, 0, std::min(unseen.count(), 1000)).images, options.data.empty(), out);
} catch (Error const& e) {
  std::fprintf(stderr, "latent: %s\n", e.what());
  return 1;
}
