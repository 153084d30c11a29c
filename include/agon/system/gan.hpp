#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/images.hpp>
#include <agon/data/points.hpp>
#include <agon/data/scatter.hpp>
#include <agon/layer/describe.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/critic_steps.hpp>
#include <agon/train/ema.hpp>
#include <agon/train/inference.hpp>
#include <agon/train/model_options.hpp>
#include <agon/train/training.hpp>

namespace agon {

/// How the players of a GAN move, and what they know.
struct GANRecipe {
  enum class Moves {
    alternating,   // D, then G against the new D, on each batch: DCGAN's PyTorch code
    simultaneous,  // both by gradients at the same D and G: Goodfellow's
    in_turns       // D on each batch, and G now and then, as CriticSteps says: WGAN
  };
  Moves moves = Moves::alternating;
  Condition condition{};
  bool unit_pixels = false;       // the networks' pixels are in (0, 1), and not in (-1, 1) as the user's are
  bool dropout_is_noise = false;  // G's stays on when it draws, as pix2pix's does (its BatchNorm, too)

  constexpr Phase first() const {
    return moves == Moves::in_turns ? Phase::discriminator
                                    : (moves == Moves::simultaneous ? Phase::at_once : Phase::both);
  }
};

namespace detail {

/// The programs of a GAN: one step, and in turns the generator's beside the critic's.
template <class G, class D, auto Objective, Latent Z, class Backend, class Optimiser, GANRecipe How>
struct GANTraining : Training<AdversarialStep<G, D, Objective, Z, Optimiser, How.first(), How.condition>,
                              Backend, Optimiser> {
  using GANTraining::Training::Training;
};
template <class G, class D, auto Objective, Latent Z, class Backend, class Optimiser, GANRecipe How>
requires(How.moves ==
         GANRecipe::Moves::in_turns) struct GANTraining<G, D, Objective, Z, Backend, Optimiser, How>
    : Training<AdversarialStep<G, D, Objective, Z, Optimiser, Phase::discriminator, How.condition>, Backend,
               Optimiser, AdversarialStep<G, D, Objective, Z, Optimiser, Phase::generator, How.condition>> {
  using GeneratorStep = AdversarialStep<G, D, Objective, Z, Optimiser, Phase::generator, How.condition>;
  using GANTraining::Training::Training;
};

/// The generator put to use.
template <class G, Latent Z, class Backend, class Optimiser, Condition Y, Mode M>
struct GANDrawing : Inference<G, Z.shape, Backend, drawn_network<Optimiser>, M, Wire{"y", Y.shape()}> {
  using GANDrawing::Inference::Inference;
};
template <class G, Latent Z, class Backend, class Optimiser, Condition Y, Mode M>
requires(!Y) struct GANDrawing<G, Z, Backend, Optimiser, Y, M>
    : Inference<G, Z.shape, Backend, drawn_network<Optimiser>, M> {
  using GANDrawing::Inference::Inference;
};

template <class G, Latent Z, Condition Y>
inline constexpr Shape drawn_shape = output_shape<G, Z.shape, Wire{"y", Y.shape()}>;
template <class G, Latent Z, Condition Y>
requires(!Y) inline constexpr Shape drawn_shape<G, Z, Y> = output_shape<G, Z.shape>;

}  // namespace detail

/// Pictures out of noise: a generator from Latent, a discriminator or critic with one logit or a map of them,
/// an objective, a backend, an optimiser and a recipe; the step is AdversarialStep. DCGAN and WGAN are names
/// of it. With a condition both networks read the class "y" of a picture, and the generator draws the class
/// that is asked for (Mirza and Osindero 2014).
template <class G, class D, auto Objective = nonsaturating, Latent Z = Features<100>, class Backend = Cpu,
          class Optimiser = Adam, GANRecipe How = GANRecipe{}>
class GAN : public detail::GANTraining<G, D, Objective, Z, Backend, Optimiser, How> {
 public:
  using Options = ModelOptions<Optimiser>;
  static constexpr Shape image = detail::drawn_shape<G, Z, How.condition>;
  static constexpr int classes = How.condition.classes;  // 0: no classes

  explicit GAN(Options const& o = {})
      : Base(o.chosen(), o.seed), generator_(this->store()), critic_steps_(o.critic) {}

  /// A batch of pictures in [-1, 1], (N, C, H, W), and of their classes if the networks read those. Throws
  /// Error if a class is missing or is none.
  void feed(Array4 const& real, std::vector<std::int32_t> const& labels = {}) {
    if constexpr (How.unit_pixels) {
      unit_ = real;
      for (float& x : unit_) x = 0.5f * x + 0.5f;
      Base::feed("real", unit_, image);
    } else
      Base::feed("real", real, image);
    if constexpr (classes > 0)
      Base::feed("y", conditions(labels, long(real.shape(0))), How.condition.shape());
  }
  void feed(data::ImageBatch const& batch) { feed(batch.images, batch.labels); }

  /// One step on what was fed. Of players that move in turns, it is the critic's, and the generator's too
  /// when it is its turn, counted by the steps in which it is not held. Throws NotFinite if a loss is not a
  /// number any more: the parameters are lost then.
  Report advance() {
    launch();
    return report();
  }
  /// The halves of `advance()`, as in Training.
  void launch() {
    if constexpr (How.moves == GANRecipe::Moves::in_turns) {
      this->run({"D"});
      turn_ = {};
      if (!this->held().g) turn_ = critic_steps_.turn(this->step() - this->game().held_g);
      if (turn_.moves) this->template run_beside<typename Base::GeneratorStep>({"G"}, turn_.done + 1);
    } else
      Base::launch();
  }
  Report report() const {
    if constexpr (How.moves == GANRecipe::Moves::in_turns) {
      double loss_g = 0;
      if (turn_.moves) loss_g = double(this->template kept<typename Base::GeneratorStep>("loss.G")[0]);
      return this->checked({.loss_d = this->value("loss.D"),
                            .loss_g = loss_g,
                            .real = this->value("D(x)"),
                            .fake = this->value("D(G(z))"),
                            .accuracy = this->value("accuracy"),
                            .distance = distance(),
                            .g_moved = turn_.moves});
    } else {
      Report r = Base::report();
      r.distance = distance();
      return r;
    }
  }

  /// n pictures in [-1, 1] from noise that depends on the seed and their number alone, by running statistics:
  /// (n, C, H, W); where dropout is noise, so do its masks. Of classes, picture k is of class k modulo their
  /// count.
  Array4 sample(long n, std::uint64_t seed = 0, long first = 0) const {
    std::vector<std::int32_t> labels;
    if constexpr (classes > 0)
      for (long i = 0; i < n; ++i) labels.push_back(std::int32_t((first + i) % classes));
    return drawn(n, labels, seed, first);
  }
  /// Pictures of the classes asked for, one each.
  Array4 sample(std::vector<std::int32_t> const& labels, std::uint64_t seed = 0, long first = 0) const
      requires(classes > 0) {
    return drawn(long(labels.size()), labels, seed, first);
  }
  /// Pictures in [-1, 1] of given latents, (n, C, H, W), and of the classes asked for. Where dropout is
  /// noise, `key` names its masks: those of picture i are of step key.step + i.
  Array4 draw(Array4 const& z, std::vector<std::int32_t> const& labels = {}, RandomKey key = {}) const {
    if constexpr (How.dropout_is_noise)
      if (z.shape(0) > 1) return one_by_one(z, labels, key);
    Array4 x;
    if constexpr (classes > 0)
      x = generator_(z, {{"y", conditions(labels, long(z.shape(0)))}}, key);
    else
      x = generator_(z, key);
    if constexpr (How.unit_pixels)
      for (float& v : x) v = 2 * v - 1;
    return x;
  }
  /// Tables of both networks' layers.
  static std::string summary() {
    auto const of = []<Wire... Beside> {
      return joined({"G\n", describe<G, Z.shape, Beside...>(), "D\n", describe<D, image, Beside...>()});
    };
    if constexpr (classes > 0)
      return of.template operator()<Wire{"y", How.condition.shape()}>();
    else
      return of.template operator()<>();
  }
  /// Latents of samples first, first + 1, ...
  static Array4 noise(long n, std::uint64_t seed, long first) { return Z.sample(n, seed, first); }
  data::Picture picture(data::Images const&) const {
    if constexpr (classes > 0)
      return data::grid(sample(8 * std::min(classes, 16)), std::min(classes, 16));
    else
      return data::grid(sample(64));
  }
  /// Points of the plane: those of the set in grey, and as many drawn ones, 2000 at most, in blue.
  data::Picture picture(data::Points const& set) const requires(image == Features<2>) {
    int const n = std::min(set.count(), 2000);
    Array2 const real = measured(set, set.some(0, n)), fake = measured(set, sample(n));
    return data::scatter({{&real, 190, 190, 190}, {&fake, 30, 90, 200}});
  }

  void save(std::string const& path, data::Position position = {}) const {
    Base::save(path, "GAN", position);
  }
  data::Position load(std::string const& path) { return Base::load(path, "GAN"); }

 private:
  using Base = detail::GANTraining<G, D, Objective, Z, Backend, Optimiser, How>;
  static constexpr Mode drawing = How.dropout_is_noise ? Mode::BatchStatistics : Mode::Eval;
  detail::GANDrawing<G, Z, Backend, Optimiser, How.condition, drawing> generator_;
  CriticSteps critic_steps_;
  CriticSteps::Turn turn_{};  // what the last step was followed by
  Array4 unit_ = Array4::from_shape({0, 0, 0, 0});

  /// The critic's estimate, if D is one.
  std::optional<double> distance() const {
    if constexpr (makes_critic<decltype(Objective)>)
      return this->value("f(x)") - this->value("f(G(z))");
    else
      return {};
  }
  /// Classes as the networks read them.
  static Array4 conditions(std::vector<std::int32_t> const& labels, long n) {
    Array4 y = Array4::from_shape({0, 0, 0, 0});
    labels_to(y, labels, n, classes, How.condition.shape());
    return y;
  }
  /// Each picture in a batch of its own, so that no batch's size and no place in it tells its masks.
  Array4 one_by_one(Array4 const& z, std::vector<std::int32_t> const& labels, RandomKey key) const {
    std::size_t const n = z.shape(0), size = z.size() / n;
    Array4 all = Array4::from_shape({n, std::size_t(image.c), std::size_t(image.h), std::size_t(image.w)});
    Array4 one = Array4::from_shape({1, z.shape(1), z.shape(2), z.shape(3)});
    if constexpr (classes > 0) conditions(labels, long(n));  // throws if they do not fit
    for (std::size_t i = 0; i < n; ++i) {
      std::copy_n(z.data() + i * size, size, one.data());
      Array4 const x = draw(one, labels.empty() ? labels : std::vector{labels[i]},
                            {key.seed, key.step + std::uint32_t(i)});
      std::copy(x.begin(), x.end(), all.begin() + long(i) * image.size());
    }
    return all;
  }
  Array4 drawn(long n, std::vector<std::int32_t> const& labels, std::uint64_t seed, long first) const {
    long const at_once = 64;
    Array4 all = Array4::from_shape(
        {std::size_t(n), std::size_t(image.c), std::size_t(image.h), std::size_t(image.w)});
    for (long done = 0; done < n; done += at_once) {
      long const count = std::min(at_once, n - done);
      std::vector<std::int32_t> part;
      if (!labels.empty()) part.assign(labels.begin() + done, labels.begin() + done + count);
      Array4 const x =
          draw(noise(count, seed, first + done), part,
               How.dropout_is_noise ? RandomKey{seed, std::uint32_t(first + done)} : RandomKey{});
      std::copy(x.begin(), x.end(), all.begin() + done * image.size());
    }
    return all;
  }
};

}  // namespace agon
