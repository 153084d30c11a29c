#pragma once
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/gzip.hpp>
#include <agon/data/images.hpp>
#include <agon/data/picture.hpp>
#include <agon/data/resize.hpp>

/// The format of MNIST: two zero bytes, the element type (8: bytes), the number of dimensions, each dimension
/// in four bytes with the high one first, then the elements.
namespace agon::data {

/// An IDX file of bytes.
struct Idx {
  std::vector<int> extents;
  std::vector<std::uint8_t> bytes;
};

/// An IDX file of bytes with this many dimensions, plain or .gz. Throws if it is something else, cut short,
/// or larger or smaller than its header says; nothing is allocated before the header is found possible.
inline Idx read_idx(std::string const& path, int dimensions) {
  GzipFile file(path);
  std::uint8_t magic[4];
  file.read(magic);
  if (magic[0] || magic[1] || magic[2] != 8 || magic[3] != dimensions) {
    std::string found;
    for (int byte : magic) append(found, {found.empty() ? "" : " ", byte});
    throw Error(path,
                {"is no IDX file of bytes with ", dimensions, dimensions == 1 ? " dimension" : " dimensions",
                 ": it starts with ", found, ", not with 0 0 8 ", dimensions});
  }
  Idx idx;
  std::uint64_t size = 1;
  std::string product;
  for (int d = 0; d < dimensions; ++d) {
    std::uint8_t word[4];
    file.read(word);
    std::uint32_t const extent =
        std::uint32_t(word[0]) << 24 | std::uint32_t(word[1]) << 16 | std::uint32_t(word[2]) << 8 | word[3];
    append(product, {d ? "x" : "", extent});
    if (extent == 0) throw Error(path, {"is empty: its header says ", product});
    if (extent > INT32_MAX || size > file.most_bytes() / extent)
      throw Error(path, {"is cut short or its header lies: ", product, " bytes are more than it can hold"});
    size *= extent;
    idx.extents.push_back(int(extent));
  }
  idx.bytes.resize(std::size_t(size));
  file.read(idx.bytes);
  file.finish();
  return idx;
}

/// How the pictures of an IDX file become a set. Padding comes first: 2 makes 32x32 of 28x28.
struct IdxOptions {
  std::string labels = {};  ///< the file of labels, if there is one
  int padding = 0;          ///< black pixels on each side
  int size = 0;             ///< pixels a side, resized; 0: as they are
  int jitter = 0;           ///< pixels by which they are first made larger, then cropped at random
  bool mirror = false;      ///< half of the times
};

/// Gray pictures from an IDX file, plain or .gz, and their labels from another.
inline Images idx(std::string const& path, IdxOptions const& options = {}) {
  check_sizes(path, options.size ? options.size : 1, options.jitter, 1);
  if (options.padding < 0 || options.padding > most_side)
    throw Error(path, {"asked for with a padding of ", options.padding, " pixels"});
  Idx file = read_idx(path, 3);
  int const count = file.extents[0], height = file.extents[1], width = file.extents[2];
  if (height > most_side || width > most_side)
    throw Error(path, {"has pictures of ", width, 'x', height, " pixels"});
  int const h = options.size ? options.size : height + 2 * options.padding;
  int const w = options.size ? options.size : width + 2 * options.padding;
  Images set{path, {image(1, h, w), options.jitter, {}}, {options.jitter, options.mirror}, {}, {}};
  if (h == height && w == width && !options.padding && !options.jitter)
    set.pictures.planes = std::move(file.bytes);
  else {
    set.pictures.reserve(std::size_t(count));
    for (int i = 0; i < count; ++i) {
      Picture p(width, height, 1);
      std::copy_n(&file.bytes[std::size_t(i) * p.interleaved.size()], p.interleaved.size(),
                  p.interleaved.data());
      set.pictures.add(resize(pad(p, options.padding), w + options.jitter, h + options.jitter));
    }
    int const padded_w = width + 2 * options.padding, padded_h = height + 2 * options.padding;
    if (w + options.jitter != padded_w || h + options.jitter != padded_h) set.fitting.resized = count;
    if (long(padded_w) * h != long(padded_h) * w) set.fitting.uneven = count;
  }
  if (options.labels.empty()) return set;
  Idx const labels = read_idx(options.labels, 1);
  if (labels.extents[0] != count)
    throw Error(options.labels,
                {"holds ", labels.extents[0], " labels for the ", count, " pictures of ", path});
  set.labels.assign(labels.bytes.begin(), labels.bytes.end());
  int const classes = 1 + *std::max_element(set.labels.begin(), set.labels.end());
  for (int i = 0; i < classes; ++i) set.classes.push_back(joined({i}));
  return set;
}

}  // namespace agon::data
