#pragma once
#include <cctype>
#include <doctest/doctest.h>
#include <string>
#include <string_view>
#include <vector>

namespace agon::test {

/// A well-formed XML document without comments, sections and prologue, or a failure: elements are closed in
/// their order, attributes are quoted, & begins an entity that XML knows, < and control characters stand
/// nowhere else. Returns the names of the elements, in their order.
inline std::vector<std::string> elements(std::string_view s) {
  std::vector<std::string> all, open;
  auto const name_end = [&](std::size_t i) {
    while (i < s.size() && (std::isalnum(static_cast<unsigned char>(s[i])) || s[i] == '-')) ++i;
    return i;
  };
  std::size_t i = 0;
  while (i < s.size()) {
    if (s[i] == '&') {
      bool known = false;
      for (std::string_view e : {"&amp;", "&lt;", "&gt;", "&quot;"}) known |= s.substr(i).starts_with(e);
      REQUIRE(known);
    } else if (s[i] != '<') {
      REQUIRE((s[i] != '>' && (static_cast<unsigned char>(s[i]) >= 0x20 || s[i] == '\n' || s[i] == '\t')));
      if (s[i] != '\n') REQUIRE(!open.empty());
    } else if (s.substr(i).starts_with("</")) {
      std::size_t const end = name_end(i + 2);
      REQUIRE(!open.empty());
      REQUIRE(s.substr(i + 2, end - i - 2) == open.back());
      REQUIRE(s.substr(end, 1) == ">");
      open.pop_back();
      i = end;
    } else {
      std::size_t const end = name_end(i + 1);
      REQUIRE(end > i + 1);
      all.emplace_back(s.substr(i + 1, end - i - 1));
      open.push_back(all.back());
      i = end;
      while (s.substr(i, 1) == " ") {
        std::size_t const equals = name_end(i + 1);
        REQUIRE(equals > i + 1);
        REQUIRE(s.substr(equals, 2) == "=\"");
        i = s.find_first_of("\"<&", equals + 2);
        REQUIRE(i != s.npos);
        REQUIRE(s[i] == '"');
        ++i;
      }
      if (s.substr(i).starts_with("/>")) {
        open.pop_back();
        ++i;
      }
      REQUIRE(s.substr(i, 1) == ">");
    }
    ++i;
  }
  REQUIRE(open.empty());
  REQUIRE(!all.empty());
  REQUIRE(all.front() == "svg");
  return all;
}

inline int count(std::string_view in, std::string_view what) {
  int n = 0;
  for (std::size_t at = in.find(what); at != in.npos; at = in.find(what, at + 1)) ++n;
  return n;
}

/// No number in it is none.
inline void check_numbers(std::string_view svg) {
  CHECK(count(svg, "nan") == 0);
  CHECK(count(svg, "inf") == 0);
}

}  // namespace agon::test
