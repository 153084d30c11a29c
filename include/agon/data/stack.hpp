#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/core/shape.hpp>
#include <agon/data/array.hpp>
#include <agon/data/augment.hpp>
#include <agon/data/picture.hpp>

namespace agon::data {

/// Pictures of one shape in memory, one byte a value, each `jitter` pixels wider and higher than it is shown.
struct Stack {
  Shape shape;                       ///< of a picture as it is shown
  int jitter = 0;                    ///< pixels by which a stored one is larger
  std::vector<std::uint8_t> planes;  // (count, c, h + jitter, w + jitter)

  /// Bytes of one stored picture.
  std::size_t bytes() const {
    return std::size_t(shape.c) * std::size_t(shape.h + jitter) * std::size_t(shape.w + jitter);
  }

  int count() const { return bytes() ? int(planes.size() / bytes()) : 0; }

  /// Room for so many, lest they be moved about while they come.
  void reserve(std::size_t pictures) {
    try {
      planes.reserve(pictures * bytes());
    } catch (std::exception const&) {
      throw Error("a set of pictures",
                  {pictures, " of ", bytes(), " bytes do not fit into this machine's memory"});
    }
  }

  /// The lowest and the highest number of all pictures, in [-1, 1]; of no pictures 0 and 0.
  std::pair<float, float> range() const {
    auto const [least, most] = std::minmax_element(planes.begin(), planes.end());
    if (least == planes.end()) return {0.f, 0.f};
    return {float(*least) / 127.5f - 1, float(*most) / 127.5f - 1};
  }

  /// Appends a picture of the stored size; throws if it has another.
  void add(Picture const& p) {
    if (p.channels != shape.c || p.height != shape.h + jitter || p.width != shape.w + jitter)
      throw Error("a set of pictures", {"a picture of ", size_text(p), " with ", p.channels,
                                        " channels does not fit among those of ", shape.w + jitter, 'x',
                                        shape.h + jitter, " with ", shape.c});
    std::size_t const pixels = std::size_t(p.width) * std::size_t(p.height), c = std::size_t(p.channels);
    std::size_t const start = planes.size();
    planes.resize(start + bytes());
    for (std::size_t k = 0; k < c; ++k)
      for (std::size_t i = 0; i < pixels; ++i) planes[start + k * pixels + i] = p.interleaved[i * c + k];
  }

  /// Picture number `sample` as it is shown at a placement, in [-1, 1]: (c, h, w) values from `to` on.
  void write(float* to, int sample, Placement p) const {
    place(&planes[std::size_t(sample) * bytes()], to, shape, jitter, p);
  }
};

/// No picture of a set is larger on a side.
inline constexpr int most_side = 1 << 14;

/// Throws, naming `where`, if pictures of this size, jitter and number of channels make no sense.
inline void check_sizes(std::string const& where, int size, int jitter, int channels) {
  if (size < 1 || size > most_side) throw Error(where, {"asked for with a size of ", size, " pixels"});
  if (jitter < 0 || jitter > most_side)
    throw Error(where, {"asked for with a jitter of ", jitter, " pixels"});
  if (channels != 1 && channels != 3)
    throw Error(where, {"asked for with ", channels, " channels; there can be 1 or 3"});
}

/// Room for n samples of a shape.
inline Array4 empty_batch(int n, Shape s) {
  return Array4(Array4::shape_type{std::size_t(n), std::size_t(s.c), std::size_t(s.h), std::size_t(s.w)});
}

/// A picture as a batch of one, (1, C, H, W) in [-1, 1].
inline Array4 batch_of(Picture const& p) {
  Stack one{.shape = image(p.channels, p.height, p.width), .planes = {}};
  one.add(p);
  Array4 batch = empty_batch(1, one.shape);
  one.write(batch.data(), 0, {});
  return batch;
}

}  // namespace agon::data
