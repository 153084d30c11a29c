#pragma once
#include <concepts>
#include <cstddef>
#include <string_view>

#include <agon/core/shape.hpp>

namespace agon {

/// Text made during constant evaluation, of at most N characters; what is beyond is cut off.
template <int N>
struct Text {
  char at[N + 1]{};
  int size = 0;

  constexpr Text& operator<<(char x) {
    if (size < N) at[size++] = x;
    return *this;
  }
  constexpr Text& operator<<(std::string_view x) {
    for (char c : x) *this << c;
    return *this;
  }
  constexpr Text& operator<<(char const* x) { return *this << std::string_view(x); }
  constexpr Text& operator<<(std::integral auto x) {
    if (x < 0) return *this << '-' << -x;
    if (x >= 10) *this << x / 10;
    return *this << char('0' + x % 10);
  }
  /// Up to six decimals, none that are needless.
  constexpr Text& operator<<(double x) {
    if (x < 0) return *this << '-' << -x;
    long const millionths = long(x * 1e6 + 0.5);
    *this << millionths / 1000000;
    long rest = millionths % 1000000;
    if (rest) *this << '.';
    for (long unit = 100000; rest; rest %= unit, unit /= 10) *this << char('0' + rest / unit);
    return *this;
  }
  /// Channels x height x width, or the number of features; of an unusual batch also its samples.
  constexpr Text& operator<<(Shape d) {
    *this << d.c;
    d.h == 1 && d.w == 1 ? *this << (d.c == 1 ? " feature" : " features") : *this << 'x' << d.h << 'x' << d.w;
    if (d.batched <= 1) return *this;
    *this << " of ";
    if (d.times() > 1) *this << d.times();
    return *this << "NMLK"[d.domain()] << " samples";
  }
  template <int M>
  constexpr Text& operator<<(Text<M> const& x) {
    return *this << x.view();
  }

  constexpr std::string_view view() const { return {at, std::size_t(size)}; }
  constexpr bool empty() const { return size == 0; }
  constexpr bool operator==(Text const&) const = default;
};

/// A sentence: `text<200>("a ", 4, "x", 4, " kernel")`.
template <int N = 60>
constexpr Text<N> text(auto const&... part) {
  Text<N> t;
  ((t << part), ...);
  return t;
}

}  // namespace agon
