// Event files, read back by a small reader of records and messages that shares nothing with the writer but
// the checksum. tests/golden/tensorboard_reads.py has TensorBoard read one.
#include <bit>
#include <cmath>
#include <cstring>
#include <ctime>
#include <doctest/doctest.h>
#include <limits>
#include <map>

#include <agon/log/event_file.hpp>

#include "data/temporary.hpp"

using namespace agon;
namespace fs = std::filesystem;

namespace {

/// The fields of a message: numbers as they are, bytes as text.
struct Field {
  int number = 0;
  std::uint64_t value = 0;
  std::string bytes = {};
};
struct Fields : std::vector<Field> {
  Field const& at(int number) const {
    for (Field const& f : *this)
      if (f.number == number) return f;
    FAIL("there is no field " << number);
    return front();
  }
  bool has(int number) const {
    for (Field const& f : *this)
      if (f.number == number) return true;
    return false;
  }
};

std::uint64_t take(std::string_view& from, std::size_t bytes) {
  REQUIRE(from.size() >= bytes);
  std::uint64_t v = 0;
  std::memcpy(&v, from.data(), bytes);  // this machine is little-endian too
  from.remove_prefix(bytes);
  return v;
}
std::uint64_t varint(std::string_view& from) {
  std::uint64_t v = 0;
  for (int shift = 0;; shift += 7) {
    REQUIRE(shift < 70);
    std::uint64_t const byte = take(from, 1);
    v |= (byte & 0x7F) << shift;
    if (byte < 0x80) return v;
  }
}
Fields fields(std::string_view message) {
  Fields all;
  while (!message.empty()) {
    std::uint64_t const key = varint(message);
    Field f{.number = int(key >> 3)};
    switch (key & 7) {
      case 0: f.value = varint(message); break;
      case 1: f.value = take(message, 8); break;
      case 5: f.value = take(message, 4); break;
      case 2: {
        std::uint64_t const size = varint(message);
        REQUIRE(size <= message.size());
        f.bytes = message.substr(0, size);
        message.remove_prefix(size);
        break;
      }
      default: FAIL("no such kind of field");
    }
    all.push_back(f);
  }
  return all;
}
std::uint32_t unmasked(std::uint64_t crc) {
  std::uint32_t const r = std::uint32_t(crc) - 0xA282EAD8u;
  return r >> 17 | r << 15;
}
std::vector<Fields> events(std::string const& path) {
  auto const bytes = data::read_file(path);
  std::string_view rest(reinterpret_cast<char const*>(bytes.data()), bytes.size());
  std::vector<Fields> all;
  while (!rest.empty()) {
    std::string_view const length = rest.substr(0, 8);
    std::uint64_t const size = take(rest, 8);
    CHECK(unmasked(take(rest, 4)) == crc32c(length));
    REQUIRE(size <= rest.size());
    std::string_view const data = rest.substr(0, size);
    rest.remove_prefix(size);
    CHECK(unmasked(take(rest, 4)) == crc32c(data));
    all.push_back(fields(data));
  }
  return all;
}
double real64(Field const& f) { return std::bit_cast<double>(f.value); }
float real32(Field const& f) { return std::bit_cast<float>(std::uint32_t(f.value)); }

}  // namespace

TEST_CASE("messages are as the encoding guide shows them") {
  CHECK(std::string(Message().integer(1, 150)) == "\x08\x96\x01");
  CHECK(std::string(Message().bytes(2, "testing")) == "\x12\x07testing");
  CHECK(std::string(Message().bytes(3, Message().integer(1, 150))) == "\x1a\x03\x08\x96\x01");
  CHECK(std::string(Message().integer(1, -2)) == "\x08\xfe\xff\xff\xff\xff\xff\xff\xff\xff\x01");
  CHECK(std::string(Message().real32(1, 1)) == std::string("\x0d\0\0\x80\x3f", 5));
  CHECK(std::string(Message().real64(1, 1)) == std::string("\x09\0\0\0\0\0\0\xf0\x3f", 9));
}

TEST_CASE("numbers and pictures are in the file, under their names and steps") {
  TemporaryFolder const folder;
  double const before = double(std::time(nullptr)) - 1;
  data::Picture picture(3, 2, 3, 200);
  picture.interleaved[4] = 7;
  data::Picture const gray(300, 1, 1, 9);
  EventFile file(folder.path.string(), 40);
  LogValue const values[] = {{"loss_d", 1.5}, {"loss_g", -1e-3}, {"none", std::nan("")}};
  file.scalars(60, values);
  file.picture(60, "samples", picture);
  file.picture(5'000'000'000, "gray", gray);
  auto const all = events(file.path());  // the file is still open
  REQUIRE(all.size() == 5);
  CHECK(all[0].at(3).bytes == "brain.Event:2");
  CHECK(all[0].at(2).value == 0);
  // What an earlier file says of steps from 41 on is to be forgotten.
  CHECK(all[1].at(2).value == 41);
  CHECK(fields(all[1].at(7).bytes).at(1).value == 1);
  for (Fields const& e : all) {
    CHECK(real64(e.at(1)) >= before);
    CHECK(real64(e.at(1)) <= double(std::time(nullptr)) + 1);
  }

  CHECK(all[2].at(2).value == 60);
  Fields const summary = fields(all[2].at(5).bytes);
  REQUIRE(summary.size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(summary[i].number == 1);
    Fields const value = fields(summary[i].bytes);
    CHECK(value.at(1).bytes == values[i].name);
    if (i < 2) CHECK(real32(value.at(2)) == float(values[i].value));
    if (i == 2) CHECK(std::isnan(real32(value.at(2))));
  }

  for (std::size_t e : {3u, 4u}) {
    Fields const value = fields(fields(all[e].at(5).bytes).at(1).bytes), image = fields(value.at(4).bytes);
    data::Picture const& wanted = e == 3 ? picture : gray;
    CHECK(all[e].at(2).value == (e == 3 ? 60 : 5'000'000'000));
    CHECK(value.at(1).bytes == (e == 3 ? "samples" : "gray"));
    CHECK(!value.has(2));
    CHECK(image.at(1).value == std::uint64_t(wanted.height));
    CHECK(image.at(2).value == std::uint64_t(wanted.width));
    CHECK(image.at(3).value == std::uint64_t(wanted.channels));
    std::string const png = image.at(4).bytes;
    write_bytes(folder / "x.png", {png.begin(), png.end()});
    CHECK(data::read_picture(folder / "x.png", wanted.channels) == wanted);
  }
}

TEST_CASE("a later file sorts after the earlier ones, which stay") {
  TemporaryFolder const folder;
  std::vector<std::string> paths;
  std::vector<std::vector<std::uint8_t>> bytes;
  for (long step = 0; step < 4; ++step) {
    EventFile const file(folder.path.string(), step);
    for (std::size_t i = 0; i < paths.size(); ++i) {
      CHECK(paths[i] < file.path());
      CHECK(data::read_file(paths[i]) == bytes[i]);
    }
    paths.push_back(file.path());
    bytes.push_back(data::read_file(file.path()));
    std::string const name = fs::path(file.path()).filename().string();
    CHECK(name.starts_with("events.out.tfevents."));
    CHECK(name.find_first_not_of("0123456789", 20) == 30);
  }
}

TEST_CASE("what cannot be written is said") {
  TemporaryFolder const folder;
  std::string const nowhere = (folder.path / "nowhere").string();
  std::string const error = error_of([&] { EventFile{nowhere}; });
  CHECK(error.starts_with(nowhere + "/events.out.tfevents."));
  CHECK(error.ends_with(": cannot be written: No such file or directory"));
  EventFile file(folder.path.string());
  auto const size = fs::file_size(file.path());
  CHECK(error_of([&] { file.picture(1, "samples", {}); }) ==
        "samples: no PNG can be made of 0x0 pixels with 0 channels");
  CHECK(fs::file_size(file.path()) == size);
}
