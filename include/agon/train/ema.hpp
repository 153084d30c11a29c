#pragma once
#include <cmath>
#include <string>
#include <string_view>

#include <agon/core/name.hpp>
#include <agon/layer/scope.hpp>
#include <agon/train/moment.hpp>
#include <agon/train/schedule.hpp>

namespace agon {

/// The decay of an average over `images` pictures' half-life, at steps of `batch` of them: 0.5^(batch /
/// images). StyleGAN: 10,000.
inline double half_life(double images, double batch) { return std::pow(0.5, batch / images); }

/// An optimiser that also keeps a network's moving average (Polyak and Juditsky 1992; GANs: Yazici et al.
/// 2019): after each of its steps e = decay * e + (1 - decay) * p, for parameters and running statistics p.
/// The averaged network is called "G_ema", if the network is "G"; it begins as G does, and in the first
/// `start` steps it is a copy of G (BigGAN: 20,000).
///
///   Players<Averaged<Adam>, Adam>, {.g = {.optimiser = {.rate = 1e-4}, .decay = 0.999}, .d = {.rate = 4e-4}}
template <class Optimiser>
struct Averaged {
  Optimiser optimiser = {};
  Schedule decay = 0.999;
  long start = 0;

  static constexpr void descend(Weights& weights, List<Tensor> const& gradients) {
    Optimiser::descend(weights, gradients);
    if (weights.current.empty()) return;
    Graph& g = *weights.current[0].graph;
    Tensor const keep = g.add_scalar(weights.name, ".ema"), take = g.add_scalar(weights.name, ".ema_rest");
    for (Tensor const p : weights.current) {
      Tensor const e = average(p, weights.name);
      update(e, keep * e + take * p);
    }
  }
  static constexpr bool averages(std::string_view) { return true; }

  /// Sets the numbers of step t (from 1) of the network called `name` in a program.
  void set(auto& engine, std::string const& name, long t) const {
    optimiser.set(engine, name, t);
    double const keep = t <= start ? 0 : decay(t - 1);
    set_scalar(engine, name, "ema", keep);
    set_scalar(engine, name, "ema_rest", 1 - keep);
  }
  /// Sets the numbers of a step that changes nothing.
  void hold(auto& engine, std::string const& name) const {
    optimiser.hold(engine, name);
    set_scalar(engine, name, "ema", 1);
    set_scalar(engine, name, "ema_rest", 0);
  }

 private:
  static constexpr Tensor average(Tensor p, std::string_view network) {
    Graph& g = *p.graph;
    Slot s = Weights::slot(p);
    s.role = Role::statistic;
    s.like = s.name;
    List<char> const name(g.names.begin() + s.name.at, g.names.begin() + s.name.at + s.name.size);
    std::string_view const whole(name.data(), name.size()), rest = whole.substr(network.size());
    s.name = g.label(network, network.empty() ? "ema." : "_ema", rest);
    return g.add_slot(s);
  }
};

/// Does the optimiser keep an average of that network?
template <class Optimiser>
constexpr bool averages(std::string_view network) {
  if constexpr (requires { Optimiser::averages(network); })
    return Optimiser::averages(network);
  else
    return false;
}
/// The network to draw with: the generator's average, if the optimiser keeps one.
template <class Optimiser>
inline constexpr Name drawn_network = averages<Optimiser>("G") ? Name("G_ema") : Name("G");

}  // namespace agon
