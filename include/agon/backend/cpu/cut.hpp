#pragma once
#include <algorithm>
#include <utility>

#include <agon/backend/cpu/gather.hpp>
#include <agon/backend/cpu/winograd.hpp>

/// Where Winograd's tiles lie on the map of outputs, and in which order they are taken.
namespace agon::cpu {
inline namespace AGON_CPU {

/// A side of a grid, cut into tiles of W's outputs. Short ones come last, as many as leave no rest but of a
/// side of 1.
template <class W>
struct Cut {
  int whole = 0, all = 0;

  static constexpr Cut of(int grid) {
    constexpr int m = W::outputs;
    if constexpr (Shortens<W>) {
      int const shorts = std::min((m - grid % m) % m, (grid + m - 2) / (m - 1));
      int const whole = std::max(0, grid - shorts * (m - 1) + m - 1) / m;
      return {whole, whole + shorts};
    } else {
      return {(grid + m - 1) / m, (grid + m - 1) / m};
    }
  }
  constexpr bool is_short(long tile) const { return tile >= whole; }
  /// Where a tile begins.
  constexpr long first(long tile) const { return tile * W::outputs - std::max(0l, tile - whole); }
  constexpr int outputs(long tile) const { return W::outputs - is_short(tile); }
  /// Products along the side.
  constexpr long products() const { return long(all) * W::n - (all - whole); }
};

/// A tile of a grid over the batch.
template <class W>
struct Tile {
  long sample, top, left;
  int height, width;  // in outputs

  static Tile at(Gather const& g, long tile) {
    Cut<W> const down = Cut<W>::of(g.grid_h), across = Cut<W>::of(g.grid_w);
    long const row = tile / across.all % down.all, column = tile % across.all;
    return {tile / (long(across.all) * down.all), down.first(row), across.first(column), down.outputs(row),
            across.outputs(column)};
  }
  bool is_low() const { return height < W::outputs; }
  bool is_narrow() const { return width < W::outputs; }
};

/// Some tiles one after the other, in an order in which those that a product takes are neighbours: low ones,
/// whole ones, narrow ones, and those that are both.
template <class W, long Most>
class Portion {
 public:
  Portion(Gather const& g, long first, long count) : first_(first), count_(count) {
    if constexpr (Shortens<W>) {
      Cut<W> const down = Cut<W>::of(g.grid_h), across = Cut<W>::of(g.grid_w);
      int const top = int(first / across.all % down.all), left = int(first % across.all);
      auto each = [&](auto const& f) {  // f(number, kind)
        for (long t = 0, row = top, column = left; t < count; ++t) {
          bool const narrow = across.is_short(column);
          f(t, down.is_short(row) ? (narrow ? 3 : 0) : narrow ? 2 : 1);
          if (++column < across.all) continue;
          column = 0;
          if (++row == down.all) row = 0;
        }
      };
      long of_kind[4]{};
      each([&](long, int kind) { ++of_kind[kind]; });
      long next[4]{};
      for (int k = 0; k < 4; ++k) {
        next[k] = k == 0 ? 0 : end_[k - 1];
        end_[k] = next[k] + of_kind[k];
      }
      each([&](long t, int kind) { place_[next[kind]++] = int(t); });
    }
  }
  long count() const { return count_; }
  long tile(long t) const {
    if constexpr (Shortens<W>)
      return first_ + place_[t];
    else
      return first_ + t;
  }
  /// The tiles that product f takes.
  std::pair<long, long> of_product(int f) const {
    if constexpr (Shortens<W>) {
      bool const no_low = f / W::n == W::left_out, no_narrow = f % W::n == W::left_out;
      return {no_low ? end_[0] : 0, no_narrow ? end_[1] : no_low ? end_[2] : count_};
    } else {
      return {0, count_};
    }
  }

 private:
  long first_, count_;
  long end_[4]{};
  int place_[Shortens<W> ? Most : 1];
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
