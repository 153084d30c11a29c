#include <doctest/doctest.h>
#include <fstream>

#include <agon/data/pictures.hpp>

#include "temporary.hpp"

using namespace agon::data;

/// Two pictures of 2x2 bytes as an IDX file.
static void write_idx(std::string const& path, char value) {
  std::string const header("\0\0\x08\x03\0\0\0\x02\0\0\0\x02\0\0\0\x02", 16);
  std::ofstream(path, std::ios::binary) << header << std::string(8, value);
}

TEST_CASE("a path leads to MNIST's files, one IDX file or a folder of pictures") {
  TemporaryFolder const folder;
  write_png(folder / "photos/a.png", Picture(5, 5, 3, 10));
  write_png(folder / "set/not-this.png", Picture(5, 5, 3, 10));
  write_idx(folder / "set/train-images-idx3-ubyte", 1);
  write_idx(folder / "set/t10k-images-idx3-ubyte", 2);
  CHECK(pictures(folder / "photos", {.size = 4}).shape() == agon::image(3, 4, 4));
  CHECK(pictures(folder / "photos", {.size = 4, .channels = 1}).shape() == agon::image(1, 4, 4));
  Images const train = pictures(folder / "set", {.size = 2}),
               test = pictures(folder / "set", {.size = 2, .test = true});
  CHECK(train.count() == 2);
  CHECK(train.shape() == agon::image(1, 2, 2));
  CHECK(train.pictures.planes[0] == 1);
  CHECK(test.pictures.planes[0] == 2);
  CHECK(pictures(folder / "set/train-images-idx3-ubyte", {.size = 2}).count() == 2);
}

TEST_CASE("what leads nowhere") {
  TemporaryFolder const folder;
  std::string const root = folder.path.string();
  CHECK(error_of([&] { pictures(root + "/none"); }) == root + "/none: there is no such file or folder");
  CHECK(error_of([&] { pictures(root); }) == root + ": has no PNG, JPEG or BMP pictures in it");
  CHECK(error_of([&] { mnist(root); }) == root + ": has no train-images-idx3-ubyte, plain or .gz");
}
