#pragma once
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/core/random.hpp>
#include <agon/data/augment.hpp>

namespace agon::data {

/// Where training stands in its data: pass through the set, and samples of that pass already used.
struct Position {
  std::uint32_t epoch = 0, index = 0;
  bool operator==(Position const&) const = default;
};

/// Batches of a set without end. Each epoch has an order of its own, a last batch that would not be full is
/// left out, and what happens to a sample depends on seed, epoch and sample alone: from the same position
/// follow the same batches, bit for bit. The set is referred to, not copied, and must live as long.
template <class Set>
class Batches {
 public:
  using Batch = typename Set::Batch;

  /// Throws if `batch` is not in 1, ..., number of samples.
  Batches(Set const& set, int batch, std::uint64_t seed = 1)
      : set_(&set),
        seed_(seed),
        size_(checked(set, batch)),
        batch_(set.batch(batch)),
        order_(std::size_t(set.count())) {
    shuffle();
  }
  Batches(Set const&&, int, std::uint64_t = 1) = delete;

  /// The next batch; it stays until the next call. Allocates nothing.
  Batch const& next() {
    if (int(position_.index) + size_ > set_->count()) {
      position_ = {position_.epoch + 1, 0};
      shuffle();
    }
    for (int row = 0; row < size_; ++row) fill(row, order_[position_.index++]);
    return batch_;
  }

  /// Whether the next batch is the first of another epoch.
  bool epoch_is_done() const { return int(position_.index) + size_ > set_->count(); }
  int per_epoch() const { return set_->count() / size_; }
  int batch_size() const { return size_; }
  std::uint64_t seed() const { return seed_; }
  Position position() const { return position_; }

  /// Goes on from a position. Throws if the set has no such index.
  void seek(Position p) {
    if (p.index > order_.size())
      throw Error(set_->name, {"has ", order_.size(), " samples, and no position ", p.index});
    position_ = p;
    shuffle();
  }

 private:
  static int checked(Set const& set, int batch) {
    if (batch < 1 || batch > set.count())
      throw Error(set.name, {"has ", set.count(), " samples, which make no batch of ", batch});
    return batch;
  }

  RandomKey key() const { return {seed_, position_.epoch}; }

  /// A set may leave more to chance than how a sample is placed: `write_drawn(batch, row, sample, key)`.
  void fill(int row, int sample) {
    if constexpr (requires { set_->write_drawn(batch_, row, sample, key()); })
      set_->write_drawn(batch_, row, sample, key());
    else
      set_->write(batch_, row, sample, random_placement(set_->augmentation, key(), std::uint32_t(sample)));
  }

  /// Fisher and Yates: each order is as likely as any other.
  void shuffle() {
    std::iota(order_.begin(), order_.end(), 0);
    for (std::uint32_t i = std::uint32_t(order_.size()); i > 1; --i)
      std::swap(order_[i - 1], order_[below(draw(key(), stream_of("data.order"), 0, i), i)]);
  }

  Set const* set_;
  std::uint64_t seed_;
  int size_;
  Batch batch_;
  std::vector<int> order_;
  Position position_;
};

/// Samples first, ..., first + count - 1 of a set in its own order, all placed alike: for pictures of
/// progress and for measuring. Throws if there are not so many.
template <class Set>
typename Set::Batch take(Set const& set, int first, int count, Placement p) {
  if (first < 0 || count < 1 || count > set.count() - first)
    throw Error(set.name, {"has ", set.count(), " samples, and not ", count, " from number ", first, " on"});
  auto batch = set.batch(count);
  for (int row = 0; row < count; ++row) set.write(batch, row, first + row, p);
  return batch;
}
/// Their middles, nothing left to chance.
template <class Set>
typename Set::Batch take(Set const& set, int first, int count) {
  return take(set, first, count, middle(set.augmentation));
}

}  // namespace agon::data
