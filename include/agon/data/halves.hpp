#pragma once
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include <agon/data/batches.hpp>
#include <agon/data/describe.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/images.hpp>

/// Pictures of two domains that are no pairs.
namespace agon::data {

/// As many of each, in [-1, 1], (N, C, H, W), and the labels of those of a, if they have any. Pairs that a
/// model draws are such a batch, too.
struct DomainBatch {
  Array4 a = empty_batch(0, {}), b = empty_batch(0, {});
  std::vector<std::int32_t> labels{};
};

/// Two sets, whose counts may differ.
struct Domains {
  using Batch = DomainBatch;

  std::string name;
  Images a, b;

  /// Of domain a, whose passes are the epochs.
  int count() const { return a.count(); }
};

/// Picture number `sample` of a set as it is stored.
inline Picture stored(Images const& set, int sample) {
  Stack const& s = set.pictures;
  Picture p(s.shape.w + s.jitter, s.shape.h + s.jitter, s.shape.c);
  std::size_t const c = std::size_t(s.shape.c), pixels = s.bytes() / c;
  std::uint8_t const* const from = s.planes.data() + std::size_t(sample) * s.bytes();
  for (std::size_t i = 0; i < s.bytes(); ++i) p.interleaved[i % pixels * c + i / pixels] = from[i];
  return p;
}

/// A batch in [-1, 1], (N, C, H, W), each of its pictures changed by a function from Picture to Picture of
/// the same size; values are rounded to bytes first.
template <class Change>
Array4 changed(Array4 const& x, Change const& change) {
  Array4 y = x;
  Stack one{image(int(x.shape(1)), int(x.shape(2)), int(x.shape(3))), 0, {}};
  std::size_t const c = x.shape(1), pixels = x.shape(2) * x.shape(3);
  Picture p(int(x.shape(3)), int(x.shape(2)), int(c));
  for (std::size_t n = 0; n < x.shape(0); ++n) {
    for (std::size_t i = 0; i < c * pixels; ++i)
      p.interleaved[i % pixels * c + i / pixels] = detail::to_byte(x.data()[n * c * pixels + i]);
    one.planes.clear();
    one.add(change(p));
    one.write(y.data() + n * c * pixels, 0, {});
  }
  return y;
}

/// A set cut in two halves by chance: the first as it is, the second's pictures changed by `change`, a
/// function from Picture to Picture of the same size. No picture is in both, as in section 5 of Liu and Tuzel
/// 2016. Labels stay with their pictures. Throws Error if there are fewer than two.
template <class Change>
Domains halves(Images const& set, Change const& change, std::uint64_t seed = 1) {
  if (set.count() < 2) throw Error(set.name, {"has ", set.count(), " samples, which make no two halves"});
  std::vector<int> order(std::size_t(set.count()));
  std::iota(order.begin(), order.end(), 0);
  for (std::uint32_t i = std::uint32_t(order.size()); i > 1; --i)
    std::swap(order[i - 1], order[below(draw({seed, 0}, stream_of("data.halves"), 0, i), i)]);
  Images const none{
      set.name, {set.pictures.shape, set.pictures.jitter, {}}, set.augmentation, {}, set.classes};
  Domains two{"halves of " + set.name, none, none};
  std::size_t const half = order.size() / 2;
  for (std::size_t k = 0; k < order.size(); ++k) {
    Images& to = k < half ? two.a : two.b;
    to.pictures.add(k < half ? stored(set, order[k]) : change(stored(set, order[k])));
    if (!set.labels.empty()) to.labels.push_back(set.labels[std::size_t(order[k])]);
  }
  return two;
}

/// Batches of two domains without end, each in an order of its own and by its own epochs; the position is
/// that in a, from which follows that in b.
template <>
class Batches<Domains> {
 public:
  using Batch = DomainBatch;

  /// Throws if `batch` is not in 1, ..., number of samples of each.
  Batches(Domains const& set, int batch, std::uint64_t seed = 1)
      : a_(set.a, batch, seed), b_(set.b, batch, seed ^ (std::uint64_t(stream_of("data.second")) << 32)) {}
  Batches(Domains const&&, int, std::uint64_t = 1) = delete;

  /// The next batch; it stays until the next call.
  Batch const& next() {
    ImageBatch const& a = a_.next();
    batch_.a = a.images;
    batch_.labels = a.labels;
    batch_.b = b_.next().images;
    return batch_;
  }

  int per_epoch() const { return a_.per_epoch(); }
  /// Was the last batch the last one of a pass through a?
  bool epoch_is_done() const { return a_.epoch_is_done(); }
  int batch_size() const { return a_.batch_size(); }
  std::uint64_t seed() const { return a_.seed(); }
  Position position() const { return a_.position(); }

  /// Goes on from a position. Throws if the first set has no such index.
  void seek(Position p) {
    a_.seek(p);
    std::uint64_t const done =
        std::uint64_t(p.epoch) * std::uint64_t(a_.per_epoch()) + p.index / std::uint64_t(batch_size());
    std::uint64_t const each = std::uint64_t(b_.per_epoch());
    b_.seek({std::uint32_t(done / each), std::uint32_t(done % each * std::uint64_t(batch_size()))});
  }

 private:
  Batches<Images> a_, b_;
  Batch batch_;
};

/// The name, and a line about each.
inline std::string describe(Domains const& set) {
  return joined({set.name, "\n  a: ", describe(set.a), "\n  b: ", describe(set.b)});
}

}  // namespace agon::data
