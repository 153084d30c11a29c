#pragma once
#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>
#include <agon/train/boundary.hpp>
#include <agon/train/checkpoint.hpp>
#include <agon/train/game.hpp>
#include <agon/train/schedule.hpp>
#include <agon/train/summary.hpp>

namespace agon {

/// Training has met infinity, or what is no number: from here it leads nowhere.
struct NotFinite : Error {
  using Error::Error;
};

/// What a step reports. Numbers of a player who did not move, or whom the system lacks, are 0.
struct Report {
  double loss_d = 0, loss_g = 0;     // the players' losses
  double real = 0, fake = 0;         // mean of D's sigmoid on real and on fake pictures, before its update
  double accuracy = 0;               // share of them that D took for what they are, 0 to 1
  std::optional<double> distance{};  // a critic's: mean score of real pictures less that of fake ones
  bool d_moved = true, g_moved = true;
};

template <class S>
bool all_finite(std::span<S const> numbers) {
  bool all = true;
  for (S const x : numbers) all = all & (x - x == 0);
  return all;
}

/// A training program in motion: its store, its machine at one batch, the optimiser's scalars and the step
/// number. What the systems have in common: `launch()` asks for a step on what was fed, and `report()` says
/// what came of it. A device is at work in between, and there is time to feed the next batch, of as many
/// samples; `advance()` is both at once. Further programs over the same store, Others, are run now and then:
/// a generator's move after some of the critic's.
template <class Step, class Backend, class Optimiser, class... Others>
class Training {
 public:
  using Scalar = typename Backend::Scalar;
  static constexpr auto const& program = Compiled<Step>::program;

  Training(Optimiser optimiser, std::uint64_t seed) : optimiser_(optimiser), store_(seed), seed_(seed) {
    store_.add(Compiled<Step>::program);
    (store_.add(Compiled<Others>::program), ...);
  }

  /// Takes the memory for steps of `batch` samples. Throws Error if the batch is too small.
  void prepare(long batch) {
    if (batch < 1) throw Error(joined({"batch ", batch}), "a step needs at least one sample");
    if (batch == this->batch()) return;
    std::get<0>(machines_).engine = std::make_unique<Engine<Step>>(store_, batch);
    ((std::get<Machine<Others>>(machines_).engine = std::make_unique<Engine<Others>>(store_, batch)), ...);
  }
  long batch() const {
    auto const& main = std::get<0>(machines_).engine;
    return main ? main->batch() : 0;
  }

  /// Hands over the input of that name, (N, C, H, W), to all programs that have it.
  void feed(std::string const& name, Array4 const& x, Shape d) {
    prepare(long(x.shape(0)));
    check_batch(name, x, d, batch());
    each_machine([&]<class Program>(Engine<Program>& e) {
      auto const& p = Compiled<Program>::program;
      if (std::none_of(p.input.begin(), p.input.end(),
                       [&](Terminal const& t) { return p.name(t.name) == name; }))
        return;
      to_channels_last(x, d, e.input(name));
      if constexpr (requires { e.set_out(name); }) e.set_out(name);
    });
  }
  void launch() { run({"G", "D"}); }
  /// What came of the last step. Throws NotFinite if a loss is not a number any more: the parameters are lost
  /// then.
  Report report() const {
    return checked({value("loss.D"), value("loss.G"), value("D(x)"), value("D(G(z))"), value("accuracy")});
  }
  Report advance() {
    launch();
    return report();
  }
  /// The report, if its losses are numbers.
  Report checked(Report const& r) const {
    if (!std::isfinite(r.loss_d) || !std::isfinite(r.loss_g))
      throw NotFinite(joined({"step ", step_}), {"the losses are no longer finite (D ", r.loss_d, ", G ",
                                                 r.loss_g, "); try a lower learning rate"});
    return r;
  }
  double value(std::string_view name) const { return double(kept<Step>(name)[0]); }
  /// A kept value of the last step as (N, C, H, W).
  Array4 output(std::string_view name, Shape d) const { return from_channels_last(kept<Step>(name), d); }

  /// A number of the program goes by a schedule: `follow("instance_noise", 0.1 * linear_decay(0, 20'000))`.
  /// Throws Error if the program has none of that name.
  void follow(std::string const& scalar, Schedule const& schedule) {
    if (!(has_scalar<Step>(scalar) || ... || has_scalar<Others>(scalar)))
      throw Error(scalar, "the training step has no number of that name");
    followed_.push_back({scalar, schedule});
  }

  /// Who is left as he is in the steps from here on: both players' gradients are computed, but a held one's
  /// optimiser changes nothing (running statistics go on with every batch). An optimiser's t and schedules
  /// count the steps in which its player was not held. Throws Error if the optimiser has no `hold`.
  void hold(Held who) {
    if constexpr (!can_hold)
      if (who.g || who.d) throw Error("optimiser", "it cannot be held; give it hold(engine, name)");
    held_ = who;
  }
  Held held() const { return held_; }
  /// What was counted and averaged of the game; in checkpoints.
  Game& game() { return game_; }
  Game const& game() const { return game_; }

  /// A line for each network of the store.
  std::string summary() const { return describe(store_); }

  long step() const { return step_; }
  std::uint64_t seed() const { return seed_; }
  Store<Scalar>& store() { return store_; }
  Store<Scalar> const& store() const { return store_; }
  Optimiser& optimiser() { return optimiser_; }

  /// Throws NotFinite, and leaves the file as it is, if a number of the store is none.
  void save(std::string const& path, std::string const& system, data::Position position) const {
    for (auto const& e : store_.entries())
      if (!all_finite<Scalar>(e.memory.span()))
        throw NotFinite(joined({"step ", step_}),
                        {"numbers of ", e.name, " are no longer finite; try a lower learning rate"});
    agon::save(store_, path,
               {.system = system, .seed = seed_, .step = step_, .position = position, .game = game_});
  }
  data::Position load(std::string const& path, std::string const& system) {
    CheckpointState const s = agon::load(store_, path, system);
    step_ = s.step;
    seed_ = s.seed;
    game_ = s.game;
    return s.position;
  }

 protected:
  /// One step on what was fed, of the networks of those names.
  void run(std::initializer_list<char const*> networks) {
    ++step_;
    game_.held_g += held_.g;
    game_.held_d += held_.d;
    run_program<Step>(networks, step_, game_, seed_);
  }
  /// One step of another program, the t-th one (from 1), beside the last step; its draws are others.
  template <class Program>
  void run_beside(std::initializer_list<char const*> networks, long t) {
    run_program<Program>(networks, t, {}, seed_ ^ (std::uint64_t(stream_of("beside")) << 32));
  }
  /// A kept value of a program's last run.
  template <class Program>
  std::span<Scalar const> kept(std::string_view name) const {
    return std::get<Machine<Program>>(machines_).engine->output(name);
  }
  /// An input of a program, to be written, channels last.
  template <class Program>
  std::span<Scalar> given(std::string_view name) {
    return std::get<Machine<Program>>(machines_).engine->input(name);
  }

 private:
  template <class Program>
  using Engine = typename Backend::template Engine<Program>;
  template <class Program>
  struct Machine {
    std::unique_ptr<Engine<Program>> engine;
  };
  struct Followed {
    std::string scalar;
    Schedule schedule;
  };
  Optimiser optimiser_;
  Store<Scalar> store_;
  std::uint64_t seed_;  // of all draws after the first parameters
  std::tuple<Machine<Step>, Machine<Others>...> machines_;
  std::vector<Followed> followed_;
  long step_ = 0;
  Held held_;
  Game game_;

  static constexpr bool can_hold = requires(Optimiser const& o, Engine<Step>& e, std::string const& name) {
    o.hold(e, name);
  };

  void each_machine(auto const& f) {
    std::apply([&]<class... P>(Machine<P>&... m) { (f.template operator()<P>(*m.engine), ...); }, machines_);
  }
  template <class Program>
  static bool has_scalar(std::string const& name) {
    auto const& p = Compiled<Program>::program;
    return std::any_of(p.scalar.begin(), p.scalar.end(), [&](Label l) { return p.name(l) == name; });
  }
  template <class Program>
  void run_program(std::initializer_list<char const*> networks, long t, Game const& past,
                   std::uint64_t seed) {
    Engine<Program>& e = *std::get<Machine<Program>>(machines_).engine;
    for (char const* network : networks) {
      bool const g = is_generator(network);
      if (g ? held_.g : held_.d) {
        if constexpr (can_hold) optimiser_.hold(e, network);
      } else
        optimiser_.set(e, network, t - (g ? past.held_g : past.held_d));
    }
    for (Followed const& f : followed_)
      if (has_scalar<Program>(f.scalar)) e.set(f.scalar, f.schedule(t - 1));
    e.run({seed, std::uint32_t(step_)});
  }
};

}  // namespace agon
