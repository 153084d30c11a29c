#include <doctest/doctest.h>

#include <agon/data/batches.hpp>
#include <agon/data/paired_images.hpp>

#include "temporary.hpp"

using namespace agon::data;

/// Left and right halves of one value each.
static Picture halves(int width, int height, std::uint8_t left, std::uint8_t right) {
  Picture p(width, height, 3, left);
  for (int y = 0; y < height; ++y)
    for (int x = width / 2; x < width; ++x)
      for (int c = 0; c < 3; ++c) p.at(x, y)[c] = right;
  return p;
}

TEST_CASE("side by side: A is left, B is right, and no pixel crosses the seam") {
  TemporaryFolder const folder;
  write_png(folder / "train/1.png", halves(40, 10, 0, 255));
  std::string const root = folder.path.string();
  Pairs const forth = paired_images(root, {.size = 16, .jitter = 4, .mirror = true});
  CHECK(forth.count() == 1);
  auto const a = take(forth, 0, 1);
  for (float x : a.input) CHECK(x == -1);
  for (float x : a.target) CHECK(x == 1);
  auto const b = take(paired_images(root, {.size = 16, .direction = Direction::BtoA}), 0, 1);
  for (float x : b.input) CHECK(x == 1);
  for (float x : b.target) CHECK(x == -1);
}

TEST_CASE("two folders, matched by name") {
  TemporaryFolder const folder;
  for (int i = 0; i < 3; ++i) {
    std::string const name = std::to_string(i) + ".png";
    write_png(folder / "maps/" + name, Picture(4, 4, 3, std::uint8_t(i)));
    write_png(folder / "views/" + name, Picture(9, 4, 3, std::uint8_t(100 + i)));
  }
  std::string const a = folder / "maps", b = folder / "views";
  Pairs const set = paired_folders(a, b, {.size = 4});
  CHECK(set.count() == 3);
  CHECK(set.fitting.resized == 3);  // the views
  CHECK(set.fitting.uneven == 3);
  auto const batch = take(set, 0, 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(batch.input(i, 0, 0, 0) == float(i) / 127.5f - 1);
    CHECK(batch.target(i, 0, 0, 0) == float(100 + i) / 127.5f - 1);
  }
  CHECK(take(paired_folders(a, b, {.size = 4, .direction = Direction::BtoA}), 1, 1).input(0, 0, 0, 0) ==
        101 / 127.5f - 1);

  write_png(folder / "views/7.png", Picture(4, 4, 3));
  CHECK(error_of([&] { paired_folders(a, b); }) == (folder / "views/7.png") + ": has no partner in " + a);
  write_png(folder / "maps/6.png", Picture(4, 4, 3));
  CHECK(error_of([&] { paired_folders(a, b); }) == (folder / "maps/6.png") + ": has no partner in " + b);
  write_png(folder / "maps/6.bmp", Picture(4, 4, 3));
  CHECK(error_of([&] { paired_folders(a, b); }) ==
        (folder / "maps/6.png") + ": and " + (folder / "maps/6.bmp") +
            " have the same name, which should be that of one pair");
}

TEST_CASE("a folder with A and B holds pairs in two folders, any other pairs side by side") {
  TemporaryFolder const folder;
  write_png(folder / "two/A/1.png", Picture(4, 4, 3, 10));
  write_png(folder / "two/B/1.png", Picture(4, 4, 3, 20));
  write_png(folder / "one/1.png", halves(8, 4, 30, 40));
  CHECK(take(pairs(folder / "two", {.size = 4}), 0, 1).target(0, 0, 0, 0) == 20 / 127.5f - 1);
  CHECK(take(pairs(folder / "one", {.size = 4}), 0, 1).target(0, 0, 0, 0) == 40 / 127.5f - 1);
}

TEST_CASE("what makes no pairs") {
  TemporaryFolder const folder;
  std::string const root = folder.path.string();
  CHECK(error_of([&] { paired_images(root); }) == root + ": has no PNG, JPEG or BMP pictures in it");
  CHECK(error_of([&] { paired_folders(root, root); }) == root + ": has no PNG, JPEG or BMP pictures in it");
  write_png(folder / "a.png", Picture(7, 4, 3));
  CHECK(error_of([&] { paired_images(root); }) ==
        (folder / "a.png") + ": is 7x4, so it has no two halves; two pictures stand side by side in it");
}
