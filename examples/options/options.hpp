#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <agon/train/options.hpp>

/// The device that a program was built for: "cpu" or "cuda".
extern char const* const built_for;

/// What all training examples take from the command line. Reading it stands in a file of its own, for CLI11
/// costs the compiler more than a network does.
struct Options {
  std::string data = {};  // a folder or a file; empty: the set that agon draws itself
  agon::TrainOptions train = {};
  double rate_g = 2e-4, rate_d = 2e-4;  // learning rates of the players
  std::uint64_t seed = 1;
  int threads = 0;  // 0: all
  std::string device = built_for;
  bool reverse = false;       // of pairs: the right picture is the input, the left one the target
  bool edges = false;         // of pairs: outlines of the pictures are the input
  std::string generate = {};  // a checkpoint to draw from instead of training
};

/// One more, of one example: `{"--walk", &path, "file for a walk between latents"}`. A bool is a flag.
struct Option {
  char const* name;
  std::variant<bool*, long*, double*, std::string*> value;  // holds the default
  char const* about;
};

/// Fills `options`, which holds the defaults, and `more`. Prints help or what is wrong; false: end with
/// `status`. Where another device is asked for, the program for that one takes this one's place.
bool read_options(int argc, char** argv, char const* about, Options& options, int& status,
                  std::vector<Option> const& more = {});
