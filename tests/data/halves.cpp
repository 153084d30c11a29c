#include <doctest/doctest.h>
#include <set>

#include <agon/data/dilate.hpp>
#include <agon/data/halves.hpp>

#include "temporary.hpp"

using namespace agon;
using namespace agon::data;

/// Pictures of 3x2 pixels in colour, each of one value; labels are the values modulo 10.
static Images counted(int count, int first = 0) {
  Images set{"counted", {image(3, 2, 3), 0, {}}, {}, {}, {}};
  for (int i = 0; i < count; ++i) {
    set.pictures.add(Picture(3, 2, 3, std::uint8_t(first + i)));
    set.labels.push_back((first + i) % 10);
  }
  return set;
}

TEST_CASE("dilation, its rim and the negative") {
  Picture p(4, 3, 1);
  p.at(0, 0)[0] = 200;
  p.at(3, 1)[0] = 90;
  Picture const d = dilate(p), r = rim(p), n = negative(p);
  int const dilated[] = {200, 200, 90, 90, 200, 200, 90, 90, 0, 0, 90, 90},
            edges[] = {0, 200, 90, 90, 200, 200, 90, 0, 0, 0, 90, 90};
  for (int i = 0; i < 12; ++i) {
    CHECK(d.interleaved[std::size_t(i)] == dilated[i]);
    CHECK(r.interleaved[std::size_t(i)] == edges[i]);
    CHECK(n.interleaved[std::size_t(i)] == 255 - p.interleaved[std::size_t(i)]);
  }
  CHECK(negative(n) == p);
  Picture c(2, 1, 3);
  c.at(0, 0)[1] = 7;
  CHECK(dilate(c).at(1, 0)[1] == 7);
  CHECK(dilate(c).at(1, 0)[0] == 0);
}

TEST_CASE("halves: each picture once, in one of two domains, with its label") {
  Images const set = counted(11);
  Unpaired const two = halves(set, negative, 4);
  CHECK(two.a.count() == 5);
  CHECK(two.b.count() == 6);
  CHECK(two.count() == 6);
  std::set<int> seen;
  bool in_order = true;
  for (bool second : {false, true}) {
    Images const& half = second ? two.b : two.a;
    for (int i = 0; i < half.count(); ++i) {
      Picture const p = stored(half, i);
      CHECK(p == Picture(3, 2, 3, p.interleaved[0]));
      int const v = second ? 255 - p.interleaved[0] : p.interleaved[0];
      CHECK(half.labels[std::size_t(i)] == v % 10);
      CHECK(seen.insert(v).second);
      in_order &= v == i + (second ? 5 : 0);
    }
  }
  CHECK(seen.size() == 11);
  CHECK(*seen.rbegin() == 10);
  CHECK(!in_order);
  CHECK(halves(set, negative, 4).a.pictures.planes == two.a.pictures.planes);
  CHECK(halves(set, negative, 5).a.pictures.planes != two.a.pictures.planes);
  CHECK(error_of([] { halves(counted(1), negative); }) == "counted: has 1 samples, which make no two halves");
}

TEST_CASE("a batch changed picture by picture, rounded to bytes") {
  Array4 x = empty_batch(2, image(3, 2, 2));
  for (std::size_t i = 0; i < x.size(); ++i) x.data()[i] = -1.1f + 0.1f * float(i);
  Array4 const y = changed(x, negative);
  CHECK(y(0, 0, 0, 0) == 1);
  for (std::size_t i = 1; i < 22; ++i) CHECK(y.data()[i] == doctest::Approx(-x.data()[i]).epsilon(0.01));
  Array4 const z = changed(x, [](Picture p) {
    p.at(1, 0)[2] = 255;
    return p;
  });
  CHECK(z(1, 2, 0, 1) == 1);
  CHECK(z(0, 2, 0, 1) == 1);
  CHECK(z(0, 1, 0, 1) == doctest::Approx(x(0, 1, 0, 1)).epsilon(0.01));
}
