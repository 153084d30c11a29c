#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <agon/core/error.hpp>

namespace agon {

/// A number that goes by n, the steps done before the one at hand: a value times some factors, and at least
/// as large as a bound. It is a function of n alone, so that a resumed run has the same numbers.
///
///   Adam{.rate = 2e-4 * warm_up(1000) * linear_decay(100'000, 200'000)}
///   Momentum{.rate = (0.1 * exponential(1 / 1.000004)).at_least(1e-6), .momentum = ramp(0.5, 0.7, 0, 9000)}
class Schedule {
 public:
  enum class Kind { ramp, power, stairs, drop, cosine, warm_up };
  struct Factor {
    Kind kind{};
    double a = 1, b = 1;
    long from = 0, to = 1, unit = 1;
  };

  constexpr Schedule(double value = 1) : value_(value) {}
  constexpr Schedule(Factor const& f) : count_(1) { factor_[0] = f; }

  /// The number after n steps.
  double operator()(long n) const {
    double x = value_;
    for (std::size_t k = 0; k < count_; ++k) x *= at(factor_[k], n / factor_[k].unit);
    return std::max(x, least_);
  }
  friend constexpr Schedule operator*(Schedule a, Schedule const& b) {
    a.value_ *= b.value_;
    a.least_ = std::max(a.least_, b.least_);
    if (a.count_ + b.count_ > most) throw Error("schedule", "it has more than 8 factors");
    for (std::size_t k = 0; k < b.count_; ++k) a.factor_[a.count_++] = b.factor_[k];
    return a;
  }
  /// The same, but never below `least`.
  constexpr Schedule at_least(double least) const {
    Schedule s = *this;
    s.least_ = least;
    return s;
  }
  /// The same with k steps in the place of one: `linear_decay(99, 200).per(steps_per_epoch)` counts whole
  /// epochs.
  constexpr Schedule per(long k) const {
    if (k < 1) throw Error("schedule", {"its unit is ", k, " steps; give at least 1"});
    Schedule s = *this;
    for (Factor& f : s.factor_) f.unit *= k;
    return s;
  }

 private:
  static constexpr std::size_t most = 8;
  double value_ = 1, least_ = -1e300;
  std::array<Factor, most> factor_{};
  std::size_t count_ = 0;

  static double at(Factor const& f, long n) {
    double const way = std::clamp(double(n - f.from) / double(f.to - f.from), 0.0, 1.0);
    switch (f.kind) {
      case Kind::ramp: return f.a + (f.b - f.a) * way;
      case Kind::power: return std::pow(f.a, double(n));
      case Kind::stairs: return std::pow(f.a, double(n / f.to));
      case Kind::drop: return n < f.from ? 1 : f.a;
      case Kind::cosine: return 0.5 + 0.5 * std::cos(std::numbers::pi * way);
      case Kind::warm_up: return std::min(1.0, double(n + 1) / double(f.to));
    }
    return 1;
  }
};

/// The same number at every step. A plain number does as well.
constexpr Schedule constant(double value) { return value; }
/// a up to step `from`, b from step `to` on, a straight line between them.
constexpr Schedule ramp(double a, double b, long from, long to) {
  if (to <= from) throw Error("ramp", {"it goes from step ", from, " to step ", to, "; give it a later end"});
  return Schedule::Factor{.kind = Schedule::Kind::ramp, .a = a, .b = b, .from = from, .to = to};
}
/// 1 up to step `from`, then straight down to 0 at step `to`: linear_decay(0, 100'000) in WGAN-GP's code.
constexpr Schedule linear_decay(long from, long to) { return ramp(1, 0, from, to); }
/// factor^n
constexpr Schedule exponential(double factor) {
  return Schedule::Factor{.kind = Schedule::Kind::power, .a = factor};
}
/// Times `factor` after every `every` steps: PyTorch's StepLR.
constexpr Schedule steps(long every, double factor) {
  if (every < 1) throw Error("steps", {"it changes every ", every, " steps; give at least 1"});
  return Schedule::Factor{.kind = Schedule::Kind::stairs, .a = factor, .to = every};
}
/// Times `factor` from step `at` on. A product of some is PyTorch's MultiStepLR.
constexpr Schedule drop(long at, double factor) {
  return Schedule::Factor{.kind = Schedule::Kind::drop, .a = factor, .from = at, .to = at + 1};
}
/// 1 up to step `from`, then down to 0 at step `to` by half a wave of the cosine (Loshchilov and Hutter
/// 2017).
constexpr Schedule cosine_decay(long from, long to) {
  if (to <= from)
    throw Error("cosine_decay", {"it goes from step ", from, " to step ", to, "; give it a later end"});
  return Schedule::Factor{.kind = Schedule::Kind::cosine, .from = from, .to = to};
}
/// (n + 1) / count in the first `count` steps, and then 1.
constexpr Schedule warm_up(long count) {
  if (count < 1) throw Error("warm_up", {"it takes ", count, " steps; give at least 1"});
  return Schedule::Factor{.kind = Schedule::Kind::warm_up, .to = count};
}

}  // namespace agon
