#pragma once
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/unpaired.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/loss/cycle.hpp>
#include <agon/metric/pixel_distance.hpp>
#include <agon/net/cyclegan.hpp>
#include <agon/system/cyclegan_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/ema.hpp>
#include <agon/train/inference.hpp>
#include <agon/train/model_options.hpp>
#include <agon/train/replay.hpp>
#include <agon/train/schedule.hpp>
#include <agon/train/training.hpp>

namespace agon {

namespace cyclegan {

/// What CycleGAN's release minimises. Without its last term no picture of identity is computed.
inline constexpr auto objective = lsgan + 10 * cycle_consistency + 5 * identity_mapping;

/// The release's learning rate: 1 for `constant` epochs, then in equal steps, one an epoch, to what would be
/// 0 after `falling` more: `.rate = 2e-4 * cyclegan::rate(100, 100, set.count() / batch)`.
constexpr Schedule rate(long constant, long falling, long steps_per_epoch) {
  if (constant < 0 || falling < 1)
    throw Error("rate", {constant, " epochs of one rate and ", falling,
                         " in which it falls; give no negative number, and at least 1 to fall"});
  return linear_decay(constant - 1, constant + falling).per(steps_per_epoch);
}

/// A network put to use: its average, if the optimiser keeps one.
template <class Net, Shape In, class Backend, class Optimiser>
struct DrawingA : Inference<Net, In, Backend, averages<Optimiser>("G_A") ? Name("G_A_ema") : Name("G_A")> {
  using DrawingA::Inference::Inference;
};
template <class Net, Shape In, class Backend, class Optimiser>
struct DrawingB : Inference<Net, In, Backend, averages<Optimiser>("G_B") ? Name("G_B_ema") : Name("G_B")> {
  using DrawingB::Inference::Inference;
};

}  // namespace cyclegan

/// How far pictures are from themselves after the way there and back: mean |F(G(a)) - a| and |G(F(b)) - b|,
/// per number of pictures in [-1, 1].
struct CycleError {
  double a = 0, b = 0;
};

/// CycleGAN (Zhu et al. 2017): pictures of one kind made into pictures of another, learned from a set of each
/// and no pairs. G draws B's pictures from A's, F draws A's from B's; two discriminators of type D judge
/// them, which see the pictures of former steps too. The step is the PyTorch release's
/// (cyclegan_step.hpp), and so are the networks' names; the objective holds in both directions.
template <class G, class D, Shape A, auto Objective = cyclegan::objective, class Backend = Cpu,
          class Optimiser = Adam, class F = G>
class CycleGAN : public Training<CycleGANGenerators<G, F, D, Objective, A, Optimiser>, Backend, Optimiser,
                                 CycleGANDiscriminators<G, D, Objective, A, Optimiser>> {
  using Generators = CycleGANGenerators<G, F, D, Objective, A, Optimiser>;
  using Discriminators = CycleGANDiscriminators<G, D, Objective, A, Optimiser>;
  using Base = Training<Generators, Backend, Optimiser, Discriminators>;

 public:
  using Options = ModelOptions<Optimiser>;
  static constexpr Shape shape_a = A, shape_b = output_shape<G, A>;

  /// With pools of so many former pictures for each discriminator; 0: none.
  explicit CycleGAN(Options const& o = {}, int pool = 50)
      : Base(o.chosen(), o.seed),
        pool_a_(this->store(), "pool.A", shape_a, pool),
        pool_b_(this->store(), "pool.B", shape_b, pool),
        to_b_(this->store()),
        to_a_(this->store()) {}

  /// Pictures in [-1, 1], (N, C, H, W), as many of either kind. Throws Error if they are of another shape or
  /// number.
  void feed(Array4 const& a, Array4 const& b) {
    check_batch("A", a, shape_a, long(a.shape(0)));
    check_batch("B", b, shape_b, long(a.shape(0)));
    Base::feed("A", a, shape_a);
    Base::feed("B", b, shape_b);
  }
  void feed(data::DomainBatch const& batch) { feed(batch.a, batch.b); }

  /// One step on what was fed: the generators', and then the discriminators' on real pictures and on those
  /// that the pools give for the generators' new ones. The losses are sums over both directions, the
  /// discriminators' halved. Throws NotFinite if a loss is not a number any more: the parameters are lost
  /// then.
  Report advance() {
    launch();
    return report();
  }
  /// The halves of `advance()`, as in Training.
  void launch() {
    this->run({"G_A", "G_B"});
    exchange(pool_a_, "fake.A", "pooled.A");
    exchange(pool_b_, "fake.B", "pooled.B");
    this->template run_beside<Discriminators>({"D_A", "D_B"}, this->step() - this->game().held_d);
  }
  Report report() const {
    return this->checked(
        {value("loss.D"), value("loss.G"), value("D(x)"), value("D(G(z))"), value("accuracy")});
  }
  /// A number that one of the last step's programs keeps: "cycle.A", "identity.B", "loss.D_A" and the like
  /// (see cyclegan_step.hpp). Throws Error if neither keeps one of that name.
  double value(std::string_view name) const {
    if (keeps<Generators>(name)) return double(this->template kept<Generators>(name)[0]);
    if (keeps<Discriminators>(name)) return double(this->template kept<Discriminators>(name)[0]);
    throw Error(std::string(name), "no program of this step keeps a number of that name");
  }
  /// How many pictures each pool holds.
  int pooled() const { return pool_a_.count(); }

  /// G's and F's pictures for some of A and of B, (N, C, H, W) in [-1, 1].
  Array4 a_to_b(Array4 const& a) const { return each(to_b_, "A", a, shape_a, shape_b); }
  Array4 b_to_a(Array4 const& b) const { return each(to_a_, "B", b, shape_b, shape_a); }
  /// There and back again.
  CycleError cycle_error(Array4 const& a, Array4 const& b) const {
    return {metric::pixel_distance(b_to_a(a_to_b(a)), a), metric::pixel_distance(a_to_b(b_to_a(b)), b)};
  }

  /// The first pictures of a set in rows: a, G(a), F(G(a)), and b, F(b), G(F(b)).
  data::Picture picture(data::Unpaired const& set) const {
    data::DomainBatch const x = data::take(set, 0, std::min(4, set.count()));
    Array4 const fake_b = a_to_b(x.a), fake_a = b_to_a(x.b), back_a = b_to_a(fake_b), back_b = a_to_b(fake_a);
    return data::rows({&x.a, &fake_b, &back_a, &x.b, &fake_a, &back_b});
  }

  void save(std::string const& path, data::Position position = {}) const {
    Base::save(path, "CycleGAN", position);
  }
  data::Position load(std::string const& path) { return Base::load(path, "CycleGAN"); }

 private:
  using Pool = ReplayPool<typename Base::Scalar>;
  Pool pool_a_, pool_b_;
  cyclegan::DrawingA<G, shape_a, Backend, Optimiser> to_b_;
  cyclegan::DrawingB<F, shape_b, Backend, Optimiser> to_a_;

  void exchange(Pool& pool, char const* fake, char const* pooled) {
    auto const from = this->template kept<Generators>(fake);
    auto const to = this->template given<Discriminators>(pooled);
    std::copy(from.begin(), from.end(), to.begin());
    pool.exchange(to, {this->seed(), std::uint32_t(this->step())});
  }
  template <class Program>
  static bool keeps(std::string_view name) {
    auto const& p = Compiled<Program>::program;
    return std::any_of(p.output.begin(), p.output.end(), [&](Terminal const& t) {
      return !t.shape.batched && t.shape.size() == 1 && p.name(t.name) == name;
    });
  }
  /// One by one: a picture does not depend on its neighbours.
  static Array4 each(auto const& network, char const* name, Array4 const& x, Shape in, Shape out) {
    long const n = long(x.shape(0));
    check_batch(name, x, in, n);
    Array4 one = data::empty_batch(1, in), all = data::empty_batch(int(n), out);
    for (long i = 0; i < n; ++i) {
      std::copy_n(x.begin() + i * in.size(), in.size(), one.begin());
      Array4 const y = network(one);
      std::copy(y.begin(), y.end(), all.begin() + i * out.size());
    }
    return all;
  }
};

}  // namespace agon
