#pragma once
#include <agon/backend/samples.hpp>
#include <agon/graph/program.hpp>

namespace agon::cuda {

/// The shapes of a call at one batch: what kernels are told of it.
struct Geometry {
  Window window{};
  int index = 0;  // as the node's
  Shape a{}, b{}, y{};
  long batch = 1;  // samples of those that have any; of a stack, of one batch in it

  /// Numbers of an operand that is several batches, one after the other.
  constexpr long stacked(Shape d) const { return d.size() * d.times() * batch; }
};
constexpr Geometry geometry(Call const& c, Batches const& batch) {
  return {c.window, c.index, c.in[0], c.in[1], c.domain, samples_of(c, batch)};
}

/// Where an element of a value stands.
struct Place {
  long n = 0;
  int y = 0, x = 0, c = 0;
};
constexpr Place place_of(Shape d, long element) {
  int const c = int(element % d.c);
  element /= d.c;
  int const x = int(element % d.w);
  element /= d.w;
  return {element / d.h, int(element % d.h), x, c};
}
constexpr long element_of(Shape d, Place p) { return ((p.n * d.h + p.y) * d.w + p.x) * d.c + p.c; }

}  // namespace agon::cuda
