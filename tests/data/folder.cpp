#include <doctest/doctest.h>

#include <agon/data/folder.hpp>

#include "temporary.hpp"

using namespace agon::data;

TEST_CASE("pictures are found by their endings, sorted, without hidden ones") {
  TemporaryFolder const folder;
  for (char const* name : {"b.PNG", "a.jpg", "c.jpeg", "d.bmp", "notes.txt", ".hidden.png", "sub/e.JPG",
                           "sub/deep/f.png", ".cache/g.png", "png"})
    write_bytes(folder / name, {1});
  std::string const root = folder.path.string();
  auto const in = pictures_in(root);
  CHECK(in ==
        std::vector<std::string>{folder / "a.jpg", folder / "b.PNG", folder / "c.jpeg", folder / "d.bmp"});
  auto under = in;
  under.push_back(folder / "sub/deep/f.png");
  under.push_back(folder / "sub/e.JPG");
  CHECK(pictures_under(root) == under);
  CHECK(folders_in(root) == std::vector<std::string>{"sub"});
  CHECK(stem_of("a/b.c.png") == "b.c");
}

TEST_CASE("folders that hold nothing or are none") {
  TemporaryFolder const folder;
  std::string const root = folder.path.string(), missing = root + "/missing";
  CHECK(pictures_under(root).empty());
  CHECK(error_of([&] { some_pictures_in(root); }) == root + ": has no PNG, JPEG or BMP pictures in it");
  CHECK(error_of([&] { some_pictures_under(root); }) == root + ": has no PNG, JPEG or BMP pictures in it");
  std::string const cause = ": cannot be read as a folder: No such file or directory";
  CHECK(error_of([&] { pictures_in(missing); }) == missing + cause);
  CHECK(error_of([&] { pictures_under(missing); }) == missing + cause);
  CHECK(error_of([&] { folders_in(missing); }) == missing + cause);
}
