#pragma once
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include <agon/plot/series.hpp>

namespace agon::plot {

struct Tick {
  double at;
  std::string label;
};

/// A range of numbers and the round ones in it: 1, 2 or 5 times a power of ten apart.
struct Axis {
  double low = 0, high = 1;
  bool logarithmic = false;
  std::vector<Tick> tick = {};

  /// Where on the axis a number is: 0 at its low end, 1 at its high one. Those beyond lie on the ends.
  double place(double v) const {
    double const share = logarithmic ? (std::log(v) - std::log(low)) / (std::log(high) - std::log(low))
                                     : (v - low) / (high - low);
    return std::clamp(share, 0.0, 1.0);
  }
};

/// What a series covers, of numbers that are drawable, and above zero if so asked; low > high if there are
/// none.
struct Extent {
  double low = 1, high = 0;
  void add(double v) {
    bool const first = low > high;
    if (first || v < low) low = v;
    if (first || v > high) high = v;
  }
  bool empty() const { return low > high; }
};

namespace detail {

inline std::string typeset(char const* begin, char const* end) {
  std::string s;
  for (; begin != end; ++begin) *begin == '-' ? s += "\xE2\x88\x92" : s += *begin;  // a minus sign
  return s;
}
inline std::string fixed(double v, int decimals) {
  char digits[352];
  return typeset(digits, std::to_chars(digits, digits + sizeof digits, v, std::chars_format::fixed,
                                       std::clamp(decimals, 0, 15))
                             .ptr);
}
/// As few digits as tell it from its neighbours a power of ten, `unit`, away: 2.5e-13.
inline std::string scientific(double v, int unit) {
  char digits[64];
  int const precision = v == 0 ? 0 : std::clamp(int(std::floor(std::log10(std::abs(v)))) - unit, 0, 15);
  char* const end =
      std::to_chars(digits, digits + sizeof digits, v, std::chars_format::scientific, precision).ptr;
  *end = 0;
  char* const e = std::find(digits, end, 'e');
  std::string const exponent = std::to_string(std::atoi(e + 1));  // without a plus, without a zero in front
  return typeset(digits, e) + 'e' + typeset(exponent.data(), exponent.data() + exponent.size());
}

inline constexpr double smallest = 1e-290;  // smaller ones are as good as none, and lose digits

inline double power(int exponent) { return std::pow(10.0, exponent); }

}  // namespace detail

/// An axis from `low` to `high`, or with `rounded` to the ticks around them, with about `most` ticks.
inline Axis linear_axis(double low, double high, bool rounded, int most = 6) {
  double const size = std::max(std::abs(low), std::abs(high));
  if (!(high - low > std::max(1e-9 * size, detail::smallest))) {  // one number
    double const around = size > detail::smallest ? 0.1 * size : 1;
    low -= around;
    high += around;
  }
  double const least = (high - low) / most;
  int exponent = int(std::floor(std::log10(least)));
  int digit = 1;
  for (int d : {1, 2, 5, 10})
    if (d * detail::power(exponent) >= least * (1 - 1e-9)) {
      digit = d;
      break;
    }
  if (digit == 10) digit = 1, ++exponent;
  double const step = digit * detail::power(exponent);
  auto const whole = [&](double v, double by) { return std::floor(v / step + by); };
  double const first = rounded ? whole(low, 1e-9) : -whole(-low, 1e-9),
               last = rounded ? -whole(-high, 1e-9) : whole(high, 1e-9);
  Axis axis{low, high};
  if (rounded) axis.low = first * step, axis.high = last * step;

  double const largest = std::max(std::abs(first), std::abs(last)) * step;
  int const thousands = largest < 1e4 ? 0 : largest < 1e7 ? 1 : largest < 1e10 ? 2 : 3;
  constexpr char const* unit[] = {"", "k", "M", "G"};
  bool const plain = largest < 1e13 && exponent >= -5;
  for (double i = first; i <= last; ++i) {
    double const at = i * step;
    axis.tick.push_back(
        {at, i == 0  ? "0"
             : plain ? detail::fixed(at / detail::power(3 * thousands), 3 * thousands - exponent) +
                           unit[thousands]
                     : detail::scientific(at, exponent)});
  }
  return axis;
}

/// A logarithmic axis from below `low` to above `high`, both positive; ticks at 1, 2 and 5 times powers of
/// ten, or at powers alone where those are many.
inline Axis log_axis(double low, double high, int most = 7) {
  constexpr double digit[] = {1, 2, 5};
  low = std::max(low, detail::smallest);
  high = std::max(high, detail::smallest);
  auto const value = [&](int k) { return digit[(k % 3 + 3) % 3] * detail::power((k - (k % 3 + 3) % 3) / 3); };
  int first = 3 * int(std::floor(std::log10(low))) + 3, last = 3 * int(std::floor(std::log10(high))) - 1;
  while (value(first) > low * (1 + 1e-9)) --first;
  while (value(last) < high * (1 - 1e-9)) ++last;
  if (first >= last) --first, ++last;
  Axis axis{value(first), value(last), true};
  int every = 1;
  if (last - first >= most) every = 3;
  while (every >= 3 && (last - first) / every > most) every += 3;
  for (int k = first; k <= last; ++k)
    if (every == 1 || (k % every + every) % every == 0) {
      double const v = value(k);
      int const exponent = (k - (k % 3 + 3) % 3) / 3;
      axis.tick.push_back(
          {v, v >= 0.9e-3 && v < 1.1e4 ? detail::fixed(v, -exponent) : detail::scientific(v, exponent)});
    }
  return axis;
}

}  // namespace agon::plot
