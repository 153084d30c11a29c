#pragma once
#include <concepts>
#include <cstdio>
#include <initializer_list>
#include <string>
#include <string_view>

/// Sentences made at run time: `joined({"it has ", n, " pictures"})`. A chain of + on strings costs compilers
/// several times as much.
namespace agon {

/// A piece of a sentence: text, which it does not own, or a number. It has the size of a string_view and
/// nothing to clean up.
class Word {
 public:
  constexpr Word(std::string_view s) : text_(s.data()), size_(s.size()) {}
  constexpr Word(char const* s) : Word(std::string_view(s)) {}
  Word(std::string const& s) : Word(std::string_view(s)) {}
  constexpr Word(char c) : count_(c), size_(letter) {}
  constexpr Word(std::signed_integral auto n) : count_(n), size_(count) {}
  constexpr Word(std::unsigned_integral auto n) : natural_(n), size_(natural) {}
  constexpr Word(double x) : real_(x), size_(real) {}
  Word(bool) = delete;

  friend void append(std::string& to, std::initializer_list<Word> words);

 private:
  static constexpr std::size_t letter = std::size_t(-1), count = letter - 1, natural = letter - 2,
                               real = letter - 3;  // no text is that long
  union {
    char const* text_;
    long long count_;
    unsigned long long natural_;
    double real_;
  };
  std::size_t size_;
};
using Words = std::initializer_list<Word>;

inline void append(std::string& to, Words words) {
  for (Word const& w : words) {
    char digits[32];
    switch (w.size_) {
      case Word::letter: to += char(w.count_); continue;
      case Word::count: std::snprintf(digits, sizeof digits, "%lld", w.count_); break;
      case Word::natural: std::snprintf(digits, sizeof digits, "%llu", w.natural_); break;
      case Word::real: std::snprintf(digits, sizeof digits, "%g", w.real_); break;
      default: to.append(w.text_, w.size_); continue;
    }
    to += digits;
  }
}
inline std::string joined(Words words) {
  std::string s;
  append(s, words);
  return s;
}

/// 1234567 as "1,234,567".
inline std::string grouped(long n) {
  std::string const digits = joined({n});
  std::string s;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) s += ',';
    s += digits[i];
  }
  return s;
}

}  // namespace agon
