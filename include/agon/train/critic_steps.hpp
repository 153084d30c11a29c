#pragma once
#include <algorithm>

#include <agon/core/error.hpp>

namespace agon {

/// How many steps the critic makes before each of the generator's: `usual` ones, but `most` before each of
/// the generator's first `start` steps and before every `period`-th after that (0: none). {.usual = 5} is
/// WGAN-GP's, and {5, 100, 25, 500} that of WGAN's code (Arjovsky et al. 2017).
struct CriticSteps {
  long usual = 1, most = usual, start = 0, period = 0;

  /// What the critic's step t (from 1) is followed by.
  struct Turn {
    long done = 0;       // steps of the generator so far
    bool moves = false;  // now comes one
  };
  constexpr Turn turn(long t) const {
    if (usual < 1 || most < 1 || (period > 0 && start > period))
      throw Error("critic steps", {usual, " and ", most, " steps, the first ", start, " times and every ",
                                   period, "-th: give at least 1, and no later start than the period"});
    long const first = period > 0 ? std::max(start, 1l) : start;
    long k = t - 1;
    if (k < first * most) return within(0, k, most);
    k -= first * most;
    long const plain = (period - first) * usual, round = most + (period - 1) * usual;
    if (period == 0 || k < plain) return within(first, k, usual);
    k -= plain;
    long const g = period * (1 + k / round);
    k %= round;
    return k < most ? within(g, k, most) : within(g + 1, k - most, usual);
  }

 private:
  /// The k-th of the critic's steps (from 0) from the generator's g-th on, where each waits for n of them.
  static constexpr Turn within(long g, long k, long n) { return {g + k / n, (k + 1) % n == 0}; }
};

}  // namespace agon
