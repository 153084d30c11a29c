#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/folder.hpp>
#include <agon/data/image_file.hpp>
#include <agon/data/images.hpp>
#include <agon/data/resize.hpp>

namespace agon::data {

/// How the files of a folder become a set.
struct FolderOptions {
  int size = 64;        ///< pixels a side, as shown
  int channels = 3;     ///< 1 (gray) or 3
  Fit fit = Fit::crop;  ///< what happens to those that are not square
  int jitter = 0;       ///< pixels by which they are first made larger, then cropped at random
  bool mirror = false;  ///< half of the times
};

/// The pictures (PNG, JPEG, BMP) of a folder and of all below it, sorted by path. If they all lie in two or
/// more subfolders, the name of the subfolder is the class. Throws if there are none, or if one can't be
/// read.
inline Images image_folder(std::string const& path, FolderOptions const& options = {}) {
  check_sizes(path, options.size, options.jitter, options.channels);
  Images set{path,
             {image(options.channels, options.size, options.size), options.jitter, {}},
             {options.jitter, options.mirror},
             {},
             {}};
  std::vector<std::string> files;
  if (pictures_in(path).empty())
    for (std::string const& name : folders_in(path)) {
      std::vector<std::string> const some = pictures_under((std::filesystem::path(path) / name).string());
      if (some.empty()) continue;
      files.insert(files.end(), some.begin(), some.end());
      set.labels.resize(files.size(), std::int32_t(set.classes.size()));
      set.classes.push_back(name);
    }
  if (set.classes.size() < 2) {
    files = some_pictures_under(path);
    set.labels.clear();
    set.classes.clear();
  }
  set.pictures.reserve(files.size());
  int const stored = options.size + options.jitter;
  for (std::string const& file : files) {
    Picture const p = read_picture(file, options.channels);
    set.fitting.resized += p.width != stored || p.height != stored;
    set.fitting.uneven += p.width != p.height;
    set.pictures.add(square(p, stored, options.fit));
  }
  return set;
}

}  // namespace agon::data
