#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <agon/data/array.hpp>
#include <agon/data/augment.hpp>
#include <agon/data/fitting.hpp>
#include <agon/data/stack.hpp>

namespace agon::data {

/// Some pictures in [-1, 1] and, if their set has any, their labels.
struct ImageBatch {
  Array4 images;                     // (N, C, H, W)
  std::vector<std::int32_t> labels;  // (N), or empty
};

/// A set of pictures, with or without labels.
struct Images {
  using Batch = ImageBatch;

  std::string name;
  Stack pictures;
  Augmentation augmentation;
  std::vector<std::int32_t> labels;  // (count), indices of `classes`, or empty
  std::vector<std::string> classes;  ///< their names
  Fitting fitting = {};              ///< of the pictures, when they were read

  int count() const { return pictures.count(); }
  Shape shape() const { return pictures.shape; }

  /// Room for n samples.
  Batch batch(int n) const {
    return {empty_batch(n, shape()), std::vector<std::int32_t>(labels.empty() ? 0 : std::size_t(n))};
  }

  /// Sample `sample` of the set becomes sample `row` of the batch.
  void write(Batch& to, int row, int sample, Placement p) const {
    pictures.write(&to.images(row, 0, 0, 0), sample, p);
    if (!labels.empty()) to.labels[std::size_t(row)] = labels[std::size_t(sample)];
  }
};

}  // namespace agon::data
