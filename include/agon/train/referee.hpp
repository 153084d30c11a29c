#pragma once
#include <concepts>
#include <string>

#include <agon/core/error.hpp>
#include <agon/core/words.hpp>
#include <agon/train/options.hpp>
#include <agon/train/training.hpp>

namespace agon {

/// A model whose players can be held: what derives from Training, and is a game.
template <class Model>
concept Holdable = requires(Model& m) {
  m.hold(Held{});
  m.game().near_half;
  requires std::same_as<decltype(m.report()), Report>;
};

/// Says who moves in each step of a run, as TrainOptions have it, and when the game is over. All that it
/// remembers lies in the model's `game()`, and in its checkpoints.
template <class Model>
class Referee {
 public:
  /// Throws Error for options that make no sense, or that ask of a model what it cannot do.
  static void check(TrainOptions const& o) {
    if (o.pretrain_d < 0) throw Error("pretrain_d", {"is ", o.pretrain_d, " steps; give 0 or more"});
    o.balance.check();
    o.stop_near_half.check();
    if (!Holdable<Model> && (o.pretrain_d > 0 || o.balance.is_on() || o.stop_near_half.steps > 0))
      throw Error("training",
                  "this model has no players that could be held or watched; give neither "
                  "pretrain_d nor balance nor stop_near_half");
  }
  Referee(Model& model, TrainOptions const& o)
      : model_(&model),
        pretrain_d_(o.pretrain_d),
        balance_(o.balance),
        near_half_(o.stop_near_half),
        first_(model.step()) {
    if constexpr (Holdable<Model>) before_ = model.game();
  }
  Referee(Referee const&) = delete;
  /// The model is handed back with both players free.
  ~Referee() {
    if constexpr (Holdable<Model>)
      if (holds()) model_->hold({});
  }

  /// Can a player be held in this run?
  bool holds() const { return pretrain_d_ > 0 || balance_.is_on(); }
  bool is_over() const {
    if constexpr (Holdable<Model>) return near_half_.reached(model_->game());
    return false;
  }
  /// Before a step: who is held in it.
  Held decide() {
    Held who;
    if constexpr (Holdable<Model>) {
      if (!holds()) return who;
      if (model_->step() < pretrain_d_)
        who.g = true;
      else if (balance_.is_on())
        who = balance_.held(model_->game());
      model_->hold(who);
    }
    return who;
  }
  /// After a step.
  void note(auto const& r) {
    if constexpr (Holdable<Model>) {
      if (balance_.is_on()) balance_.note(model_->game(), r.accuracy);
      if (near_half_.steps > 0 && model_->step() > pretrain_d_)
        near_half_.note(model_->game(), r.real, r.fake);
    }
  }
  /// "D was held in 35 of 400 steps, G in 50", of this run; and why it is over, if it is.
  std::string summary() const {
    std::string text;
    if constexpr (Holdable<Model>) {
      Game const& game = model_->game();
      if (holds())
        text = joined({"D was held in ", game.held_d - before_.held_d, " of ", model_->step() - first_,
                       " steps, G in ", game.held_g - before_.held_g, '\n'});
      if (is_over())
        append(text, {"step ", model_->step(), ": D(x) and D(G(z)) have been within ", near_half_.width,
                      " of one half for ", game.near_half, " steps\n"});
    }
    return text;
  }

 private:
  Model* model_;
  long pretrain_d_;
  Balance balance_;
  NearHalf near_half_;
  long first_;
  Game before_;
};

}  // namespace agon
