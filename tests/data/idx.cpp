#include <doctest/doctest.h>
#include <filesystem>

#include <agon/data/batches.hpp>
#include <agon/data/idx.hpp>

#include "gzip_file.hpp"
#include "temporary.hpp"

using namespace agon::data;

/// An IDX file whose bytes are 0, 1, 2, ...
static std::vector<std::uint8_t> idx_file(std::vector<std::uint32_t> const& extents, std::size_t bytes) {
  std::vector<std::uint8_t> file{0, 0, 8, std::uint8_t(extents.size())};
  for (std::uint32_t e : extents)
    for (int shift : {24, 16, 8, 0}) file.push_back(std::uint8_t(e >> shift));
  for (std::size_t i = 0; i < bytes; ++i) file.push_back(std::uint8_t(i));
  return file;
}

TEST_CASE("plain and compressed files say the same") {
  TemporaryFolder const folder;
  auto const file = idx_file({2, 3, 4}, 24);
  write_bytes(folder / "plain", file);
  write_bytes(folder / "packed", gzip(file));
  for (auto const& path : {folder / "plain", folder / "packed"}) {
    Idx const x = read_idx(path, 3);
    CHECK(x.extents == std::vector<int>{2, 3, 4});
    CHECK(x.bytes.size() == 24);
    CHECK(x.bytes[23] == 23);
  }
}

TEST_CASE("a header that lies") {
  TemporaryFolder const folder;
  std::string const plain = folder / "plain", packed = folder / "packed";
  auto const check = [&](std::vector<std::uint8_t> const& file, int dimensions, std::string const& cause) {
    write_bytes(plain, file);
    CHECK(error_of([&] { read_idx(plain, dimensions); }) == plain + ": " + cause);
    write_bytes(packed, gzip(file));
    CHECK(error_of([&] { read_idx(packed, dimensions); }) == packed + ": " + cause);
  };
  check(idx_file({4, 3, 4}, 44), 3, "is cut short: it ends after 60 of 64 bytes");
  check(idx_file({2, 3, 4}, 25), 3, "has trailing bytes after the 40 that belong to it");
  check(idx_file({2, 3, 4}, 24), 1,
        "is no IDX file of bytes with 1 dimension: it starts with 0 0 8 3, not with 0 0 8 1");
  check({'h', 'e', 'l', 'l', 'o'}, 3,
        "is no IDX file of bytes with 3 dimensions: it starts with 104 101 108 108, not with 0 0 8 3");
  check({0, 0, 8}, 3, "is cut short: it ends after 3 of 4 bytes");
  check({0, 0, 8, 3, 0, 0}, 3, "is cut short: it ends after 6 of 8 bytes");
  check(idx_file({2, 0, 4}, 0), 3, "is empty: its header says 2x0");
  check(idx_file({0xFFFFFFFF, 1, 1}, 24), 3,
        "is cut short or its header lies: 4294967295 bytes are more than it can hold");
  check(idx_file({60000, 65536, 65536}, 24), 3,
        "is cut short or its header lies: 60000 bytes are more than it can hold");
  check(idx_file({24, 65536, 65536}, 24), 3,
        "is cut short or its header lies: 24x65536 bytes are more than it can hold");
  CHECK(error_of([&] { read_idx(folder / "none", 3); }) ==
        (folder / "none") + ": cannot be opened: No such file or directory");
}

TEST_CASE("a set with labels") {
  TemporaryFolder const folder;
  write_bytes(folder / "images", idx_file({4, 3, 5}, 60));
  write_bytes(folder / "labels", idx_file({4}, 4));
  write_bytes(folder / "five", idx_file({5}, 5));
  Images const set = idx(folder / "images", {.labels = folder / "labels"});
  CHECK(set.count() == 4);
  CHECK(set.shape() == agon::image(1, 3, 5));
  CHECK(set.labels == std::vector<std::int32_t>{0, 1, 2, 3});
  CHECK(set.classes == std::vector<std::string>{"0", "1", "2", "3"});
  auto const batch = take(set, 2, 2);
  CHECK(batch.labels == std::vector<std::int32_t>{2, 3});
  CHECK(batch.images(1, 0, 2, 4) == 59 / 127.5f - 1);
  CHECK(idx(folder / "images").labels.empty());
  CHECK(error_of([&] { idx(folder / "images", {.labels = folder / "five"}); }) ==
        (folder / "five") + ": holds 5 labels for the 4 pictures of " + (folder / "images"));
}

TEST_CASE("padding, then size, then jitter") {
  TemporaryFolder const folder;
  write_bytes(folder / "images", idx_file({2, 28, 28}, 2 * 784));
  Images const padded = idx(folder / "images", {.padding = 2});
  CHECK(padded.shape() == agon::image(1, 32, 32));
  auto const batch = take(padded, 1, 1);
  CHECK(batch.images(0, 0, 0, 0) == -1);
  CHECK(batch.images(0, 0, 2, 2) == 784 % 256 / 127.5f - 1);
  CHECK(idx(folder / "images", {.size = 64}).shape() == agon::image(1, 64, 64));
  CHECK(idx(folder / "images", {.size = 64}).fitting.resized == idx(folder / "images").count());
  CHECK(idx(folder / "images").fitting.resized == 0);
  Images const jittered = idx(folder / "images", {.jitter = 4, .mirror = true});
  CHECK(jittered.shape() == agon::image(1, 28, 28));
  CHECK(jittered.pictures.bytes() == 32 * 32);
  CHECK(jittered.augmentation.mirror);
  CHECK(error_of([&] { idx(folder / "images", {.padding = -1}); }) ==
        (folder / "images") + ": asked for with a padding of -1 pixels");
  CHECK(error_of([&] { idx(folder / "images", {.size = -1}); }) ==
        (folder / "images") + ": asked for with a size of -1 pixels");
}

TEST_CASE("Fashion-MNIST, where Debian's dataset-fashion-mnist is installed") {
  std::string const folder = "/usr/share/datasets/fashion-mnist/";
  if (!std::filesystem::exists(folder)) return;
  Images const set =
      idx(folder + "t10k-images-idx3-ubyte.gz", {.labels = folder + "t10k-labels-idx1-ubyte.gz"});
  CHECK(set.count() == 10000);
  CHECK(set.shape() == agon::image(1, 28, 28));
  CHECK(set.classes.size() == 10);
  CHECK(set.labels[0] == 9);  // an ankle boot
}
