#include <doctest/doctest.h>

#include <agon/data/batches.hpp>
#include <agon/data/digits.hpp>
#include <agon/data/part.hpp>
#include <agon/data/tint.hpp>

#include "temporary.hpp"

using namespace agon::data;

TEST_CASE("a part of a set is those samples, with their labels") {
  Images const all = digits(30), some = part(all, 12, 5);
  CHECK(some.count() == 5);
  CHECK(some.shape() == all.shape());
  CHECK(some.classes == all.classes);
  CHECK(some.name == "digits, seed 1, 5 from number 12 on");
  auto const expected = take(all, 12, 5), found = take(some, 0, 5);
  CHECK(found.images == expected.images);
  CHECK(found.labels == std::vector<std::int32_t>{2, 3, 4, 5, 6});
  CHECK(part(all, 0, 30).pictures.planes == all.pictures.planes);

  Images unlabelled = all;
  unlabelled.labels.clear();
  CHECK(part(unlabelled, 12, 5).labels.empty());
}

TEST_CASE("a part that is not there") {
  Images const all = digits(30);
  CHECK(error_of([&] { part(all, 28, 3); }) == "digits, seed 1: has 30 samples, and not 3 from number 28 on");
  CHECK(error_of([&] { part(all, -1, 3); }) != "no error");
  CHECK(error_of([&] { part(all, 3, 0); }) != "no error");
}

TEST_CASE("tinted: black is one dark colour, white one light one, grays lie between, labels stay") {
  Images const gray = digits(6, {.size = 32}), colour = tinted(gray), other = tinted(gray, 2);
  CHECK(colour.shape() == agon::image(3, 32, 32));
  CHECK(colour.count() == 6);
  CHECK(colour.labels == gray.labels);
  CHECK(colour.pictures.planes != other.pictures.planes);
  CHECK(colour.pictures.planes == tinted(gray).pictures.planes);
  std::size_t const pixels = 32 * 32;
  int alike = 0;
  for (std::size_t i = 0; i < 6; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      std::uint8_t const* const from = gray.pictures.planes.data() + i * pixels;
      std::uint8_t const* const to = colour.pictures.planes.data() + (3 * i + c) * pixels;
      int const paper = to[0];  // a corner, which is black
      REQUIRE(from[0] == 0);
      CHECK(paper <= 110);
      for (std::size_t k = 0; k < pixels; ++k) {
        if (from[k] == 0) CHECK(to[k] == paper);
        if (from[k] == 255) CHECK(to[k] >= 145);
        CHECK(to[k] >= paper);
      }
    }
    alike += colour.pictures.planes[3 * i * pixels] == colour.pictures.planes[(3 * i + 1) * pixels];
  }
  CHECK(alike < 3);
  CHECK(error_of([&] { tinted(colour); }) ==
        "digits, seed 1, in colour: has 3 channels; only a gray set can be tinted");
}
