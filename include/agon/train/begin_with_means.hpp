#pragma once
#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <agon/backend/store.hpp>
#include <agon/core/error.hpp>
#include <agon/data/batches.hpp>
#include <agon/data/images.hpp>
#include <agon/graph/layout.hpp>

namespace agon {

/// The mean of each pixel of a set, 0 to 1, in the order (C, H, W).
inline std::vector<double> pixel_means(data::Images const& set) {
  if (set.count() < 1) throw Error(set.name, "has no pictures whose mean could be taken");
  std::vector<double> mean(std::size_t(set.shape().size()));
  int const at_once = 500;
  for (int first = 0; first < set.count(); first += at_once) {
    data::ImageBatch const b = data::take(set, first, std::min(at_once, set.count() - first));
    for (std::size_t i = 0; i < b.images.size(); ++i)
      mean[i % mean.size()] += 0.5 * double(b.images.data()[i]) + 0.5;
  }
  for (double& m : mean) m /= set.count();
  return mean;
}

/// The bias called `name` of a last layer whose sigmoids are the pixels of a set, one bias for each: it
/// begins as log(m / (1 - m)), m the pixel's mean within 1e-7 of 0 and 1, so that the first pictures are
/// about the set's mean (Goodfellow et al. 2014, the authors' configurations). For before the first step:
/// `begin_with_means(model.store(), "G.4.bias", pictures)`. Throws Error, and changes nothing, if there is no
/// parameter of that name, it has not a number for each pixel, or the set is empty.
template <class S>
void begin_with_means(Store<S>& store, std::string const& name, data::Images const& set) {
  auto* const bias = store.find(name);
  if (!bias || bias->slot.role != Role::parameter)
    throw Error(name, "the store has no parameter of that name");
  if (bias->slot.shape.size() != set.shape().size())
    throw Error(name, {"it has ", bias->slot.shape.size(), " numbers, and the pictures of ", set.name,
                       " have ", set.shape().size()});
  std::vector<double> const mean = pixel_means(set);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    double const m = std::clamp(mean[i], 1e-7, 1 - 1e-7);
    bias->memory.data()[position(bias->slot, long(i))] = S(std::log(m / (1 - m)));
  }
}

}  // namespace agon
