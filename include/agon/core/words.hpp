#pragma once
#include <concepts>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

/// Sentences made at run time: `joined({"it has ", n, " pictures"})`. A chain of + on strings costs compilers
/// several times as much.
namespace agon {

/// A piece of a sentence: text, which it does not own, or a number.
class Word {
 public:
  constexpr Word(std::convertible_to<std::string_view> auto const& s) : text_(s) {}
  constexpr Word(char c) : kind_(Kind::letter), count_(c) {}
  constexpr Word(std::signed_integral auto n) : kind_(Kind::count), count_(n) {}
  constexpr Word(std::unsigned_integral auto n) : kind_(Kind::natural), natural_(n) {}
  constexpr Word(double x) : kind_(Kind::real), real_(x) {}

  void append_to(std::string& s) const {
    char digits[32];
    switch (kind_) {
      case Kind::text: s += text_; return;
      case Kind::letter: s += char(count_); return;
      case Kind::count: std::snprintf(digits, sizeof digits, "%lld", count_); break;
      case Kind::natural: std::snprintf(digits, sizeof digits, "%llu", natural_); break;
      case Kind::real: std::snprintf(digits, sizeof digits, "%g", real_); break;
    }
    s += digits;
  }

 private:
  enum class Kind : char { text, letter, count, natural, real };
  Kind kind_ = Kind::text;
  std::string_view text_{};
  union {
    long long count_ = 0;
    unsigned long long natural_;
    double real_;
  };
};
using Words = std::initializer_list<Word>;

inline void append(std::string& to, Words words) {
  for (Word const& w : words) w.append_to(to);
}
inline std::string joined(Words words) {
  std::string s;
  append(s, words);
  return s;
}

}  // namespace agon
