#pragma once
#include <iterator>

#include <agon/backend/cpu/vector.hpp>

/// Winograd's short convolutions (Lavin and Gray 2016): M outputs of R taps from M + R - 1 products, in one
/// direction or, applied to rows and columns, in two.
namespace agon::cpu {
inline namespace AGON_CPU {

/// y = output ((weight g) * (input d)), for d of n pixels, g of R taps and y of M pixels.
template <int M, int R>
struct Winograd;

/// Points 0, -1 and infinity.
template <>
struct Winograd<2, 2> {
  static constexpr int outputs = 2, taps = 2, n = 3;
  static constexpr float input[n][n] = {{1, -1, 0}, {0, 1, 0}, {0, -1, 1}};
  static constexpr float weight[n][taps] = {{1, 0}, {1, 1}, {0, 1}};
  static constexpr float output[outputs][n] = {{1, 1, 0}, {0, 1, 1}};
};
/// Points 0, 1, -1 and infinity: four pixels, two taps and three outputs, or the other way round.
struct WinogradOfFour {
  static constexpr int n = 4;
  static constexpr float input[n][n] = {{1, 0, -1, 0}, {0, 1, 1, 0}, {0, -1, 1, 0}, {0, 1, 0, -1}};
};
template <>
struct Winograd<3, 2> : WinogradOfFour {
  static constexpr int outputs = 3, taps = 2;
  static constexpr float weight[n][taps] = {{1, 0}, {.5f, .5f}, {.5f, -.5f}, {0, 1}};
  static constexpr float output[outputs][n] = {{1, 1, 1, 0}, {0, 1, -1, 0}, {0, 1, 1, -1}};
  /// Two outputs of the same transformed weights, without the point -1 and so without its products.
  static constexpr int left_out = 2;
  static constexpr float short_input[n][n] = {{1, -1, 0, 0}, {0, 2, 0, 0}, {0, 0, 0, 0}, {0, -1, 1, 0}};
  static constexpr float short_output[outputs][n] = {{1, 1, 0, 0}, {0, 1, 0, 1}, {0, 0, 0, 0}};
};
template <>
struct Winograd<2, 3> : WinogradOfFour {
  static constexpr int outputs = 2, taps = 3;
  static constexpr float weight[n][taps] = {{1, 0, 0}, {.5f, .5f, .5f}, {.5f, -.5f, .5f}, {0, 0, 1}};
  static constexpr float output[outputs][n] = {{1, 1, 1, 0}, {0, 1, -1, -1}};
};
/// Points 0, 1, -1, 1/2 and infinity: five pixels, two to four taps and as many outputs the other way round.
struct WinogradOfFive {
  static constexpr int n = 5;
  static constexpr float input[n][n] = {
      {1, -2, -1, 2, 0}, {0, -1, 1, 2, 0}, {0, -1, 3, -2, 0}, {0, 1, 0, -1, 0}, {0, 1, -2, -1, 2}};
};
template <>
struct Winograd<4, 2> : WinogradOfFive {
  static constexpr int outputs = 4, taps = 2;
  static constexpr float weight[n][taps] = {
      {1, 0}, {.5f, .5f}, {1 / 6.f, -1 / 6.f}, {8 / 3.f, 4 / 3.f}, {0, .5f}};
  static constexpr float output[outputs][n] = {
      {1, 1, 1, 1, 0}, {0, 1, -1, .5f, 0}, {0, 1, 1, .25f, 0}, {0, 1, -1, .125f, 1}};
};
template <>
struct Winograd<2, 4> : WinogradOfFive {
  static constexpr int outputs = 2, taps = 4;
  static constexpr float weight[n][taps] = {{1, 0, 0, 0},
                                            {.5f, .5f, .5f, .5f},
                                            {1 / 6.f, -1 / 6.f, 1 / 6.f, -1 / 6.f},
                                            {8 / 3.f, 4 / 3.f, 2 / 3.f, 1 / 3.f},
                                            {0, 0, 0, .5f}};
  static constexpr float output[outputs][n] = {{1, 1, 1, 1, 0}, {0, 1, -1, .5f, 1}};
};
template <>
struct Winograd<3, 3> : WinogradOfFive {
  static constexpr int outputs = 3, taps = 3;
  static constexpr float weight[n][taps] = {
      {1, 0, 0}, {.5f, .5f, .5f}, {1 / 6.f, -1 / 6.f, 1 / 6.f}, {8 / 3.f, 4 / 3.f, 2 / 3.f}, {0, 0, .5f}};
  static constexpr float output[outputs][n] = {{1, 1, 1, 1, 0}, {0, 1, -1, .5f, 0}, {0, 1, 1, .25f, 1}};
  /// Two outputs without the point 1/2.
  static constexpr int left_out = 3;
  static constexpr float short_input[n][n] = {
      {1, 0, -1, 0, 0}, {0, 1, 1, 0, 0}, {0, -3, 3, 0, 0}, {0, 0, 0, 0, 0}, {0, -2, 0, 2, 0}};
  static constexpr float short_output[outputs][n] = {{1, 1, 1, 0, 0}, {0, 1, -1, 0, 1}, {0, 0, 0, 0, 0}};
};
/// Points 0, 1, -1, 2, -2 and infinity.
template <>
struct Winograd<4, 3> {
  static constexpr int outputs = 4, taps = 3, n = 6;
  static constexpr float input[n][n] = {{4, 0, -5, 0, 1, 0},  {0, -4, -4, 1, 1, 0}, {0, 4, -4, -1, 1, 0},
                                        {0, -2, -1, 2, 1, 0}, {0, 2, -1, -2, 1, 0}, {0, 4, 0, -5, 0, 1}};
  static constexpr float weight[n][taps] = {{1 / 4.f, 0, 0},
                                            {-1 / 6.f, -1 / 6.f, -1 / 6.f},
                                            {-1 / 6.f, 1 / 6.f, -1 / 6.f},
                                            {1 / 24.f, 1 / 12.f, 1 / 6.f},
                                            {1 / 24.f, -1 / 12.f, 1 / 6.f},
                                            {0, 0, 1}};
  static constexpr float output[outputs][n] = {
      {1, 1, 1, 1, 1, 0}, {0, 1, -1, 2, -2, 0}, {0, 1, 1, 4, 4, 0}, {0, 1, -1, 8, -8, 1}};
};

/// A matrix of a transform as an argument: rows x columns, or turned about its diagonal.
template <auto const& Matrix, bool Turned = false>
struct Transform {
  static constexpr int high = int(std::size(Matrix)), wide = int(std::size(Matrix[0]));
  static constexpr int rows = Turned ? wide : high, columns = Turned ? high : wide;
  static constexpr float at(int r, int c) { return Turned ? Matrix[c][r] : Matrix[r][c]; }

  /// y = matrix x, with elements `next_x` and `next_y` apart. The loops are unrolled and zeros left out.
  static AGON_INLINE void apply(Vec const* x, int next_x, Vec* y, int next_y) {
#pragma GCC unroll 8
    for (int r = 0; r < rows; ++r) {
      Vec sum{};
      bool first = true;
#pragma GCC unroll 8
      for (int c = 0; c < columns; ++c) {
        float const f = at(r, c);
        if (f == 0) continue;
        Vec const t = x[c * next_x];
        sum = first     ? (f == 1    ? t
                           : f == -1 ? -t
                                     : f * t)
              : f == 1  ? sum + t
              : f == -1 ? sum - t
                        : sum + f * t;
        first = false;
      }
      y[r * next_y] = sum;
    }
  }
  /// y = matrix x, of `columns` rows of x, and y = x matrix', of `rows` rows: squares in row order.
  static AGON_INLINE void down(Vec const (&x)[columns * columns], Vec (&y)[rows * columns]) {
#pragma GCC unroll 8
    for (int c = 0; c < columns; ++c) apply(x + c, columns, y + c, columns);
  }
  static AGON_INLINE void across(Vec const (&x)[rows * columns], Vec (&y)[rows * rows]) {
#pragma GCC unroll 8
    for (int r = 0; r < rows; ++r) apply(x + r * columns, 1, y + r * rows, 1);
  }
  static AGON_INLINE void both(Vec const (&x)[columns * columns], Vec (&y)[rows * rows]) {
    Vec half[rows * columns];
    down(x, half);
    across(half, y);
  }
};

/// Has W tiles one output shorter, which take fewer products of the same weights?
template <class W>
concept Shortens = requires {
  W::left_out;
};
/// The matrices of such tiles; of one that has none its own.
template <class W>
inline constexpr auto const& short_input = W::input;
template <Shortens W>
inline constexpr auto const& short_input<W> = W::short_input;
template <class W>
inline constexpr auto const& short_output = W::output;
template <Shortens W>
inline constexpr auto const& short_output<W> = W::short_output;
/// The square forms of two directions of which each may be short.
template <auto const& Whole, auto const& Short, bool Turned = false>
AGON_INLINE void transform_both(auto const& x, auto& y, bool short_down, bool short_across) {
  using T = Transform<Whole, Turned>;
  using S = Transform<Short, Turned>;
  if constexpr (&Whole == &Short) {
    T::both(x, y);
  } else {
    Vec half[T::rows * T::columns];
    short_down ? S::down(x, half) : T::down(x, half);
    short_across ? S::across(half, y) : T::across(half, y);
  }
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
