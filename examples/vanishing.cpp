// Why G's loss is turned around (Goodfellow et al. 2014, section 3; Arjovsky and Bottou 2017, figure 2): D
// learns alone against a G that stands still, and the surer it is, the less of log(1 - D(G(z))) reaches G,
// but not of -log D(G(z)). The norm of G's gradient is drawn for both losses. With --game, both players learn
// before that.
//
//   vanishing --data /usr/share/datasets/fashion-mnist --game 200 --steps 300 --out out/vanishing
#include <agon/agon.hpp>

#include "options/device.hpp"
#include "options/options.hpp"

using namespace agon;

using Generator = DCGANGenerator28<1, 32>;
using Discriminator = DCGANDiscriminator28<32>;
using Optimiser = Players<Adam>;
inline constexpr Latent noise = Features<100>;

// A step of both players by gradients at the same D and G; G's gradient is measured for both of its losses.
struct Step {
  static constexpr void build(Graph& g) {
    Weights generator{"G"}, discriminator{"D"};
    Tensor const z = noise.draw(g, "z"), fake = apply<Generator>(generator, z);
    Tensor const real = g.add_input("real", fake.shape());
    Symbols s{.real = real, .fake = fake, .input = z, .real_logits = {}, .fake_logits = {}};
    s.real_logits = apply<Discriminator>(discriminator, real);
    s.fake_logits = apply<Discriminator>(discriminator, fake);
    keep_verdict(g, s);
    g.keep("advantage", mean(s.real_logits) - mean(s.fake_logits));

    Tensor const d_loss = loss<Player::Discriminator>(nonsaturating, s);
    List<Tensor> const of_d = gradient(d_loss, discriminator.trainable());
    Tensor const first = loss<Player::Generator>(saturating, s),
                 second = loss<Player::Generator>(nonsaturating, s);
    List<Tensor> const by_first = gradient(first, generator.trainable()),
                       by_second = gradient(second, generator.trainable());
    g.keep("saturating", norm(by_first));
    g.keep("nonsaturating", norm(by_second));
    g.keep("loss.D", d_loss);
    g.keep("loss.G", second);
    Optimiser::descend(discriminator, of_d);
    Optimiser::descend(generator, by_second);
  }
};

struct Curve {
  std::vector<double> step, advantage, norm;
};

static void draw(std::string const& path, std::vector<plot::Series> const& all, plot::LineOptions const& o) {
  std::string const svg = plot::lines(all, o);
  data::write_file(path, {reinterpret_cast<std::uint8_t const*>(svg.data()), svg.size()});
}

int main(int argc, char** argv) try {
  Options options{.train = {.batch = 64, .steps = 300, .out = "out/vanishing"}};
  long game = 0;
  int status = 0;
  if (!read_options(argc, argv,
                    "Measures what of its loss reaches a generator under a discriminator that wins.", options,
                    status, {{"--game", &game, "steps of both players before G stands still"}}))
    return status;
  TrainOptions const& o = options.train;
  if (o.steps < 1 || game < 0) throw Error("vanishing", "give --steps of 1 or more, and --game of 0 or more");

  auto const pictures =
      options.data.empty() ? data::digits(5000) : data::pictures(options.data, {.size = 28, .channels = 1});
  std::filesystem::create_directories(o.out);
  Training<Step, Device, Optimiser> duel({.g = {.rate = options.rate_g}, .d = {.rate = options.rate_d}},
                                         options.seed);
  data::Batches batches(pictures, int(o.batch), options.seed);
  Curve of[2];
  std::printf("%s\n%6s %8s %8s %9s %10s %13s %13s\n", data::describe(pictures).c_str(), "step", "D(x)",
              "D(G(z))", "accuracy", "advantage", "saturating", "nonsaturating");
  for (long t = 1 - game; t <= o.steps; ++t) {
    duel.feed("real", batches.next().images, Image<1, 28, 28>);
    duel.hold({.g = t > 0});  // the gradients are computed all the same
    Report const r = duel.advance();
    if (t <= 0) continue;
    double const advantage = duel.value("advantage"),
                 norm[2]{duel.value("saturating"), duel.value("nonsaturating")};
    for (int k = 0; k < 2; ++k) {
      of[k].step.push_back(double(t));
      of[k].advantage.push_back(advantage);
      of[k].norm.push_back(norm[k]);
    }
    if (t == 1 || t == o.steps || t % 50 == 0)
      std::printf("%6ld %8.4f %8.4f %9.4f %10.3f %13.4g %13.4g\n", t, r.real, r.fake, r.accuracy, advantage,
                  norm[0], norm[1]);
  }
  plot::LineOptions how{{.title = "The norm of G's gradient while D learns alone", .x_label = "step of D"}};
  how.logarithmic = true;
  char const* const names[2]{"log(1 - D(G(z)))", "-log D(G(z))"};
  draw(o.out + "/steps.svg", {{names[0], of[0].step, of[0].norm}, {names[1], of[1].step, of[1].norm}}, how);
  how.title = "The norm of G's gradient, by D's advantage";
  how.x_label = "mean logit of real pictures less that of G's";
  std::vector<plot::Series> clouds;
  for (int k = 0; k < 2; ++k) {
    plot::Series s{names[k]};
    for (std::size_t i = 0; i < of[k].norm.size(); ++i) {
      s.x.insert(s.x.end(), {of[k].advantage[i], plot::gap});  // points, not a line
      s.y.insert(s.y.end(), {of[k].norm[i], plot::gap});
    }
    clouds.push_back(s);
  }
  draw(o.out + "/advantage.svg", clouds, how);
  std::printf("plots are in %s\n", o.out.c_str());
} catch (Error const& e) {
  std::fprintf(stderr, "vanishing: %s\n", e.what());
  return 1;
}
