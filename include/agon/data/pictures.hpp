#pragma once
#include <filesystem>
#include <string>
#include <vector>

#include <agon/data/cifar.hpp>
#include <agon/data/image_folder.hpp>
#include <agon/data/mnist.hpp>

namespace agon::data {

struct PictureOptions {
  int size = 64;      // height and width
  int channels = 3;   // of a folder of pictures; IDX files are gray
  bool test = false;  // of MNIST's four files and CIFAR's six: the smaller set
};

/// The pictures at `path`, whatever it is: a folder with MNIST's files, plain or .gz; an IDX file; a folder
/// with CIFAR-10's binary files, or one of them, which ends in .bin; or a folder of PNG, JPEG and BMP
/// pictures. Throws Error if it is none of them.
inline Images pictures(std::string const& path, PictureOptions const& o = {}) {
  if (!exists(path)) throw Error(path, "there is no such file or folder");
  if (std::error_code ignored; !std::filesystem::is_directory(path, ignored))
    return path.ends_with(".bin") ? cifar10({path}, {.size = o.size}) : idx(path, {.size = o.size});
  std::string const images = path + (o.test ? "/t10k" : "/train") + "-images-idx3-ubyte";
  if (exists(images) || exists(images + ".gz")) return mnist(path, {.test = o.test, .size = o.size});
  if (exists(path + "/data_batch_1.bin")) {
    if (o.test) return cifar10({path + "/test_batch.bin"}, {.size = o.size});
    std::vector<std::string> parts;
    for (char const* k : {"1", "2", "3", "4", "5"}) parts.push_back(path + "/data_batch_" + k + ".bin");
    return cifar10(parts, {.size = o.size});
  }
  return image_folder(path, {.size = o.size, .channels = o.channels});
}

}  // namespace agon::data
