#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <agon/core/error.hpp>
#include <agon/data/file.hpp>
#include <agon/data/images.hpp>
#include <agon/data/picture.hpp>
#include <agon/data/resize.hpp>

namespace agon::data {

/// How pictures of CIFAR files become a set.
struct CifarOptions {
  int size = 32;        ///< pixels a side, as shown
  int jitter = 0;       ///< pixels by which a stored picture is larger; cropped at random
  bool mirror = false;  ///< half of the times
};

/// CIFAR-10's binary files (Krizhevsky 2009): records of a label byte, 0 to 9, and the 32x32 bytes of red, of
/// green and of blue. Files are read one after the other; pictures are resized to size + jitter. Throws Error
/// if one can't be read, is no whole number of records, or has a label above 9.
inline Images cifar10(std::vector<std::string> const& paths, CifarOptions const& o = {}) {
  constexpr int side = 32;
  constexpr std::size_t plane = side * side, record = 1 + 3 * plane;
  if (paths.empty()) throw Error("CIFAR-10", "there are no files to read");
  check_sizes(paths[0], o.size, o.jitter, 3);
  Images set{paths[0],
             {image(3, o.size, o.size), o.jitter, {}},
             {o.jitter, o.mirror},
             {},
             {"airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"}};
  for (std::string const& path : paths) {
    std::vector<std::uint8_t> const bytes = read_file(path);
    if (bytes.empty() || bytes.size() % record)
      throw Error(path, {"is no CIFAR-10 file: it has ", bytes.size(), " bytes, and should have ", record,
                         " for each picture"});
    set.pictures.reserve(set.labels.size() + bytes.size() / record);
    for (std::size_t at = 0; at < bytes.size(); at += record) {
      if (bytes[at] > 9)
        throw Error(path, {"is no CIFAR-10 file: picture ", at / record, " has the label ", int(bytes[at])});
      set.labels.push_back(bytes[at]);
      Picture p(side, side, 3);
      for (std::size_t i = 0; i < 3 * plane; ++i)
        p.interleaved[i % plane * 3 + i / plane] = bytes[at + 1 + i];
      set.pictures.add(resize(p, o.size + o.jitter, o.size + o.jitter));
    }
  }
  return set;
}

}  // namespace agon::data
