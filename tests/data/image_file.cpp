#include <doctest/doctest.h>

#include <agon/data/image_file.hpp>

#include "temporary.hpp"

using namespace agon::data;

static Picture pattern(int width, int height, int channels) {
  Picture p(width, height, channels);
  for (std::size_t i = 0; i < p.interleaved.size(); ++i) p.interleaved[i] = std::uint8_t(i * 37 % 251);
  return p;
}

/// A 24-bit BMP file: rows from the bottom, blue first, each row filled up to four bytes.
static std::vector<std::uint8_t> bmp(Picture const& p) {
  std::size_t const row = (std::size_t(p.width) * 3 + 3) / 4 * 4, size = 54 + row * std::size_t(p.height);
  std::vector<std::uint8_t> file(size);
  auto const word = [&](std::size_t at, std::size_t value) {
    for (int k = 0; k < 4; ++k) file[at++] = std::uint8_t(value >> 8 * k);
  };
  file[0] = 'B', file[1] = 'M';
  word(2, size), word(10, 54), word(14, 40), word(18, std::size_t(p.width)), word(22, std::size_t(p.height));
  word(26, 1 | 24 << 16);
  for (int y = 0; y < p.height; ++y)
    for (int x = 0; x < p.width; ++x)
      for (int c = 0; c < 3; ++c)
        file[54 + std::size_t(p.height - 1 - y) * row + std::size_t(3 * x + c)] = p.at(x, y)[2 - c];
  return file;
}

/// A gray JPEG file of 16x16, all of value 128, written with no more than the format asks for.
static std::vector<std::uint8_t> const jpeg = [] {
  std::vector<std::uint8_t> file{0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0};
  file.insert(file.end(), 64, 1);
  for (int byte :
       {0xFF, 0xC0, 0, 11, 8,    0, 16,   0, 16, 1, 1,    0x11, 0,                               // frame
        0xFF, 0xC4, 0, 20, 0x00, 1, 0,    0, 0,  0, 0,    0,    0,   0, 0, 0, 0, 0, 0, 0, 0, 0,  // DC: 0
        0xFF, 0xC4, 0, 20, 0x10, 1, 0,    0, 0,  0, 0,    0,    0,   0, 0, 0, 0, 0, 0, 0, 0, 0,  // AC: end
        0xFF, 0xDA, 0, 8,  1,    1, 0x00, 0, 63, 0, 0x00, 0xFF, 0xD9})
    file.push_back(std::uint8_t(byte));
  return file;
}();

TEST_CASE("PNG: what is written is read") {
  TemporaryFolder const folder;
  for (int channels : {1, 3, 4}) {
    Picture const p = pattern(19, 7, channels);
    write_png(folder / "a.png", p);
    CHECK(read_picture(folder / "a.png", channels) == p);
  }
  CHECK(std::distance(std::filesystem::directory_iterator(folder.path), {}) == 1);
}

TEST_CASE("gray becomes colour, and colour gray") {
  TemporaryFolder const folder;
  write_png(folder / "gray.png", Picture(2, 2, 1, 77));
  CHECK(read_picture(folder / "gray.png", 3) == Picture(2, 2, 3, 77));
  write_png(folder / "colour.png", Picture(2, 2, 3, 100));
  CHECK(read_picture(folder / "colour.png", 1) == Picture(2, 2, 1, 100));
}

TEST_CASE("transparent pixels show white") {
  TemporaryFolder const folder;
  Picture p(3, 1, 4);
  p.interleaved = {10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128};
  write_png(folder / "a.png", p);
  CHECK(read_picture(folder / "a.png", 3).interleaved ==
        std::vector<std::uint8_t>{10, 20, 30, 255, 255, 255, 127, 127, 127});
  CHECK(read_picture(folder / "a.png", 1).interleaved == std::vector<std::uint8_t>{18, 255, 127});
  CHECK(read_picture(folder / "a.png", 4) == p);
}

TEST_CASE("BMP") {
  TemporaryFolder const folder;
  Picture const p = pattern(5, 4, 3);
  write_bytes(folder / "a.bmp", bmp(p));
  CHECK(read_picture(folder / "a.bmp") == p);
}

TEST_CASE("JPEG") {
  TemporaryFolder const folder;
  write_bytes(folder / "a.jpg", jpeg);
  CHECK(read_picture(folder / "a.jpg", 1) == Picture(16, 16, 1, 128));
}

TEST_CASE("files cut short anywhere are refused, and named") {
  TemporaryFolder const folder;
  write_png(folder / "a.png", pattern(9, 9, 3));
  for (auto const& [path, whole] : {std::pair{folder / "cut.png", read_file(folder / "a.png")},
                                    {folder / "cut.bmp", bmp(pattern(9, 9, 3))},
                                    {folder / "cut.jpg", jpeg}})
    for (std::size_t n = 0; n < whole.size(); n += (n < 60 ? 1 : 7)) {
      write_bytes(path, {whole.begin(), whole.begin() + std::ptrdiff_t(n)});
      std::string const error = error_of([&file = path] { read_picture(file); });
      CAPTURE(n);
      CAPTURE(error);
      CHECK(error.starts_with(path + ": is "));
    }
  write_bytes(folder / "a.jpg", {jpeg.begin(), jpeg.end() - 2});
  CHECK(error_of([&] { read_picture(folder / "a.jpg"); }) == (folder / "a.jpg") + ": is cut short");
  auto bytes = bmp(pattern(9, 9, 3));
  bytes.pop_back();
  write_bytes(folder / "a.bmp", bytes);
  CHECK(error_of([&] { read_picture(folder / "a.bmp"); }) == (folder / "a.bmp") + ": is cut short");
  truncate_file(folder / "a.png", 60);
  CHECK(error_of([&] { read_picture(folder / "a.png"); }) == (folder / "a.png") + ": is cut short");
}

TEST_CASE("a damaged picture") {
  TemporaryFolder const folder;
  write_png(folder / "a.png", pattern(9, 9, 3));
  auto bytes = read_file(folder / "a.png");
  bytes[43] ^= 0xFF;  // in the compressed pixels
  write_bytes(folder / "a.png", bytes);
  CHECK(error_of([&] {
          read_picture(folder / "a.png");
        }).starts_with((folder / "a.png") + ": is a damaged picture or cut short ("));
}

TEST_CASE("what is no picture") {
  TemporaryFolder const folder;
  write_bytes(folder / "a.png", {'h', 'e', 'l', 'l', 'o'});
  CHECK(error_of([&] { read_picture(folder / "a.png"); }) ==
        (folder / "a.png") + ": is not a PNG, JPEG or BMP picture");
  write_bytes(folder / "b.png", {});
  CHECK(error_of([&] { read_picture(folder / "b.png"); }) == (folder / "b.png") + ": is empty");
  CHECK(error_of([&] { read_picture(folder / "b.png", 2); }) ==
        (folder / "b.png") + ": asked for with 2 channels; there can be 1, 3 or 4");
  CHECK(error_of([&] { read_picture(folder / "c.png"); }) ==
        (folder / "c.png") + ": cannot be opened: No such file or directory");
}

TEST_CASE("a header that promises too many pixels is refused before anything is allocated") {
  TemporaryFolder const folder;
  auto bytes = bmp(pattern(2, 2, 3));
  bytes[20] = 1, bytes[24] = 1;  // 65538x65538
  write_bytes(folder / "a.bmp", bytes);
  CHECK(error_of([&] { read_picture(folder / "a.bmp"); }) ==
        (folder / "a.bmp") + ": has 65538x65538 pixels; at most 2^28 are read");
}

TEST_CASE("what can't be written") {
  TemporaryFolder const folder;
  write_bytes(folder / "file", {1});
  std::string const path = (folder.path / "file" / "a.png").string();
  CHECK(error_of([&] { write_png(path, pattern(2, 2, 3)); }) ==
        path + ": cannot be written to the folder " + (folder / "file") + ": Not a directory");
  CHECK(error_of([&] { write_png(folder / "a.png", Picture()); }) ==
        (folder / "a.png") + ": no PNG can be made of 0x0 pixels with 0 channels");
}
