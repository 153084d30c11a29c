#include <doctest/doctest.h>

#include <agon/data/file.hpp>

#include "temporary.hpp"

using namespace agon::data;

TEST_CASE("a file is read as it was written, and nothing else is left") {
  TemporaryFolder const folder;
  std::vector<std::uint8_t> bytes(200'000);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::uint8_t(i * 7);
  write_file(folder / "a", {});
  CHECK(read_file(folder / "a").empty());
  write_file(folder / "a", bytes);
  CHECK(read_file(folder / "a") == bytes);
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("what can't be read") {
  TemporaryFolder const folder;
  CHECK(error_of([&] { read_file(folder / "none"); }) ==
        (folder / "none") + ": cannot be opened: No such file or directory");
  CHECK(
      error_of([&] { read_file(folder.path.string()); }).starts_with(folder.path.string() + ": cannot be "));
}

TEST_CASE("what can't be written") {
  TemporaryFolder const folder;
  std::string const missing = (folder.path / "missing" / "a").string();
  CHECK(error_of([&] { write_file(missing, {}); }) == missing + ": cannot be written to the folder " +
                                                          (folder.path / "missing").string() +
                                                          ": No such file or directory");
  std::filesystem::create_directories(folder.path / "taken" / "inside");
  CHECK(error_of([&] {
          write_file(folder / "taken", {});
        }).starts_with((folder / "taken") + ": cannot be written: "));
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);  // no temporary file stays
}
