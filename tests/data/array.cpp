#include <doctest/doctest.h>
#include <type_traits>

#include <agon/data/array.hpp>

static_assert(std::is_same_v<agon::Array4::value_type, float>);

TEST_CASE("Array4 lies in memory as sample, channel, row, column") {
  agon::Array4 const a(agon::Array4::shape_type{2, 3, 4, 5});
  CHECK(a.size() == 120);
  CHECK(&a(1, 2, 3, 4) - a.data() == 119);
  CHECK(&a(1, 0, 0, 0) - a.data() == 60);
  agon::Array2 const b(agon::Array2::shape_type{2, 7});
  CHECK(&b(1, 0) - b.data() == 7);
}
