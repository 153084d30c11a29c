#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <vector>

#include <agon/core/random.hpp>
#include <agon/core/threads.hpp>
#include <agon/graph/layout.hpp>

/// What slots are filled with at first. Draws depend on seed, stream and place alone, and no result on the
/// number of threads.
namespace agon {

namespace fill_detail {

inline double dot(double const* a, double const* b, long n) {
  double sum[8] = {};
  long k = 0;
  for (; k + 8 <= n; k += 8)
    for (long u = 0; u < 8; ++u) sum[u] += a[k + u] * b[k + u];
  for (; k < n; ++k) sum[k % 8] += a[k] * b[k];
  return ((sum[0] + sum[1]) + (sum[2] + sum[3])) + ((sum[4] + sum[5]) + (sum[6] + sum[7]));
}
/// Takes from v its part along the unit vector q.
inline void reduce(double* v, double const* q, long n) {
  double const along = dot(v, q, n);
  for (long k = 0; k < n; ++k) v[k] -= along * q[k];
}

}  // namespace fill_detail

/// Makes `count` independent vectors of `length` numbers orthonormal: modified Gram-Schmidt, a few finished
/// vectors at a time taken from all that follow. It is the Q of a QR whose R has a positive diagonal.
inline void orthonormalise(std::span<double> a, long count, long length) {
  using namespace fill_detail;
  long const few = 16;
  auto at = [&](long v) { return a.data() + v * length; };
  for (long first = 0; first < count; first += few) {
    long const last = std::min(first + few, count);
    for (long v = first; v < last; ++v) {
      for (long q = first; q < v; ++q) reduce(at(v), at(q), length);
      double const scale = 1 / std::sqrt(dot(at(v), at(v), length));
      for (long k = 0; k < length; ++k) at(v)[k] *= scale;
    }
    parallel(count - last, [&](long v) {
      for (long q = first; q < last; ++q) reduce(at(last + v), at(q), length);
    });
  }
}

/// Fills `to`, the numbers of `s` as they lie in memory, as the slot says. Element i is drawn in PyTorch's
/// order.
template <class S>
void fill(std::span<S> to, Slot const& s, std::uint64_t seed, std::uint32_t stream) {
  long const size = s.shape.size(), pieces = size / 65536 + 1;
  auto each = [&](auto const& f) {
    parallel(pieces, [&](long piece) {
      for (long i = size * piece / pieces; i < size * (piece + 1) / pieces; ++i) f(i);
    });
  };
  auto words = [&](long i) { return draw({seed, 0}, stream, 0, std::uint32_t(i)); };
  auto put = [&](long i, double v) { to[std::size_t(position(s, i))] = S(s.mean + v); };
  if (s.deviation == 0) {
    each([&](long i) { put(i, 0); });
  } else if (s.drawing == Drawing::uniform) {
    double const bound = std::sqrt(3) * s.deviation;
    each([&](long i) { put(i, bound * (2 * uniform(words(i)) - 1)); });
  } else if (s.drawing == Drawing::orthogonal) {
    long const rows = extents(s)[0], columns = size / rows;
    bool const wide = rows <= columns;
    auto place = [&](long i) { return std::size_t(wide ? i : i % columns * rows + i / columns); };
    std::vector<double> a(static_cast<std::size_t>(size));
    each([&](long i) { a[place(i)] = normal(words(i)); });
    orthonormalise(a, wide ? rows : columns, wide ? columns : rows);
    each([&](long i) { put(i, s.deviation * a[place(i)]); });
  } else {
    each([&](long i) { put(i, s.deviation * normal(words(i))); });
  }
}

}  // namespace agon
