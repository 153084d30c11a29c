#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include <agon/data/images.hpp>
#include <agon/data/pairs.hpp>

/// One line about a set, to be printed before training.
namespace agon::data {

namespace detail {

/// "64x64 in colour": width x height.
inline std::string kind(Shape s) {
  std::string const size = std::to_string(s.w) + 'x' + std::to_string(s.h);
  return size + (s.c == 1   ? " in gray"
                 : s.c == 3 ? " in colour"
                            : " with " + std::to_string(s.c) + " channels");
}

inline std::string chances(Augmentation a) {
  std::string text;
  if (a.jitter) text += ", cropped at random from " + std::to_string(a.jitter) + " pixels more";
  if (a.mirror) text += ", mirrored half of the times";
  return text;
}

}  // namespace detail

/// "flowers: 2569 pictures, 64x64 in colour; 5 classes: daisy 501, rose 515, ..."; more than twelve classes
/// are summed up.
inline std::string describe(Images const& set) {
  std::string text = set.name + ": " + std::to_string(set.count()) + " pictures, " +
                     detail::kind(set.shape()) + detail::chances(set.augmentation);
  if (set.classes.empty()) return text + "; no labels";
  std::vector<int> counts(set.classes.size());
  for (int label : set.labels) ++counts[std::size_t(label)];
  auto const [least, most] = std::minmax_element(counts.begin(), counts.end());
  text += "; " + std::to_string(counts.size()) + " classes";
  if (counts.size() > 12 || *least == *most)
    return text + " of " + std::to_string(*least) + (*least == *most ? "" : " to " + std::to_string(*most));
  for (std::size_t i = 0; i < counts.size(); ++i)
    text += (i ? ", " : ": ") + set.classes[i] + ' ' + std::to_string(counts[i]);
  return text;
}

/// "facades: 400 pairs, 256x256 in colour to 256x256 in colour".
inline std::string describe(Pairs const& set) {
  return set.name + ": " + std::to_string(set.count()) + " pairs, " + detail::kind(set.input_shape()) +
         " to " + detail::kind(set.target_shape()) + detail::chances(set.augmentation);
}

}  // namespace agon::data
