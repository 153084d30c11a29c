#pragma once
#include <string>

#include <agon/data/idx.hpp>

namespace agon::data {

struct MnistOptions {
  bool test = false;  // the 10,000 pictures for testing, not the 60,000 for training
  int size = 28;      // height and width
};

/// MNIST, Fashion-MNIST and their like: the pictures and labels of four IDX files in a folder, plain or .gz,
/// named train-images-idx3-ubyte and so on. Throws Error if the pictures are not there.
inline Images mnist(std::string const& folder, MnistOptions const& o = {}) {
  std::string const set = folder + (o.test ? "/t10k" : "/train");
  for (char const* end : {"", ".gz"}) {
    std::string const images = joined({set, "-images-idx3-ubyte", end}),
                      labels = joined({set, "-labels-idx1-ubyte", end});
    if (exists(images)) return idx(images, {.labels = exists(labels) ? labels : "", .size = o.size});
  }
  throw Error(folder, {"has no ", set.substr(folder.size() + 1), "-images-idx3-ubyte, plain or .gz"});
}

}  // namespace agon::data
