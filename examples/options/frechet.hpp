#pragma once
#include <cstdint>
#include <string>
#include <vector>

/// What the example frechet takes from the command line.
struct FrechetOptions {
  std::string data = {};  // a folder with MNIST's files; empty: digits that agon draws itself
  std::vector<std::string> checkpoints = {};  // of the example dcgan
  std::vector<std::string> samples = {};      // IDX files of pictures
  long epochs = 4;                            // of the classifier
  std::uint64_t seed = 1;
};

/// Fills `options`, which holds the defaults. Prints help or what is wrong; false: end with `status`.
bool read_options(int argc, char** argv, FrechetOptions& options, int& status);
