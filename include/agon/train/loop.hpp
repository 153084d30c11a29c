#pragma once
#include <cstdio>
#include <filesystem>
#include <optional>
#include <string>

#include <agon/data/batches.hpp>
#include <agon/data/describe.hpp>
#include <agon/data/image_file.hpp>
#include <agon/log/run_log.hpp>
#include <agon/train/options.hpp>
#include <agon/train/progress.hpp>

namespace agon {

/// Where a run keeps its latest checkpoint, and its latest picture.
inline std::string checkpoint_path(std::string const& out) { return out + "/checkpoint.safetensors"; }
inline std::string picture_path(std::string const& out, long step) {
  char name[40];
  std::snprintf(name, sizeof name, "/step-%07ld.png", step);
  return out + name;
}

/// Trains a model on a set. The model has `feed(batch)`, `advance()`, `picture(set)`, `save(path, position)`
/// and `load(path)`. With the same build, options and seed the parameters come out bit for bit the same,
/// whether in one run or resumed. A resumed run goes on with the log in its folder.
///
/// Throws Error: nothing to stop it, an empty batch, an unwritable folder, a checkpoint that does not fit, a
/// damaged log; and NotFinite, for losses or parameters that are numbers no longer. Such parameters are never
/// saved, and the message says where the last good checkpoint is.
template <class Model, class Set>
void train(Model& model, Set const& set, TrainOptions const& o) {
  namespace fs = std::filesystem;
  if (o.epochs <= 0 && o.steps <= 0 && o.seconds <= 0)
    throw Error("training", "give a number of epochs, steps or seconds to stop after");
  data::Position const start = o.resume.empty() ? data::Position{} : model.load(o.resume);
  data::Batches<Set> batches(set, int(o.batch), model.seed());
  batches.seek(start);
  model.prepare(o.batch);
  if (!o.out.empty()) {
    std::error_code problem;
    fs::create_directories(o.out, problem);
    if (problem) throw Error(o.out, {"this folder cannot be made: ", problem.message()});
  }
  if (!o.quiet) std::fprintf(stderr, "%s\n", data::describe(set).c_str());

  long const per_epoch = batches.per_epoch(), by_epochs = o.epochs * per_epoch;
  long goal = o.steps > 0 ? o.steps : by_epochs;
  if (o.steps > 0 && by_epochs > 0) goal = std::min(o.steps, by_epochs);
  std::string good = o.resume;  // the last checkpoint
  long good_step = model.step();
  std::optional<RunLog> log;
  if (!o.out.empty() && o.log_every > 0) log.emplace(o.out, model.step(), o.log_every);
  auto keep = [&](bool pictures, bool checkpoint) {
    if (o.out.empty()) return;
    if (pictures) {
      data::Picture const picture = model.picture(set);
      data::write_png(picture_path(o.out, model.step()), picture);
      if (log) log->picture(model.step(), "samples", picture);
    }
    if (log && checkpoint) log->finish();
    if (!checkpoint) return;
    model.save(checkpoint_path(o.out), batches.position());
    good = checkpoint_path(o.out);
    good_step = model.step();
  };
  Progress progress(model.step(), goal, o.seconds, o.quiet);
  try {
    while (goal == 0 || model.step() < goal) {
      model.feed(batches.next());
      Report const r = model.advance();
      bool const last = model.step() == goal || (o.seconds > 0 && progress.elapsed() >= o.seconds);
      progress.step(model.step(), o.batch, r, last);
      if (log && r.distance)
        log->scalars(model.step(),
                     {{"loss_d", r.loss_d}, {"loss_g", r.loss_g}, {"wasserstein", *r.distance}});
      else if (log)
        log->scalars(model.step(), {{"loss_d", r.loss_d},
                                    {"loss_g", r.loss_g},
                                    {"d_real", r.real},
                                    {"d_fake", r.fake},
                                    {"accuracy", r.accuracy}});
      if (last) break;
      keep(o.pictures_every > 0 && model.step() % o.pictures_every == 0,
           o.save_every > 0 && model.step() % o.save_every == 0);
    }
    keep(true, true);
  } catch (NotFinite const& e) {
    if (good.empty())
      throw NotFinite(e.what() + std::string("; no checkpoint was written before (see save_every)"));
    throw NotFinite(joined({e.what(), "; the last good checkpoint is ", good, ", of step ", good_step}));
  }
}

}  // namespace agon
