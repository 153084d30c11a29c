#pragma once
#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/array.hpp>
#include <agon/data/augment.hpp>
#include <agon/data/images.hpp>

namespace agon::data {

/// Some pictures of A and as many of B, in [-1, 1], and the labels of those of A, if they have any. Sets have
/// pictures in it that have nothing to do with each other; a model may draw pairs.
struct DomainBatch {
  Array4 a = empty_batch(0, {});  // (N, C, H, W)
  Array4 b = empty_batch(0, {});  // (N, C', H', W')
  std::vector<std::int32_t> labels{};
};

/// Two sets of pictures without pairs. It counts as many samples as the larger one: an epoch shows each of
/// those once, and beside each a picture of the smaller set by chance (of B, if they are of one size), as
/// CycleGAN's code does. Each picture is placed for itself.
struct Unpaired {
  using Batch = DomainBatch;

  std::string name;
  Images a, b;
  Augmentation augmentation;  // of both

  int count() const { return std::max(a.count(), b.count()); }

  /// Room for n samples.
  Batch batch(int n) const {
    return {empty_batch(n, a.shape()), empty_batch(n, b.shape()),
            std::vector<std::int32_t>(a.labels.empty() ? 0 : std::size_t(n))};
  }

  /// Nothing left to chance: pictures number `sample` of both sets, the smaller one from its beginning again,
  /// placed alike.
  void write(Batch& to, int row, int sample, Placement p) const {
    write_a(to, row, sample % a.count(), p);
    write_b(to, row, sample % b.count(), p);
  }
  /// Picture number `sample` of the larger set, any of the smaller one, and chance in how they are placed.
  /// `key.step` is the epoch.
  void write_drawn(Batch& to, int row, int sample, RandomKey key) const {
    bool const a_leads = a.count() >= b.count();
    auto const id = std::uint32_t(sample);
    int const other =
        int(below(draw(key, stream_of("data.partner"), id, 0), std::uint32_t((a_leads ? b : a).count())));
    Placement const of_first = random_placement(augmentation, key, id),
                    of_other = random_placement(augmentation, key, id + std::uint32_t(count()));
    write_a(to, row, a_leads ? sample : other, a_leads ? of_first : of_other);
    write_b(to, row, a_leads ? other : sample, a_leads ? of_other : of_first);
  }

 private:
  void write_a(Batch& to, int row, int sample, Placement p) const {
    a.pictures.write(&to.a(row, 0, 0, 0), sample, p);
    if (!a.labels.empty()) to.labels[std::size_t(row)] = a.labels[std::size_t(sample)];
  }
  void write_b(Batch& to, int row, int sample, Placement p) const {
    b.pictures.write(&to.b(row, 0, 0, 0), sample, p);
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
  Augmentation const both = a.augmentation;
  return {name, std::move(a), std::move(b), both};
}

}  // namespace agon::data
