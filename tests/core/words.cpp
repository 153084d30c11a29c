#include <cstdint>
#include <doctest/doctest.h>
#include <limits>
#include <type_traits>

#include <agon/core/error.hpp>

using namespace agon;

static_assert(sizeof(Word) == sizeof(std::string_view) && std::is_trivially_copyable_v<Word>);
static_assert(!std::is_constructible_v<Word, bool> && !std::is_constructible_v<Word, int*>);

TEST_CASE("text, letters and numbers become one sentence") {
  std::string const name = "cat";
  CHECK(joined({name, ": ", 3, 'x', 4l, " of ", std::string_view("five"), ", ", 0.25, ", ", 1e-9}) ==
        "cat: 3x4 of five, 0.25, 1e-09");
  CHECK(joined({}) == "");
  CHECK(joined({std::numeric_limits<std::int64_t>::min(), ' ', std::numeric_limits<std::uint64_t>::max(), ' ',
                std::uint8_t(200), ' ', std::int8_t(-7)}) ==
        "-9223372036854775808 18446744073709551615 200 -7");
  CHECK(joined({std::string_view("a\0b", 3), std::string(), ""}) == std::string("a\0b", 3));
  std::string s = "a";
  append(s, {"b", 1});
  CHECK(s == "ab1");
}

TEST_CASE("an error names the place and the cause") {
  CHECK(std::string(Error("file.png", "is empty").what()) == "file.png: is empty");
  CHECK(std::string(Error(std::string("file.png"), {"has ", "two parts"}).what()) ==
        "file.png: has two parts");
  CHECK(std::string(Error("file.png", {"has ", 2, " bytes of ", 3}).what()) == "file.png: has 2 bytes of 3");
}
