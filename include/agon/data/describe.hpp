#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include <agon/data/images.hpp>
#include <agon/data/pairs.hpp>
#include <agon/data/points.hpp>

/// One line about a set, to be printed before training.
namespace agon::data {

namespace detail {

/// "64x64 in colour": width x height.
inline std::string kind(Shape s) {
  std::string text = joined({s.w, 'x', s.h});
  if (s.c == 1 || s.c == 3)
    text += s.c == 1 ? " in gray" : " in colour";
  else
    append(text, {" with ", s.c, " channels"});
  return text;
}

inline std::string chances(Augmentation a) {
  std::string text;
  if (a.jitter) append(text, {", cropped at random from ", a.jitter, " pixels more"});
  if (a.mirror) text += ", mirrored half of the times";
  return text;
}

}  // namespace detail

/// "flowers: 2569 pictures, 64x64 in colour; 5 classes: daisy 501, rose 515, ..."; more than twelve classes
/// are summed up.
inline std::string describe(Images const& set) {
  std::string text = joined({set.name, ": ", set.count(), " pictures, ", detail::kind(set.shape()),
                             detail::chances(set.augmentation)});
  if (set.classes.empty()) return text + "; no labels";
  std::vector<int> counts(set.classes.size());
  for (int label : set.labels) ++counts[std::size_t(label)];
  auto const [least, most] = std::minmax_element(counts.begin(), counts.end());
  append(text, {"; ", counts.size(), " classes"});
  if (counts.size() > 12 || *least == *most) {
    append(text, {" of ", *least});
    if (*least != *most) append(text, {" to ", *most});
    return text;
  }
  for (std::size_t i = 0; i < counts.size(); ++i)
    append(text, {i ? ", " : ": ", set.classes[i], ' ', counts[i]});
  return text;
}

/// "25 Gaussians, seed 1: 100000 points of 2 numbers".
inline std::string describe(Points const& set) {
  return joined({set.name, ": ", set.count(), " points of ", set.width, " numbers"});
}

/// "facades: 400 pairs, 256x256 in colour to 256x256 in colour".
inline std::string describe(Pairs const& set) {
  return joined({set.name, ": ", set.count(), " pairs, ", detail::kind(set.input_shape()), " to ",
                 detail::kind(set.target_shape()), detail::chances(set.augmentation)});
}

}  // namespace agon::data
