#pragma once
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include <agon/core/error.hpp>

namespace agon::data {

/// How many bytes the UTF-8 sequence at the start of `s` has; 0 if it is none (overlong, a surrogate, past
/// U+10FFFF).
constexpr std::size_t utf8_length(std::string_view s) {
  auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
  unsigned const lead = byte(0);
  std::size_t const n = lead < 0x80   ? 1
                        : lead < 0xC2 ? 0
                        : lead < 0xE0 ? 2
                        : lead < 0xF0 ? 3
                        : lead < 0xF5 ? 4
                                      : 0;
  if (n > s.size()) return 0;
  for (std::size_t i = 1; i < n; ++i)
    if ((byte(i) & 0xC0) != 0x80) return 0;
  if ((lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xED && byte(1) > 0x9F)) return 0;
  if ((lead == 0xF0 && byte(1) < 0x90) || (lead == 0xF4 && byte(1) > 0x8F)) return 0;
  return n;
}

/// `x` as JSON: as few digits as read back to the same double. JSON has no others than finite numbers: those
/// are the strings "NaN", "Infinity" and "-Infinity", as in the JSON of Protocol Buffers; Python's float()
/// reads them.
inline std::string json_number(double x) {
  if (std::isnan(x)) return "\"NaN\"";
  if (std::isinf(x)) return x > 0 ? "\"Infinity\"" : "\"-Infinity\"";
  char digits[32];
  return {digits, std::to_chars(digits, digits + sizeof digits, x).ptr};
}

/// `s` as a JSON string. Throws if it is not UTF-8.
inline std::string json_quoted(std::string_view s) {
  std::string r = "\"";
  while (!s.empty()) {
    std::size_t const n = utf8_length(s);
    if (n == 0) throw Error("a name that is no UTF-8 cannot be written");
    if (static_cast<unsigned char>(s[0]) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", unsigned(s[0]));
      r += escape;
    } else {
      if (s[0] == '"' || s[0] == '\\') r += '\\';
      r += s.substr(0, n);
    }
    s.remove_prefix(n);
  }
  return r + '"';
}

/// Reads JSON whose form the caller knows, and asks for piece by piece: nothing nests deeper than the caller
/// expects, and no tree is built. Anything else than what was asked for is an Error with the place in the
/// file.
///
/// A library for all of JSON costs a program's compilation two seconds; this costs none that can be measured.
class JsonReader {
 public:
  /// `first`: the place of the text in its file. `part`: what it is of it, for errors.
  JsonReader(std::string path, std::string_view text, std::size_t first, std::string part = "header")
      : path_(std::move(path)), text_(text), first_(first), part_(std::move(part)) {}

  /// An object: f(name) reads each value. No name may come twice.
  void object(auto const& f) {
    std::set<std::string> names;
    expect('{');
    if (accept('}')) return;
    do f(name(names));
    while (accept(','));
    expect('}');
  }
  /// An array: f() reads each value.
  void array(auto const& f) {
    expect('[');
    if (accept(']')) return;
    do f();
    while (accept(','));
    expect(']');
  }
  std::string string() {
    expect('"');
    std::string r;
    while (at_ < text_.size() && text_[at_] != '"') {
      std::size_t const n = utf8_length(text_.substr(at_));
      if (n == 0 || static_cast<unsigned char>(text_[at_]) < 0x20) fail({"has a string that is no UTF-8"});
      if (text_[at_] == '\\')
        escape(r);
      else {
        r += text_.substr(at_, n);
        at_ += n;
      }
    }
    expect('"');
    return r;
  }
  /// A whole number from 0 to 2^63 - 1.
  std::int64_t count() {
    skip_blank();
    std::size_t const begin = at_;
    while (at_ < text_.size() &&
           (is_digit(text_[at_]) || std::string_view("+-.eE").find(text_[at_]) != text_.npos))
      ++at_;
    std::string_view const digits = text_.substr(begin, at_ - begin);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    bool const whole = end == digits.data() + digits.size() && !(digits.size() > 1 && digits[0] == '0');
    if (digits.empty() || !is_digit(digits[0]) || !whole || error != std::errc()) {
      at_ = begin;
      fail({"should have a whole number from 0 to 2^63 - 1"});
    }
    return value;
  }
  /// A number that a double can hold.
  double real() {
    skip_blank();
    std::size_t const begin = at_;
    auto digits = [&] {
      std::size_t const from = at_;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
      return at_ > from;
    };
    auto one_of = [&](std::string_view any) {
      return at_ < text_.size() && any.find(text_[at_]) != any.npos && ++at_;
    };
    one_of("-");
    bool well_formed = one_of("0") || digits();
    if (one_of(".")) well_formed &= digits();
    if (one_of("eE")) {
      one_of("+-");
      well_formed &= digits();
    }
    double value = 0;
    if (!well_formed || std::from_chars(text_.data() + begin, text_.data() + at_, value).ec != std::errc()) {
      at_ = begin;
      fail({"should have a number"});
    }
    return value;
  }
  /// Whether `c` comes next, after blanks; it stays.
  bool comes(char c) {
    skip_blank();
    return at_ < text_.size() && text_[at_] == c;
  }
  /// Takes `word`, such as null, if it comes next.
  bool takes(std::string_view word) {
    skip_blank();
    bool const there = text_.substr(at_).starts_with(word);
    if (there) at_ += word.size();
    return there;
  }
  /// Throws if anything but blanks is left.
  void finish() {
    skip_blank();
    if (at_ < text_.size()) fail({"should end"});
  }
  [[noreturn]] void fail(Words cause) const {
    throw Error(path_, {"is damaged: its ", part_, ' ', joined(cause), " at byte ", first_ + at_});
  }

 private:
  std::string path_;
  std::string_view text_;
  std::size_t first_, at_ = 0;
  std::string part_;

  static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
  void skip_blank() {
    while (at_ < text_.size() && std::string_view(" \t\r\n").find(text_[at_]) != text_.npos) ++at_;
  }
  /// A name that is not among the others.
  std::string const& name(std::set<std::string>& others) {
    auto const [at, fresh] = others.insert(string());
    expect(':');
    if (!fresh) fail({"has the name ", json_quoted(*at), " twice"});
    return *at;
  }
  bool accept(char c) {
    bool const there = comes(c);
    if (there) ++at_;
    return there;
  }
  void expect(char c) {
    if (!accept(c)) fail({"should have '", c, "'"});
  }
  void escape(std::string& to) {
    static constexpr std::string_view plain = "\"\\/bfnrt", meaning = "\"\\/\b\f\n\r\t";
    std::size_t const which = ++at_ < text_.size() ? plain.find(text_[at_]) : plain.npos;
    if (which != plain.npos) {
      to += meaning[which];
      ++at_;
      return;
    }
    unsigned code = unit();
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(at_, 1) == "\\") {
      ++at_;
      unsigned const low = unit();
      if (low < 0xDC00 || low > 0xDFFF) fail({"has half of a surrogate pair"});
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xD800 && code < 0xE000)
      fail({"has half of a surrogate pair"});
    int const more = code < 0x80 ? 0 : code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
    to += char(lead[more] | code >> 6 * more);
    for (int i = more - 1; i >= 0; --i) to += char(0x80 | (code >> 6 * i & 0x3F));
  }
  /// The four digits of \uXXXX.
  unsigned unit() {
    std::string_view const digits = text_.substr(at_, 5);
    unsigned code = 0;
    if (digits.size() < 5 || digits[0] != 'u' ||
        std::from_chars(digits.data() + 1, digits.data() + 5, code, 16).ptr != digits.data() + 5)
      fail({"has an escape that JSON does not know"});
    at_ += 5;
    return code;
  }
};

}  // namespace agon::data
