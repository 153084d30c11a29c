#pragma once
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/core/shape.hpp>
#include <agon/core/threads.hpp>
#include <agon/data/array.hpp>

/// Between users' batches, (N, C, H, W), and memory inside, channels last.
namespace agon {

inline std::string extents_text(Array4 const& x) {
  std::string s = "(";
  for (std::size_t k = 0; k < 4; ++k) append(s, {k ? ", " : "", x.shape(k)});
  s += ')';
  return s;
}

/// Throws Error, naming `what`, unless `x` is (batch, c, h, w).
inline void check_batch(std::string const& what, Array4 const& x, Shape d, long batch) {
  if (long(x.shape(0)) != batch || long(x.shape(1)) != d.c || long(x.shape(2)) != d.h ||
      long(x.shape(3)) != d.w)
    throw Error(what, {"the batch is ", extents_text(x), " and should be (", batch, ", ", d.c, ", ", d.h,
                       ", ", d.w, ")"});
}

/// Throws Error, naming `what` and the sample, unless number `channel` of each sample, a vector, is a class:
/// a whole number from 0 to count - 1.
inline void check_classes(std::string const& what, Array4 const& x, int channel, int count) {
  long const width = long(x.shape(1));
  for (long n = 0; n < long(x.shape(0)); ++n)
    if (float const k = x.data()[n * width + channel]; !(k >= 0 && k < float(count)) || k != std::floor(k))
      throw Error(what, {"sample ", n, " is of class ", k, "; classes are the whole numbers from 0 to ",
                         count - 1, ", a row of the embedding each"});
}

/// Labels of n pictures as networks read them, (n, d.c, 1, 1): with d.c = classes a number for each class, of
/// which the label's is 1 and the others are 0; with 1, the label itself. Throws Error if a label is missing
/// or is no class.
inline void labels_to(Array4& to, std::vector<std::int32_t> const& labels, long n, int classes, Shape d) {
  if (long(labels.size()) != n)
    throw Error("label", {"there are ", n, " pictures and ", labels.size(), " labels"});
  for (std::int32_t const l : labels)
    if (l < 0 || l >= classes)
      throw Error("label", {"there is a label ", l, ", and classes 0 to ", classes - 1});
  if (long(to.shape(0)) != n) to = Array4::from_shape({std::size_t(n), std::size_t(d.c), 1, 1});
  to.fill(0);
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (d.c > 1)
      to(i, std::size_t(labels[i]), 0, 0) = 1;
    else
      to(i, 0, 0, 0) = float(labels[i]);
}

/// `to` has room for x, of samples of shape d.
template <class S>
void to_channels_last(Array4 const& x, Shape d, std::span<S> to) {
  long const pixels = long(d.h) * d.w;
  parallel(long(x.shape(0)), [&](long n) {
    float const* const from = x.data() + n * d.size();
    S* const out = to.data() + n * d.size();
    for (long p = 0; p < pixels; ++p)
      for (long c = 0; c < d.c; ++c) out[p * d.c + c] = S(from[c * pixels + p]);
  });
}

template <class S>
Array4 from_channels_last(std::span<S const> from, Shape d) {
  std::size_t const n = from.size() / std::size_t(d.size());
  Array4 x = Array4::from_shape({n, std::size_t(d.c), std::size_t(d.h), std::size_t(d.w)});
  long const pixels = long(d.h) * d.w;
  parallel(long(n), [&](long k) {
    S const* const in = from.data() + k * d.size();
    float* const out = x.data() + k * d.size();
    for (long c = 0; c < d.c; ++c)
      for (long p = 0; p < pixels; ++p) out[c * pixels + p] = float(in[p * d.c + c]);
  });
  return x;
}

}  // namespace agon
