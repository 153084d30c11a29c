#include <CLI/CLI.hpp>

#include "frechet.hpp"

#ifdef _OPENMP
#include <omp.h>
#endif

bool read_options(int argc, char** argv, FrechetOptions& o, int& status) {
  CLI::App app{"Trains a classifier of 28x28 pictures and tells how far others are from its test pictures."};
  int threads = 0;
  app.add_option("--data", o.data, "folder with MNIST's four files; without it agon draws digits itself");
  app.add_option("--checkpoint", o.checkpoints, "draw pictures from these checkpoints of dcgan");
  app.add_option("--samples", o.samples, "pictures in these IDX files");
  app.add_option("--epochs", o.epochs, "the classifier's passes through the data")->capture_default_str();
  app.add_option("--seed", o.seed, "seed of everything random")->capture_default_str();
  app.add_option("--threads", threads, "threads; 0: all")->capture_default_str();
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    status = app.exit(e) ? 1 : 0;
    return false;
  }
#ifdef _OPENMP
  if (threads > 0) omp_set_num_threads(threads);
#endif
  return true;
}
