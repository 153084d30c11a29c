#pragma once
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include <agon/data/array.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/images.hpp>
#include <agon/data/picture.hpp>
#include <agon/data/unpaired.hpp>

/// Two domains made of one set, by changing pictures.
namespace agon::data {

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
Unpaired halves(Images const& set, Change const& change, std::uint64_t seed = 1) {
  if (set.count() < 2) throw Error(set.name, {"has ", set.count(), " samples, which make no two halves"});
  std::vector<int> order(std::size_t(set.count()));
  std::iota(order.begin(), order.end(), 0);
  for (std::uint32_t i = std::uint32_t(order.size()); i > 1; --i)
    std::swap(order[i - 1], order[below(draw({seed, 0}, stream_of("data.halves"), 0, i), i)]);
  Images const none{
      set.name, {set.pictures.shape, set.pictures.jitter, {}}, set.augmentation, {}, set.classes};
  Unpaired two{"halves of " + set.name, none, none, set.augmentation};
  std::size_t const half = order.size() / 2;
  for (std::size_t k = 0; k < order.size(); ++k) {
    Images& to = k < half ? two.a : two.b;
    to.pictures.add(k < half ? stored(set, order[k]) : change(stored(set, order[k])));
    if (!set.labels.empty()) to.labels.push_back(set.labels[std::size_t(order[k])]);
  }
  return two;
}

}  // namespace agon::data
