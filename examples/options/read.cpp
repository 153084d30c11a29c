#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

#include "options.hpp"

#ifdef _OPENMP
#include <omp.h>
#endif

static void add(CLI::App& app, Option const& o, bool* flag) { app.add_flag(o.name, *flag, o.about); }
static void add(CLI::App& app, Option const& o, auto* value) {
  app.add_option(o.name, *value, o.about)->capture_default_str();
}

/// The program of the same name for another device goes on, with the same command line. Returns if there is
/// none.
static void go_on_with(std::string const& device, char** argv) {
  namespace fs = std::filesystem;
  std::error_code none;
  fs::path const here = fs::read_symlink("/proc/self/exe", none);
  fs::path const folder = device == "cpu" ? here.parent_path().parent_path() : here.parent_path() / device;
  std::string const program = folder / here.filename();
  execv(program.c_str(), argv);
  std::fprintf(
      stderr,
      "--device %s: there is no %s; where it finds nvcc, CMake builds those of AGON_CUDA_EXAMPLES for CUDA\n",
      device.c_str(), program.c_str());
}

bool read_options(int argc, char** argv, char const* about, Options& o, int& status,
                  std::vector<Option> const& more) {
  CLI::App app{about};
  app.add_option("--data", o.data, "folder or file of training pictures; without it agon draws a set itself");
  app.add_option("--steps", o.train.steps, "stop after so many steps");
  app.add_option("--epochs", o.train.epochs, "stop after so many passes through the data");
  app.add_option("--seconds", o.train.seconds, "stop after so many seconds");
  app.add_option("--batch", o.train.batch, "samples in a step")->capture_default_str();
  app.add_option("--rate-g", o.rate_g, "the generator's learning rate")->capture_default_str();
  app.add_option("--rate-d", o.rate_d, "the discriminator's learning rate")->capture_default_str();
  app.add_option("--seed", o.seed, "seed of everything random")->capture_default_str();
  app.add_option("--out", o.train.out, "folder for pictures, checkpoints and logs")->capture_default_str();
  app.add_option("--pictures-every", o.train.pictures_every, "steps between pictures of progress")
      ->capture_default_str();
  app.add_option("--save-every", o.train.save_every, "steps between checkpoints")->capture_default_str();
  app.add_option("--log-every", o.train.log_every, "steps between lines of the log; 0: no log")
      ->capture_default_str();
  app.add_option("--pretrain-d", o.train.pretrain_d, "of the steps, so many at the beginning are D's alone")
      ->capture_default_str();
  app.add_option("--hold-d-above", o.train.balance.d_above, "D is held while its accuracy is above")
      ->capture_default_str();
  app.add_option("--hold-g-below", o.train.balance.g_below, "G is held while D's accuracy is below")
      ->capture_default_str();
  app.add_option("--stop-near-half", o.train.stop_near_half.steps,
                 "stop after so many steps on end with D(x) and D(G(z)) near 0.5; 0: never")
      ->capture_default_str();
  app.add_option("--near-half", o.train.stop_near_half.width, "how near to 0.5 that is")
      ->capture_default_str();
  app.add_option("--threads", o.threads, "threads; 0: all")->capture_default_str();
  app.add_option("--device", o.device, "what to run on: cpu or cuda")
      ->capture_default_str()
      ->check(CLI::IsMember({"cpu", "cuda"}));
  app.add_option("--resume", o.train.resume, "go on from this checkpoint");
  app.add_option("--generate", o.generate, "draw pictures from this checkpoint instead of training");
  app.add_flag("--reverse", o.reverse, "pix2pix: from the right picture of a pair to the left one");
  app.add_flag("--edges", o.edges,
               "pix2pix: the pictures in --data are targets, and their outlines the inputs");
  app.add_flag("--quiet", o.train.quiet, "no progress");
  for (Option const& option : more) std::visit([&](auto* value) { add(app, option, value); }, option.value);
  try {
    app.parse(argc, argv);
  } catch (CLI::ParseError const& e) {
    status = app.exit(e) ? 1 : 0;
    return false;
  }
  if (o.device != built_for) {
    go_on_with(o.device, argv);
    status = 1;
    return false;
  }
  if (!o.generate.empty() && !o.train.out.empty()) std::filesystem::create_directories(o.train.out);
  bool const limited = app.count("--steps") + app.count("--seconds") > 0;
  if (limited && app.count("--epochs") == 0) o.train.epochs = 0;
#ifdef _OPENMP
  if (o.threads > 0) omp_set_num_threads(o.threads);
#endif
  return true;
}
