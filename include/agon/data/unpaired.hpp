#pragma once
#include <algorithm>
#include <string>
#include <utility>

#include <agon/core/error.hpp>
#include <agon/data/array.hpp>
#include <agon/data/augment.hpp>
#include <agon/data/images.hpp>
#include <agon/data/stack.hpp>

namespace agon::data {

/// Some pictures of A and as many of B, in [-1, 1], which have nothing to do with each other.
struct UnpairedBatch {
  Array4 a;  // (N, C, H, W)
  Array4 b;  // (N, C', H', W')
};

/// Two sets of pictures without pairs. It counts as many samples as the larger one: an epoch shows each of
/// those once, and beside each a picture of the smaller set by chance (of B, if they are of one size), as
/// CycleGAN's code does. Each picture is placed for itself.
struct Unpaired {
  using Batch = UnpairedBatch;

  std::string name;
  Stack a, b;
  Augmentation augmentation;  // of both

  int count() const { return std::max(a.count(), b.count()); }
  Shape shape_a() const { return a.shape; }
  Shape shape_b() const { return b.shape; }

  /// Room for n samples.
  Batch batch(int n) const { return {empty_batch(n, a.shape), empty_batch(n, b.shape)}; }

  /// Nothing left to chance: pictures number `sample` of both sets, the smaller one from its beginning again,
  /// placed alike.
  void write(Batch& to, int row, int sample, Placement p) const {
    a.write(&to.a(row, 0, 0, 0), sample % a.count(), p);
    b.write(&to.b(row, 0, 0, 0), sample % b.count(), p);
  }
  /// Picture number `sample` of the larger set, any of the smaller one, and chance in how they are placed.
  /// `key.step` is the epoch.
  void write_drawn(Batch& to, int row, int sample, RandomKey key) const {
    bool const a_leads = a.count() >= b.count();
    Stack const &first = a_leads ? a : b, &second = a_leads ? b : a;
    float *const x = &to.a(row, 0, 0, 0), *const y = &to.b(row, 0, 0, 0);
    auto const id = std::uint32_t(sample);
    std::uint32_t const other =
        below(draw(key, stream_of("data.partner"), id, 0), std::uint32_t(second.count()));
    first.write(a_leads ? x : y, sample, random_placement(augmentation, key, id));
    second.write(a_leads ? y : x, int(other),
                 random_placement(augmentation, key, id + std::uint32_t(count())));
  }
};

/// Two sets as one without pairs. Throws if one is empty, or if they leave different things to chance.
inline Unpaired unpaired(Images a, Images b) {
  std::string const name = a.name == b.name ? a.name : a.name + " and " + b.name;
  for (Images const* set : {&a, &b})
    if (set->count() == 0) throw Error(set->name, "has no pictures");
  if (a.pictures.jitter != b.pictures.jitter)
    throw Error(name, {"pictures of A are cropped from ", a.pictures.jitter,
                       " pixels more and those of B from ", b.pictures.jitter, "; prepare both alike"});
  if (a.augmentation.mirror != b.augmentation.mirror)
    throw Error(name, "pictures of one of the two are mirrored; prepare both alike");
  return {name, std::move(a.pictures), std::move(b.pictures), a.augmentation};
}

}  // namespace agon::data
