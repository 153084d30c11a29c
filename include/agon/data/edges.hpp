#pragma once
#include <string>
#include <vector>

#include <agon/data/folder.hpp>
#include <agon/data/image_file.hpp>
#include <agon/data/outline.hpp>
#include <agon/data/pairs.hpp>
#include <agon/data/resize.hpp>

namespace agon::data {

/// Pairs of outline (A) and photograph (B) from any folder of pictures, cropped to squares.
inline Pairs edges(std::string const& folder, PairOptions const& options = {}) {
  Pairs set = empty_pairs("edges of " + folder, options);
  std::vector<std::string> const files = some_pictures_under(folder);
  set.reserve(files.size());
  for (std::string const& file : files) {
    Picture const photograph = square(read_picture(file, options.channels), options.size + options.jitter);
    bool const forth = options.direction == Direction::AtoB;
    set.inputs.add(forth ? outline(photograph) : photograph);
    set.targets.add(forth ? photograph : outline(photograph));
  }
  return set;
}

}  // namespace agon::data
