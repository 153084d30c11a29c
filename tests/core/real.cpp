#include <doctest/doctest.h>
#include <type_traits>

#include <agon/core/real.hpp>

using namespace agon;

template <Real X>
struct Holds {
  static constexpr double value = X.value;
};
static_assert(Holds<0.2>::value == 0.2);
static_assert(Holds<1>::value == 1.0, "whole numbers too");
static_assert(Holds<-3>::value == -3.0);
static_assert(std::is_same_v<Holds<1>, Holds<1.0>>, "equal numbers are the same argument");
static_assert(!std::is_same_v<Holds<0.1>, Holds<0.2>>);

TEST_CASE("Real is a template argument") { CHECK(Holds<0.25>::value == 0.25); }
