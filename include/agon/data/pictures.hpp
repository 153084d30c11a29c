#pragma once
#include <filesystem>
#include <string>

#include <agon/data/image_folder.hpp>
#include <agon/data/mnist.hpp>

namespace agon::data {

struct PictureOptions {
  int size = 64;      // height and width
  int channels = 3;   // of a folder of pictures; IDX files are gray
  bool test = false;  // of MNIST's four files: the smaller set
};

/// The pictures at `path`, whatever it is: a folder with MNIST's files, plain or .gz; an IDX file; or a
/// folder of PNG, JPEG and BMP pictures. Throws Error if it is none of them.
inline Images pictures(std::string const& path, PictureOptions const& o = {}) {
  if (!exists(path)) throw Error(path, "there is no such file or folder");
  if (std::error_code ignored; !std::filesystem::is_directory(path, ignored))
    return idx(path, {.size = o.size});
  std::string const images = path + (o.test ? "/t10k" : "/train") + "-images-idx3-ubyte";
  if (exists(images) || exists(images + ".gz")) return mnist(path, {.test = o.test, .size = o.size});
  return image_folder(path, {.size = o.size, .channels = o.channels});
}

}  // namespace agon::data
