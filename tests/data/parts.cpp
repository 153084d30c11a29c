// A labelled set in parts, shown otherwise, seen from several sides, and its mean picture.
#include <doctest/doctest.h>

#include <agon/data/batches.hpp>
#include <agon/data/cifar.hpp>
#include <agon/data/digits.hpp>
#include <agon/data/hold_out.hpp>
#include <agon/data/mean_picture.hpp>
#include <agon/data/pictures.hpp>
#include <agon/data/shown.hpp>
#include <agon/data/views.hpp>

#include "temporary.hpp"

using namespace agon;
using namespace agon::data;

TEST_CASE("hold_out: two parts that are the whole, by their seed") {
  Images const all = digits(30);
  auto const [rest, held] = hold_out(all, 8, 5);
  CHECK(rest.count() == 22);
  CHECK(held.count() == 8);
  CHECK(held.labels.size() == 8);
  CHECK(held.classes == all.classes);
  std::size_t const size = all.pictures.bytes();
  auto of = [&](Images const& s, int i) {
    auto const from = s.pictures.planes.begin() + std::ptrdiff_t(std::size_t(i) * size);
    return std::pair(std::vector<std::uint8_t>(from, from + std::ptrdiff_t(size)), s.labels[std::size_t(i)]);
  };
  int a = 0, b = 0;  // each sample is the next of one part
  for (int i = 0; i < 30; ++i) {
    bool const second = b < 8 && of(all, i) == of(held, b);
    if (!second) REQUIRE((a < 22 && of(all, i) == of(rest, a)));
    second ? ++b : ++a;
  }
  CHECK(hold_out(all, 8, 5).second.pictures.planes == held.pictures.planes);
  CHECK(hold_out(all, 8, 6).second.pictures.planes != held.pictures.planes);
  for (int n : {-1, 0, 30}) CHECK_THROWS_AS(hold_out(all, n), Error);
}

TEST_CASE("placements: middle, corners, mirror images") {
  CHECK(placements({8, true}, Views::middle) == std::vector<Placement>{{4, 4, false}});
  std::vector<Placement> const five{
      {4, 4, false}, {0, 0, false}, {8, 0, false}, {0, 8, false}, {8, 8, false}};
  CHECK(placements({8, false}, Views::five) == five);
  std::vector<Placement> ten = five;
  for (Placement const& p : five) ten.push_back({p.x, p.y, true});
  CHECK(placements({8, false}, Views::ten) == ten);
  CHECK(placements({0, true}, Views::five).size() == 1);
  CHECK(placements({0, true}, Views::ten).size() == 2);
}

TEST_CASE("shown smaller, and in colour; the mean is of the middles") {
  Images const gray = digits(6, {.size = 20});
  Images const set = in_colour(cropped_at_random(gray, 4, true));
  CHECK(set.shape() == image(3, 16, 16));
  CHECK(set.count() == 6);
  CHECK(set.augmentation.jitter == 4);
  CHECK(set.augmentation.mirror);
  Array4 const whole = take(gray, 0, 6).images, shown = take(set, 0, 6).images,
               corner = take(set, 0, 6, {4, 0, false}).images;
  std::vector<double> const mean = mean_picture(set);
  REQUIRE(mean.size() == 3 * 16 * 16);
  for (std::size_t c = 0; c < 3; ++c)
    for (std::size_t y = 0; y < 16; ++y)
      for (std::size_t x = 0; x < 16; ++x) {
        double sum = 0;
        for (std::size_t n = 0; n < 6; ++n) {
          CHECK(shown(n, c, y, x) == whole(n, 0, y + 2, x + 2));
          CHECK(corner(n, c, y, x) == whole(n, 0, y, x + 4));
          sum += double(whole(n, 0, y + 2, x + 2));
        }
        CHECK(mean[(c * 16 + y) * 16 + x] == doctest::Approx(sum / 6).epsilon(1e-5));
      }
  CHECK_THROWS_AS(cropped_at_random(set, 2), Error);
  CHECK_THROWS_AS(cropped_at_random(gray, 20), Error);
}

TEST_CASE("CIFAR-10: records of a label and three planes") {
  TemporaryFolder const folder;
  std::vector<std::uint8_t> bytes(2 * 3073);
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = std::uint8_t(i % 251);
  bytes[0] = 3, bytes[3073] = 9;
  write_bytes(folder / "some.bin", bytes);
  Images const set = cifar10({folder / "some.bin", folder / "some.bin"});
  CHECK(set.count() == 4);
  CHECK(set.labels == std::vector<std::int32_t>{3, 9, 3, 9});
  CHECK(set.classes[9] == "truck");
  for (std::size_t i = 0; i < 3072; ++i) REQUIRE(set.pictures.planes[3072 + i] == bytes[3074 + i]);
  CHECK(pictures(folder / "some.bin", {.size = 36}).shape() == image(3, 36, 36));
  for (char const* k : {"1", "2", "3", "4", "5"})
    write_bytes(folder / (std::string("all/data_batch_") + k + ".bin"), bytes);
  CHECK(pictures(folder / "all", {.size = 32}).count() == 10);
  CHECK_THROWS_AS(pictures(folder / "all", {.size = 32, .test = true}), Error);

  bytes[3073] = 10;
  write_bytes(folder / "bad.bin", bytes);
  CHECK(error_of([&] {
          cifar10({folder / "bad.bin"});
        }).ends_with("is no CIFAR-10 file: picture 1 has the label 10"));
  bytes.pop_back();
  write_bytes(folder / "bad.bin", bytes);
  CHECK(error_of([&] {
          cifar10({folder / "bad.bin"});
        }).ends_with("it has 6145 bytes, and should have 3073 for each picture"));
  CHECK_THROWS_AS(cifar10({}), Error);
}
