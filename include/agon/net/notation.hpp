#pragma once
#include <agon/core/literal.hpp>
#include <agon/core/text.hpp>

/// How papers write networks down, read by the compiler: "C64-C128-CD512", "c7s1-64,d128,R256x9".
namespace agon::Paper {

/// One layer, or several alike.
struct Part {
  char kind = 0;  // its letter; D is CDk
  int channels = 0, kernel = 0, times = 1;
  int first = 0, last = 0;  // where it stands in the text
};

struct Notation {
  static constexpr int most = 64;
  std::string_view text{};
  Part part[most]{};
  int count = 0;
  Text<400> fault{};

  constexpr Part const& back() const { return part[count - 1]; }

  /// Notes, once, what is wrong with the text from `first` up to `last`.
  constexpr void refuse(int first, int last, auto const&... why) {
    if (!fault.empty()) return;
    fault << '"' << text << "\": at character " << first + 1 << ", ";
    if (first == int(text.size()))
      fault << "the end";
    else
      fault << '"' << text.substr(std::size_t(first), std::size_t(last - first)) << '"';
    fault << ": ";
    ((fault << why), ...);
  }
  constexpr void refuse(Part const& p, auto const&... why) { refuse(p.first, p.last, why...); }
};

/// Takes a text apart, from its first character on.
struct Reader {
  Notation& into;
  char separator;
  int at = 0;

  constexpr bool take(char c) {
    if (at == size() || into.text[std::size_t(at)] != c) return false;
    ++at;
    return true;
  }
  /// What is at hand should have been this.
  constexpr void expected(auto const&... what) {
    int last = at;
    while (last < size() && (last == at || into.text[std::size_t(last)] != separator)) ++last;
    into.refuse(at, last, "expected ", what...);
  }
  constexpr int number(int most = 65536) {
    int const first = at;
    int n = 0;
    for (; at < size() && into.text[std::size_t(at)] >= '0' && into.text[std::size_t(at)] <= '9'; ++at)
      if (n <= most) n = 10 * n + (into.text[std::size_t(at)] - '0');
    if (at > first && n > 0 && n <= most) return n;
    at = first;
    expected("a number from 1 to ", most);
    return 1;
  }

 private:
  constexpr int size() const { return int(into.text.size()); }
};

/// The parts of a text, each read by `part`, with a separator between them and maybe blanks behind it.
constexpr Notation read(std::string_view text, char separator, Part (*part)(Reader&)) {
  Notation n{.text = text};
  Reader r{n, separator};
  do {
    while (r.take(' ')) continue;
    int const first = r.at;
    Part p = part(r);
    p.first = first;
    p.last = r.at;
    if (n.count == Notation::most) n.refuse(p, "it is one too many; there may be ", Notation::most);
    if (!n.fault.empty()) return n;
    n.part[n.count++] = p;
  } while (r.take(separator));
  if (r.at < int(text.size())) r.expected('"', separator, "\" or the end");
  return n;
}

/// Isola et al. 2017, 6.1: Ck.
constexpr Part c(Reader& r) {
  Part p{.kind = 'C'};
  int const first = r.at;
  if (!r.take('C')) r.expected("Ck, with a number of channels for k");
  bool const dropout = r.take('D');
  p.channels = r.number();
  if (dropout) r.into.refuse(first, r.at, "dropout, CDk, is of decoders; write C", p.channels);
  return p;
}
/// And CDk, with dropout.
constexpr Part c_or_cd(Reader& r) {
  Part p{.kind = 'C'};
  if (!r.take('C')) r.expected("Ck or CDk, with a number of channels for k");
  if (r.take('D')) p.kind = 'D';
  p.channels = r.number();
  return p;
}
/// Zhu et al. 2017, 7.2: c7s1-k, dk, Rk and uk; Rkxn is Rk n times.
constexpr Part c_d_r_or_u(Reader& r) {
  Part p;
  for (char kind : {'c', 'd', 'R', 'u'})
    if (r.take(kind)) p.kind = kind;
  if (!p.kind) r.expected("c7s1-k, dk, Rk, Rkxn or uk, with numbers for k and n");
  if (p.kind == 'c') {
    int const here = r.at;
    p.kernel = r.number();
    if (p.kernel % 2 == 0) r.at = here, r.expected("an odd size of kernel, as in c7s1-k");
    if (!r.take('s') || !r.take('1') || !r.take('-')) r.expected("\"s1-\", as in c7s1-k");
  }
  p.channels = r.number();
  if (p.kind == 'R' && r.take('x')) p.times = r.number(64);
  return p;
}

}  // namespace agon::Paper
