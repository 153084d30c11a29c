#include <doctest/doctest.h>

#include <agon/data/gzip.hpp>

#include "gzip_file.hpp"
#include "temporary.hpp"

using namespace agon::data;

static std::vector<std::uint8_t> numbers(std::size_t n) {
  std::vector<std::uint8_t> bytes(n);
  for (std::size_t i = 0; i < n; ++i) bytes[i] = std::uint8_t(i * i >> 3);
  return bytes;
}

/// Reads in two parts.
static std::vector<std::uint8_t> read_all(std::string const& path, std::size_t n) {
  GzipFile file(path);
  std::vector<std::uint8_t> bytes(n);
  file.read({bytes.data(), n / 3});
  file.read({bytes.data() + n / 3, n - n / 3});
  file.finish();
  return bytes;
}

TEST_CASE("plain, compressed, and compressed in two members") {
  TemporaryFolder const folder;
  auto const bytes = numbers(300'000);
  write_bytes(folder / "plain", bytes);
  CHECK(read_all(folder / "plain", bytes.size()) == bytes);
  write_bytes(folder / "packed", gzip(bytes));
  CHECK(read_all(folder / "packed", bytes.size()) == bytes);
  auto two = gzip({bytes.begin(), bytes.begin() + 1000});
  auto const rest = gzip({bytes.begin() + 1000, bytes.end()});
  two.insert(two.end(), rest.begin(), rest.end());
  write_bytes(folder / "two", two);
  CHECK(read_all(folder / "two", bytes.size()) == bytes);
  write_bytes(folder / "nothing", gzip({}));
  CHECK(read_all(folder / "nothing", 0).empty());
  write_bytes(folder / "zeros", gzip(std::vector<std::uint8_t>(5'000'000)));  // as dense as it gets
  CHECK(GzipFile(folder / "zeros").most_bytes() >= 5'000'000);
  CHECK(read_all(folder / "zeros", 5'000'000) == std::vector<std::uint8_t>(5'000'000));
}

TEST_CASE("too short, too long, damaged") {
  TemporaryFolder const folder;
  auto const bytes = numbers(5000);
  std::string const plain = folder / "plain", packed = folder / "packed";
  write_bytes(plain, bytes);
  write_bytes(packed, gzip(bytes));
  for (std::string const& path : {plain, packed}) {
    CHECK(error_of([&] { read_all(path, 5001); }) ==
          path + ": is cut short: it ends after 5000 of 5001 bytes");
    CHECK(error_of([&] { read_all(path, 4999); }) ==
          path + ": has trailing bytes after the 4999 that belong to it");
  }
  auto const whole = gzip(bytes);
  for (std::size_t n = 2; n < whole.size(); n += 5) {
    write_bytes(packed, {whole.begin(), whole.begin() + std::ptrdiff_t(n)});
    CHECK(error_of([&] { read_all(packed, 5000); }).starts_with(packed + ": is cut short: "));
  }
  write_bytes(packed, {whole.begin(), whole.end() - 1});
  CHECK(error_of([&] { read_all(packed, 5000); }) ==
        packed + ": is cut short: the end of the compressed data is missing");
  auto more = whole;
  more.push_back(0);
  write_bytes(packed, more);
  CHECK(error_of([&] { read_all(packed, 5000); }) ==
        packed + ": has trailing bytes after the 5000 that belong to it");
  auto wrong = whole;
  wrong[wrong.size() - 7] ^= 1;  // in the checksum
  write_bytes(packed, wrong);
  CHECK(error_of([&] { read_all(packed, 5000); }) == packed + ": is damaged: incorrect data check");
}
