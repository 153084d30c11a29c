#pragma once
#include <string>

#include <agon/data/array.hpp>
#include <agon/data/augment.hpp>
#include <agon/data/fitting.hpp>
#include <agon/data/stack.hpp>

namespace agon::data {

/// Some pairs of pictures in [-1, 1].
struct PairBatch {
  Array4 input;   // (N, C, H, W)
  Array4 target;  // (N, C', H, W)
};

/// A set of pairs: what a network is shown, and what it should make of it.
struct Pairs {
  using Batch = PairBatch;

  std::string name;
  Stack inputs, targets;
  Augmentation augmentation;
  Fitting fitting = {};  // of pairs, when they were read

  int count() const { return inputs.count(); }
  Shape input_shape() const { return inputs.shape; }
  Shape target_shape() const { return targets.shape; }

  void reserve(std::size_t pairs) { inputs.reserve(pairs), targets.reserve(pairs); }

  /// Room for n samples.
  Batch batch(int n) const { return {empty_batch(n, input_shape()), empty_batch(n, target_shape())}; }

  /// Sample `sample` of the set becomes sample `row` of the batch; both pictures are placed alike.
  void write(Batch& to, int row, int sample, Placement p) const {
    inputs.write(&to.input(row, 0, 0, 0), sample, p);
    targets.write(&to.target(row, 0, 0, 0), sample, p);
  }
};

/// Which picture of a pair is the input.
enum class Direction { AtoB, BtoA };

/// How pictures become pairs.
struct PairOptions {
  int size = 256;       ///< pixels a side, as shown
  int jitter = 0;       ///< pixels by which they are first made larger, then cropped at random
  bool mirror = false;  ///< half of the times
  Direction direction = Direction::AtoB;
  int channels = 3;  ///< 1 (gray) or 3
};

/// An empty set for pairs of this kind; throws if a number makes no sense.
inline Pairs empty_pairs(std::string name, PairOptions const& options) {
  check_sizes(name, options.size, options.jitter, options.channels);
  Stack const stack{image(options.channels, options.size, options.size), options.jitter, {}};
  return {std::move(name), stack, stack, {options.jitter, options.mirror}};
}

}  // namespace agon::data
