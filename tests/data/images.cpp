#include <doctest/doctest.h>

#include <agon/data/images.hpp>

using namespace agon;
using namespace agon::data;

TEST_CASE("samples are written to the rows of a batch, with their labels") {
  Images set{"three", {image(1, 2, 2), 0, {}}, {}, {5, 6, 7}, {}};
  for (int i = 0; i < 3; ++i) set.pictures.add(Picture(2, 2, 1, std::uint8_t(i * 51)));
  CHECK(set.count() == 3);
  Images::Batch batch = set.batch(2);
  CHECK(batch.images.shape() == Array4::shape_type{2, 1, 2, 2});
  set.write(batch, 1, 2, {});
  set.write(batch, 0, 0, {});
  CHECK(batch.images(0, 0, 1, 1) == -1);
  CHECK(batch.images(1, 0, 1, 1) == 102 / 127.5f - 1);
  CHECK(batch.labels == std::vector<std::int32_t>{5, 7});
  set.labels.clear();
  CHECK(set.batch(2).labels.empty());
}
