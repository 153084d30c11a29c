#pragma once

namespace agon::data {

/// What was done to the pictures of files that had not the size of their set.
struct Fitting {
  int resized = 0;  // had another size
  int uneven = 0;   // had other proportions, too: cropped, stretched or padded, as the options say
};

}  // namespace agon::data
