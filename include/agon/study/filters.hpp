#pragma once
#include <cmath>
#include <string>

#include <agon/backend/store.hpp>
#include <agon/data/array.hpp>

/// The filters of a convolution as pictures: of a discriminator's first layer (Radford et al. 2016, section
/// 6.2).
namespace agon::study {

/// The kernel called `name`, "D.0.weight", in PyTorch's order: (filters, channels, rows, columns). Throws
/// Error if the store has none of that name, or it is no kernel.
template <class S>
Array4 filters(Store<S> const& store, std::string const& name) {
  auto const* const e = store.find(name);
  if (!e) throw Error(name, "the store has no parameters of that name");
  if (e->slot.layout != Layout::kernel) throw Error(name, "these are no filters of a convolution");
  Shape const d = e->slot.shape, window = e->slot.image;
  Array4 x =
      Array4::from_shape({std::size_t(d.c), std::size_t(d.w), std::size_t(window.h), std::size_t(window.w)});
  for (long i = 0; i < long(x.size()); ++i) x.data()[i] = float(e->memory.data()[position(e->slot, i)]);
  return x;
}

/// How like neighbours inside filters are: the sum of products of all weights that lie beside or above each
/// other, over what it were if each pair were equal to the mean square. 1 for flat filters, about 0 for those
/// drawn at random, -1 for chequered ones; the mean over filters that are not zero.
inline double coherence(Array4 const& filters) {
  std::size_t const c = filters.shape(1), h = filters.shape(2), w = filters.shape(3);
  double total = 0;
  int count = 0;
  for (std::size_t n = 0; n < filters.shape(0); ++n) {
    double pairs = 0, products = 0, squares = 0;
    for (std::size_t k = 0; k < c; ++k)
      for (std::size_t y = 0; y < h; ++y)
        for (std::size_t x = 0; x < w; ++x) {
          double const v = double(filters(n, k, y, x));
          squares += v * v;
          if (x + 1 < w) products += v * double(filters(n, k, y, x + 1)), ++pairs;
          if (y + 1 < h) products += v * double(filters(n, k, y + 1, x)), ++pairs;
        }
    if (!(squares > 0) || !(pairs > 0)) continue;
    total += products / pairs / (squares / double(c * h * w));
    ++count;
  }
  return count ? total / count : 0;
}

/// Each pixel as a square of `factor` x `factor`.
inline Array4 enlarged(Array4 const& x, int factor) {
  if (factor < 1) throw Error("enlarged", {"by a factor of ", factor});
  std::size_t const f = std::size_t(factor);
  Array4 y = Array4::from_shape({x.shape(0), x.shape(1), f * x.shape(2), f * x.shape(3)});
  float* to = y.data();
  for (std::size_t p = 0; p < x.shape(0) * x.shape(1); ++p)
    for (std::size_t i = 0; i < y.shape(2); ++i)
      for (std::size_t j = 0; j < y.shape(3); ++j)
        *to++ = x.data()[(p * x.shape(2) + i / f) * x.shape(3) + j / f];
  return y;
}

}  // namespace agon::study
