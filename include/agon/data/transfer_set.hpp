#pragma once
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <agon/data/images.hpp>

namespace agon::data {

/// Some pictures of a source and as many of a target, in [-1, 1], which have nothing to do with each other.
struct TransferBatch {
  Array4 source;  // (N, C, H, W)
  Array4 target;  // (N, C', H', W')
};

/// Two sets of pictures, what to translate and what it should look like. An epoch shows each picture of the
/// larger set once, and those of the smaller as often as it takes.
struct TransferSet {
  using Batch = TransferBatch;

  std::string name;
  Images source, target;
  Augmentation augmentation;         // of both
  std::vector<std::int32_t> beside;  // (count): which target goes along with a source

  int count() const { return std::max(source.count(), target.count()); }

  /// Room for n samples.
  Batch batch(int n) const { return {empty_batch(n, source.shape()), empty_batch(n, target.shape())}; }

  /// Sample `sample` of the set becomes sample `row` of the batch; both pictures are placed alike.
  void write(Batch& to, int row, int sample, Placement p) const {
    source.pictures.write(&to.source(row, 0, 0, 0), sample % source.count(), p);
    target.pictures.write(&to.target(row, 0, 0, 0), beside[std::size_t(sample)], p);
  }
};

/// A set of both, whose targets are in a random order, lest sources and targets that are sorted alike meet.
/// Throws if one is empty, or if only one of them is cropped or mirrored at random.
inline TransferSet transfer_set(Images source, Images target, std::uint64_t seed = 1) {
  std::string const name = source.name + " to " + target.name;
  for (Images const* set : {&source, &target})
    if (set->count() == 0) throw Error(name, {set->name, " has no pictures"});
  Augmentation const a = source.augmentation, b = target.augmentation;
  if (a.jitter != b.jitter || a.mirror != b.mirror)
    throw Error(name, "one set is cropped or mirrored at random and the other is not; give both the same");
  TransferSet set{name, std::move(source), std::move(target), a, {}};
  std::vector<std::int32_t>& order = set.beside;
  std::uint32_t const n = std::uint32_t(set.target.count());
  while (order.size() < std::size_t(set.count())) {
    std::size_t const first = order.size();
    order.resize(first + n);
    std::iota(order.begin() + std::ptrdiff_t(first), order.end(), 0);
    for (std::uint32_t i = n; i > 1; --i)
      std::swap(
          order[first + i - 1],
          order[first + below(draw({seed, 0}, stream_of("data.transfer"), std::uint32_t(first), i), i)]);
  }
  order.resize(std::size_t(set.count()));
  return set;
}

}  // namespace agon::data
