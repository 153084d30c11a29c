#include <doctest/doctest.h>

#include <agon/data/batches.hpp>
#include <agon/data/image_folder.hpp>

#include "temporary.hpp"

using namespace agon::data;

TEST_CASE("a flat folder: sorted, resized, without labels") {
  TemporaryFolder const folder;
  write_png(folder / "b.png", Picture(30, 20, 3, 200));
  write_png(folder / "a.png", Picture(5, 9, 1, 100));
  write_bytes(folder / "README.md", {'x'});
  Images const set = image_folder(folder.path.string(), {.size = 8});
  CHECK(set.name == folder.path.string());
  CHECK(set.count() == 2);
  CHECK(set.shape() == agon::image(3, 8, 8));
  CHECK(set.labels.empty());
  CHECK(set.fitting.resized == 2);
  CHECK(set.fitting.uneven == 2);
  auto const batch = take(set, 0, 2);
  CHECK(batch.images(0, 2, 7, 7) == 100 / 127.5f - 1);
  CHECK(batch.images(1, 2, 7, 7) == 200 / 127.5f - 1);
  Images const gray =
      image_folder(folder.path.string(), {.size = 8, .channels = 1, .jitter = 2, .mirror = true});
  CHECK(gray.shape() == agon::image(1, 8, 8));
  CHECK(gray.pictures.bytes() == 100);
  CHECK(gray.augmentation.jitter == 2);
}

TEST_CASE("subfolders are classes, unless pictures lie beside them or there is only one") {
  TemporaryFolder const folder;
  std::string const root = folder.path.string();
  write_png(folder / "dogs/1.png", Picture(4, 4, 3, 10));
  CHECK(image_folder(root).classes.empty());
  write_png(folder / "cats/2/2.png", Picture(4, 4, 3, 20));
  write_png(folder / "cats/1.png", Picture(4, 4, 3, 30));
  write_bytes(folder / "licences/licence.txt", {'x'});
  Images const set = image_folder(root, {.size = 4});
  CHECK(set.classes == std::vector<std::string>{"cats", "dogs"});
  CHECK(set.fitting.resized == 0);
  CHECK(image_folder(root, {.size = 5}).fitting.resized == 3);
  CHECK(image_folder(root, {.size = 5}).fitting.uneven == 0);
  CHECK(set.labels == std::vector<std::int32_t>{0, 0, 1});
  CHECK(take(set, 0, 1).images(0, 0, 0, 0) == 30 / 127.5f - 1);
  CHECK(take(set, 2, 1).images(0, 0, 0, 0) == 10 / 127.5f - 1);
  write_png(folder / "z.png", Picture(4, 4, 3, 40));
  CHECK(image_folder(root).classes.empty());
  CHECK(image_folder(root).count() == 4);
}

TEST_CASE("what makes no set") {
  TemporaryFolder const folder;
  std::string const root = folder.path.string();
  CHECK(error_of([&] { image_folder(root); }) == root + ": has no PNG, JPEG or BMP pictures in it");
  CHECK(error_of([&] { image_folder(root + "/missing"); }) ==
        root + "/missing: cannot be read as a folder: No such file or directory");
  CHECK(error_of([&] { image_folder(root, {.size = 0}); }) == root + ": asked for with a size of 0 pixels");
  write_bytes(folder / "a.png", {'x'});
  CHECK(error_of([&] { image_folder(root); }) == (folder / "a.png") + ": is not a PNG, JPEG or BMP picture");
}
