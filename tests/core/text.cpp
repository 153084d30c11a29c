#include <climits>
#include <doctest/doctest.h>

#include <agon/core/text.hpp>

using namespace agon;

static_assert(text("a ", 4, 'x', 4, " kernel").view() == "a 4x4 kernel");
static_assert(text(0, ' ', -7, ' ', 1234567890123L, ' ', short(3), ' ', 42u).view() ==
              "0 -7 1234567890123 3 42");
static_assert(text(INT_MAX).view() == "2147483647");

// Up to six decimals, none that are needless.
static_assert(text(0.2).view() == "0.2");
static_assert(text(0.5, ' ', 1.0, ' ', 12.25, ' ', -0.05, ' ', 0.000001).view() ==
              "0.5 1 12.25 -0.05 0.000001");
static_assert(text(0.1234567).view() == "0.123457");
static_assert(text(0.0).view() == "0");

static_assert(text(image(3, 256, 128)).view() == "3x256x128");
static_assert(text(features(100)).view() == "100 features");
static_assert(text(text("one"), " and ", text<200>("two")).view() == "one and two");

// What is beyond the end is cut off, and the text still ends.
static_assert(text<5>("abcdefgh").view() == "abcde");
static_assert(text<5>("abcdefgh").at[5] == 0);
static_assert(text<3>(123456).size == 3);

static_assert(text().empty() && !text(" ").empty());
static_assert(text("a") == text("a") && !(text("a") == text("b")));

TEST_CASE("text is made by the compiler, and the same at run time") {
  int n = 12;
  CHECK(text("n = ", n).view() == "n = 12");
}
