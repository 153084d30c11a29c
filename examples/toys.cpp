// Points of the plane by known laws, learned by WGAN-GP (Gulrajani et al. 2017, section 5.1) or by a GAN:
// does the generator find every mode, and the law between two numbers?
//
//   toys --set lattice --steps 20000 --out out/lattice          (eight, lattice, roll or people)
//   toys --set lattice --gan --steps 20000 --out out/lattice-gan
#include <agon/agon.hpp>
#include <agon/metric/correlation.hpp>
#include <agon/metric/modes.hpp>
#include <agon/metric/spread.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

// 2 - 128 - 128 - 128 - 2, and to a score or a logit: the paper's networks at a quarter of their width.
using Generator = WGANGPGeneratorToy<128>;
using Critic = WGANGPCriticToy<128>;

static_assert(output_shape<Generator, Features<2>> == Features<2>);

using Penalised =
    WGANGP<Generator, Critic, wasserstein + 0.1 * gradient_penalty, Features<2>, Device, Players<Adam>>;
using Usual = GAN<Generator, Critic, nonsaturating, Features<2>, Device, Players<Adam>>;

struct Law {
  data::Points points;
  Array2 centres = {};  // of its modes, or of its parts
  double deviation = 0;
};

Law law(std::string const& name, int n, std::uint64_t seed) {
  if (name == "eight")
    return {data::eight_gaussians(n, {seed}), metric::ring(8, 2 / data::ring_scale), data::ring_deviation};
  if (name == "lattice")
    return {data::lattice_gaussians(n, {seed}), metric::lattice(5, 2 / data::lattice_scale),
            data::lattice_deviation};
  if (name == "roll") return {data::swiss_roll(n, {seed}), data::swiss_roll_parts(200), data::roll_deviation};
  if (name == "people") return {data::standardised(data::people(n, {seed}))};
  throw Error(name, "is no set; take eight, lattice, roll or people");
}

// One of the two numbers of all points.
std::vector<double> column(Array2 const& x, std::size_t c) {
  std::vector<double> v(x.shape(0));
  for (std::size_t i = 0; i < v.size(); ++i) v[i] = x(i, c);
  return v;
}

void tell(char const* whose, Law const& of, Array2 const& x) {
  if (of.deviation > 0) {
    metric::ModeCoverage const c = metric::mixture_modes(x, of.centres, of.deviation);
    std::printf("%-10s %d of %zu modes or parts, %.1f %% within 3 deviations, KL %.4f\n", whose, c.found,
                of.centres.shape(0), 100 * c.good, c.kl);
    return;
  }
  std::vector<double> const height = column(x, 0), weight = column(x, 1);
  metric::Spread const h = metric::spread(height), w = metric::spread(weight);
  metric::Line const line = metric::regression(height, weight);
  std::printf(
      "%-10s height %.1f +- %.2f, weight %.1f +- %.2f, correlation %.3f, weight = %.3f (height - %.1f)\n",
      whose, h.mean, h.deviation, w.mean, w.deviation, line.correlation, line.slope,
      -line.intercept / line.slope);
}

template <class Model>
void run(typename Model::Options const& how, Options const& options, Law const& of) {
  Model model{how};
  if (options.generate.empty())
    train(model, of.points, options.train);
  else
    model.load(options.generate);
  int const n = std::min(of.points.count(), 10'000), drawn = 600;
  Array2 const real = data::measured(of.points, of.points.some(0, n)),
               fake = data::measured(of.points, model.sample(n, options.seed));
  tell("the data:", of, real);
  tell("generated:", of, fake);
  auto const some = [&](char const* name, Array2 const& x) {
    plot::Series s{name, column(x, 0), column(x, 1)};
    s.x.resize(std::min<std::size_t>(s.x.size(), drawn)), s.y.resize(s.x.size());
    return s;
  };
  bool const people = of.deviation == 0;
  std::string const svg =
      plot::points({some("real", real), some("generated", fake)}, {{.title = of.points.name,
                                                                    .x_label = people ? "height, cm" : "",
                                                                    .y_label = people ? "weight, kg" : ""},
                                                                   !people});
  std::string const path = options.train.out + "/points.svg";
  data::write_file(path, {reinterpret_cast<std::uint8_t const*>(svg.data()), svg.size()});
  std::printf("drew %s\n", path.c_str());
}

int main(int argc, char** argv) try {
  Options options{.train = {.batch = 256, .steps = 20'000, .out = "out/toys", .pictures_every = 2000},
                  .rate_g = 1e-4,
                  .rate_d = 1e-4};
  std::string set = "lattice";
  bool gan = false;
  int status = 0;
  if (!read_options(argc, argv,
                    "Trains WGAN-GP, whose steps are the critic's, or a GAN on points of the plane.", options,
                    status,
                    {{"--set", &set, "eight, lattice, roll or people"},
                     {"--gan", &gan, "a GAN with the same networks instead"}}))
    return status;
  Law const of = law(set, 100'000, options.seed);
  auto const adam = [](double rate) { return Adam{.rate = rate, .beta1 = 0.5, .beta2 = 0.9}; };
  Players<Adam> const rates{adam(options.rate_g), adam(options.rate_d)};
  if (gan)
    run<Usual>({.optimiser = rates, .seed = options.seed}, options, of);
  else
    run<Penalised>({.optimiser = rates, .seed = options.seed, .critic = wgan_gp_steps}, options, of);
} catch (Error const& e) {
  std::fprintf(stderr, "toys: %s\n", e.what());
  return 1;
}
