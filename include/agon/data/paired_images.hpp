#pragma once
#include <filesystem>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/folder.hpp>
#include <agon/data/image_file.hpp>
#include <agon/data/pairs.hpp>
#include <agon/data/resize.hpp>

namespace agon::data {

namespace detail {

/// Both pictures stretched to the stored size, as pix2pix does it.
inline void add_pair(Pairs& set, Picture const& a, Picture const& b, PairOptions const& options) {
  int const stored = options.size + options.jitter;
  bool const forth = options.direction == Direction::AtoB;
  auto const is_stored = [&](Picture const& p) { return p.width == stored && p.height == stored; };
  set.fitting.resized += !is_stored(a) || !is_stored(b);
  set.fitting.uneven += a.width != a.height || b.width != b.height;
  set.inputs.add(resize(forth ? a : b, stored, stored));
  set.targets.add(resize(forth ? b : a, stored, stored));
}

}  // namespace detail

/// Pairs from the pictures of a folder (and of all below it) that each hold two beside each other: A in the
/// left half, B in the right one (pix2pix's data sets). Throws if there are none, or if one can't be read or
/// has an odd width.
inline Pairs paired_images(std::string const& folder, PairOptions const& options = {}) {
  Pairs set = empty_pairs(folder, options);
  std::vector<std::string> const files = some_pictures_under(folder);
  set.reserve(files.size());
  for (std::string const& file : files) {
    Picture const both = read_picture(file, options.channels);
    if (both.width % 2)
      throw Error(
          file, {"is ", size_text(both), ", so it has no two halves; two pictures stand side by side in it"});
    int const half = both.width / 2;
    detail::add_pair(set, crop(both, 0, 0, half, both.height), crop(both, half, 0, half, both.height),
                     options);
  }
  return set;
}

/// Pairs from two folders: a.jpg in the one and a.png in the other make a pair. Throws if a picture has no
/// partner, if there are none, or if one can't be read.
inline Pairs paired_folders(std::string const& folder_a, std::string const& folder_b,
                            PairOptions const& options = {}) {
  auto const by_stem = [](std::string const& folder) {
    std::map<std::string, std::string> found;
    for (std::string const& file : some_pictures_in(folder)) {
      auto const [other, fresh] = found.emplace(stem_of(file), file);
      if (!fresh)
        throw Error(file, {"and ", other->second, " have the same name, which should be that of one pair"});
    }
    return found;
  };
  auto const as = by_stem(folder_a), bs = by_stem(folder_b);
  for (auto const& [stem, file] : as)
    if (!bs.contains(stem)) throw Error(file, {"has no partner in ", folder_b});
  for (auto const& [stem, file] : bs)
    if (!as.contains(stem)) throw Error(file, {"has no partner in ", folder_a});
  Pairs set = empty_pairs(folder_a + " and " + folder_b, options);
  set.reserve(as.size());
  for (auto const& [stem, file] : as)
    detail::add_pair(set, read_picture(file, options.channels), read_picture(bs.at(stem), options.channels),
                     options);
  return set;
}

/// The pairs in a folder: of its folders A and B if it has them, otherwise of pictures side by side. Throws
/// as those do.
inline Pairs pairs(std::string const& folder, PairOptions const& options = {}) {
  std::error_code ignored;
  if (std::filesystem::is_directory(folder + "/A", ignored) &&
      std::filesystem::is_directory(folder + "/B", ignored))
    return paired_folders(folder + "/A", folder + "/B", options);
  return paired_images(folder, options);
}

}  // namespace agon::data
