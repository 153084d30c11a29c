#pragma once
#include <filesystem>
#include <string>

#include <agon/core/error.hpp>
#include <agon/data/image_folder.hpp>
#include <agon/data/unpaired.hpp>

namespace agon::data {

/// How the pictures of two folders become a set without pairs. CycleGAN's code: {.size = 256, .jitter = 30,
/// .mirror = true}.
struct UnpairedOptions {
  int size = 256;          ///< pixels a side, as shown
  int channels = 3;        ///< 1 (gray) or 3
  Fit fit = Fit::stretch;  ///< what happens to those that are not square
  int jitter = 0;          ///< pixels by which they are first made larger, then cropped at random
  bool mirror = false;     ///< half of the times
  bool test = false;       ///< of a folder with testA and testB: those two
};

/// The pictures of two folders, and of all below them. Throws if one has none, or if one can't be read.
inline Unpaired unpaired_folders(std::string const& folder_a, std::string const& folder_b,
                                 UnpairedOptions const& o = {}) {
  FolderOptions const how{
      .size = o.size, .channels = o.channels, .fit = o.fit, .jitter = o.jitter, .mirror = o.mirror};
  return unpaired(image_folder(folder_a, how), image_folder(folder_b, how));
}

/// The pictures in the folders A and B of a folder, or in trainA and trainB as CycleGAN's own sets have them,
/// or testA and testB. Throws if it has neither, and as `unpaired_folders` does.
inline Unpaired unpaired_images(std::string const& folder, UnpairedOptions const& o = {}) {
  std::string const part = o.test ? "/test" : "/train";
  for (std::string const& begin : {folder + part, folder + "/"}) {
    std::error_code ignored;
    if (std::filesystem::is_directory(begin + "A", ignored) &&
        std::filesystem::is_directory(begin + "B", ignored))
      return unpaired_folders(begin + "A", begin + "B", o);
  }
  throw Error(folder, {"has no folders ", part.substr(1), "A and ", part.substr(1), "B, nor A and B"});
}

}  // namespace agon::data
