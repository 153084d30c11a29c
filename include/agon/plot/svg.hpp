#pragma once
#include <charconv>
#include <iterator>
#include <string>
#include <string_view>

#include <agon/core/words.hpp>
#include <agon/data/json.hpp>

namespace agon::plot {

/// Text as XML has it: what is markup is escaped, and what XML or UTF-8 does not know becomes U+FFFD.
inline std::string escaped(std::string_view s) {
  constexpr std::string_view unknown = "\xEF\xBF\xBD";
  std::string r;
  while (!s.empty()) {
    std::size_t const n = data::utf8_length(s);
    std::string_view const c = s.substr(0, n ? n : 1);
    bool const control = n == 1 && static_cast<unsigned char>(c[0]) < 0x20 && c != "\t" && c != "\n";
    if (n == 0 || control || c == "\xEF\xBF\xBE" || c == "\xEF\xBF\xBF")
      r += unknown;
    else
      r += c == "&" ? "&amp;" : c == "<" ? "&lt;" : c == ">" ? "&gt;" : c == "\"" ? "&quot;" : c;
    s.remove_prefix(c.size());
  }
  return r;
}

/// A place or a length, to a hundredth of a pixel; with a point, whatever the locale.
inline std::string pixels(double x) {
  char digits[352];
  std::string s(digits, std::to_chars(digits, digits + sizeof digits, x, std::chars_format::fixed, 2).ptr);
  while (s.back() == '0') s.pop_back();
  if (s.back() == '.') s.pop_back();
  return s == "-0" ? "0" : s;
}

/// The number of characters, more or less; for the room that text takes.
inline int length(std::string_view s) {
  int n = 0;
  for (char c : s) n += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return n;
}

/// How the series are told apart, by hue, by brightness, by dashes and by shape: also in gray and by those
/// who see fewer colours. Most are Okabe and Ito's (2008), the first is darker (Tol 2021).
struct Style {
  char const* colour;
  char const* dashes;  // of lines; empty: none
  char const* shape;   // of points: a path around the place where it begins
};
inline constexpr Style styles[] = {
    {"#004488", "", "m-2.6 0a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0"},            // circle
    {"#d55e00", "", "m0-3.4l3.4 3.4-3.4 3.4-3.4-3.4z"},                            // diamond
    {"#009e73", "7 4", "m-2.3-2.3h4.6v4.6h-4.6z"},                                 // square
    {"#a8427f", "1 4", "m0-3.2l3.1 5.5h-6.2z"},                                    // triangle
    {"#56b4e9", "", "m0 3.2l3.1-5.5h-6.2z"},                                       // on its head
    {"#7a5c00", "9 3 1 3", "m-3.3-1h2.3v-2.3h2v2.3h2.3v2h-2.3v2.3h-2v-2.3h-2.3z"}  // cross
};
inline Style style(std::size_t series) { return styles[series % std::size(styles)]; }

}  // namespace agon::plot
