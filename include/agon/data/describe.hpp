#pragma once
#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <agon/data/images.hpp>
#include <agon/data/pairs.hpp>
#include <agon/data/points.hpp>
#include <agon/data/unpaired.hpp>

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

/// Two decimals.
inline std::string range(Stack const& s) {
  auto const [least, most] = s.range();
  char text[40];
  std::snprintf(text, sizeof text, ", from %.2f to %.2f", double(least), double(most));
  return text;
}

inline std::string fitted(Fitting f) {
  if (f.resized == 0) return "";
  std::string text = joined({"; ", f.resized, " of another size made to fit"});
  if (f.uneven > 0) append(text, {", ", f.uneven, " of them of other proportions"});
  return text;
}

inline std::string chances(Augmentation a) {
  std::string text;
  if (a.jitter) append(text, {", cropped at random from ", a.jitter, " pixels more"});
  if (a.mirror) text += ", mirrored half of the times";
  return text;
}

}  // namespace detail

/// "flowers: 2569 pictures, 64x64 in colour, from -1.00 to 1.00; 12 of another size made to fit; 5 classes:
/// daisy 501, rose 515, ..."; more than twelve classes are summed up. The range is that of the numbers.
inline std::string describe(Images const& set) {
  std::string text =
      joined({set.name, ": ", set.count(), " pictures, ", detail::kind(set.shape()),
              detail::range(set.pictures), detail::chances(set.augmentation), detail::fitted(set.fitting)});
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

/// "facades: 400 pairs, 256x256 in colour, from -1.00 to 1.00, to 256x256 in colour, from -1.00 to 1.00".
inline std::string describe(Pairs const& set) {
  return joined({set.name, ": ", set.count(), " pairs, ", detail::kind(set.input_shape()),
                 detail::range(set.inputs), ", to ", detail::kind(set.target_shape()),
                 detail::range(set.targets), detail::chances(set.augmentation), detail::fitted(set.fitting)});
}

/// The name, and a line about each of the two.
inline std::string describe(Unpaired const& set) {
  return joined({set.name, ", unpaired\n  A: ", describe(set.a), "\n  B: ", describe(set.b)});
}

}  // namespace agon::data
