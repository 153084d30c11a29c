#pragma once
#include <algorithm>
#include <span>
#include <string>

#include <agon/backend/store.hpp>
#include <agon/data/augment.hpp>

namespace agon {

/// Generated pictures of earlier steps for the discriminator (Shrivastava et al. 2017, 2.3), in the form of
/// CycleGAN's code: until the pool is full, it keeps a copy of each picture and hands the picture on; then,
/// one time in two, it hands out one of its pictures, any of them, and keeps the new one in its place.
///
/// The pool lies in a store, so that checkpoints hold it, and its draws depend on their key and its name
/// alone: a resumed run is the same run.
template <class S>
class ReplayPool {
 public:
  /// `name` is its own, as "pool.A". The store outlives the pool.
  ReplayPool(Store<S>& store, std::string const& name, Shape picture, int capacity = 50)
      : size_(picture.size()), capacity_(capacity), stream_(stream_of(name)) {
    if (capacity < 0) throw Error(name, {"a pool of ", capacity, " pictures cannot be"});
    if (capacity == 0) return;
    images_ = &store.add(
        {.role = Role::statistic, .layout = Layout::rows, .shape = {int(size_), 1, capacity, false}},
        name + ".images");
    count_ = &store.add({.role = Role::statistic, .shape = {1, 1, 1, false}}, name + ".count");
  }

  /// How many pictures it holds.
  int count() const { return count_ ? int(std::clamp(count_->memory.data()[0], S(0), S(capacity_))) : 0; }
  /// Exchanges pictures of a batch for older ones, in their place. In what order a picture's numbers lie is
  /// the caller's affair.
  void exchange(std::span<S> batch, RandomKey key) {
    if (capacity_ == 0) return;
    int held = count();
    for (long n = 0; n < long(batch.size()) / size_; ++n) {
      S* const mine = batch.data() + n * size_;
      auto words = [&](std::uint32_t element) { return draw(key, stream_, std::uint32_t(n), element); };
      if (held < capacity_)
        std::copy_n(mine, size_, image(held++));
      else if (uniform(words(0)) < 0.5)
        std::swap_ranges(mine, mine + size_, image(int(data::below(words(1), std::uint32_t(capacity_)))));
    }
    count_->memory.data()[0] = S(held);
  }

 private:
  using Entry = typename Store<S>::Entry;
  long size_;
  int capacity_;
  std::uint32_t stream_;
  Entry *images_ = nullptr, *count_ = nullptr;

  S* image(int k) const { return images_->memory.data() + k * size_; }
};

}  // namespace agon
