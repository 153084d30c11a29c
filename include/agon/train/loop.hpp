#pragma once
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <agon/data/batches.hpp>
#include <agon/data/describe.hpp>
#include <agon/data/image_file.hpp>
#include <agon/log/run_log.hpp>
#include <agon/train/options.hpp>
#include <agon/train/progress.hpp>
#include <agon/train/referee.hpp>

namespace agon {

/// Where a run keeps its latest checkpoint, and its latest picture.
inline std::string checkpoint_path(std::string const& out) { return out + "/checkpoint.safetensors"; }
inline std::string picture_path(std::string const& out, long step) {
  char name[40];
  std::snprintf(name, sizeof name, "/step-%07ld.png", step);
  return out + name;
}

/// What f throws, if it does.
std::exception_ptr problem_of(auto const& f) {
  try {
    f();
  } catch (...) {
    return std::current_exception();
  }
  return nullptr;
}

/// Trains a model on a set. The model has `feed(batch)`, `launch()`, which asks for a step, and `report()`,
/// which waits for it and says what `logged` and `shown` know: the next batch is fed in between, while a
/// device is at work. It has `save(path, position)`, `load(path)`, and `picture(set)`, if there is something
/// to draw, which feeds nothing; players can be held (see TrainOptions) if it derives from Training. The set,
/// and what `summary()` says if there is one, are printed first. After each epoch, and before what is saved
/// then, `after_epoch(model)` may measure the model; it gives the numbers that the log should tell,
/// std::vector<LogValue>. With the same build, options and seed the parameters come out bit for bit the same,
/// whether in one run or resumed. A resumed run goes on with the log in its folder.
///
/// Throws Error: nothing to stop it, options that make no sense, an empty batch, an unwritable folder, a
/// checkpoint that does not fit, a damaged log; and NotFinite, for losses or parameters that are numbers no
/// longer. Such parameters are never saved, and the message says where the last good checkpoint is.
template <class Model, class Set>
void train(Model& model, Set const& set, TrainOptions const& o, auto&& after_epoch) {
  namespace fs = std::filesystem;
  if (o.epochs <= 0 && o.steps <= 0 && o.seconds <= 0)
    throw Error("training", "give a number of epochs, steps or seconds to stop after");
  static_assert(
      requires { model.launch(), model.report(); },
      "train: give the model launch(), which asks for a step, and report(), which says what came of it, in "
      "the "
      "place of advance(), which leaves no time to feed the next batch");
  Referee<Model>::check(o);
  data::Position const start = o.resume.empty() ? data::Position{} : model.load(o.resume);
  data::Batches<Set> batches(set, int(o.batch), model.seed());
  batches.seek(start);
  Referee<Model> referee(model, o);
  model.prepare(o.batch);
  if (!o.out.empty()) {
    std::error_code problem;
    fs::create_directories(o.out, problem);
    if (problem) throw Error(o.out, {"this folder cannot be made: ", problem.message()});
  }
  if (!o.quiet) std::fprintf(stderr, "%s\n", data::describe(set).c_str());
  if constexpr (requires { model.summary(); })
    if (!o.quiet) std::fputs(std::string(model.summary()).c_str(), stderr);

  long const per_epoch = batches.per_epoch(), by_epochs = o.epochs * per_epoch;
  long goal = o.steps > 0 ? o.steps : by_epochs;
  if (o.steps > 0 && by_epochs > 0) goal = std::min(o.steps, by_epochs);
  std::string good = o.resume;  // the last checkpoint
  long good_step = model.step();
  std::optional<RunLog> log;
  if (!o.out.empty() && o.log_every > 0) log.emplace(o.out, model.step(), o.log_every);
  data::Position position = start;  // after the last step's batch
  auto keep = [&](bool pictures, bool checkpoint) {
    if (o.out.empty()) return;
    if constexpr (requires { model.picture(set); })
      if (pictures) {
        data::Picture const picture = model.picture(set);
        data::write_png(picture_path(o.out, model.step()), picture);
        if (log) log->picture(model.step(), "samples", picture);
      }
    if (log && checkpoint) log->finish();
    if (!checkpoint) return;
    model.save(checkpoint_path(o.out), position);
    good = checkpoint_path(o.out);
    good_step = model.step();
  };
  Progress progress(model.step(), goal, o.seconds, o.quiet);
  auto const to_do = [&] { return goal == 0 || model.step() < goal; };
  try {
    for (bool fed = false; to_do() && !referee.is_over();) {
      if (!fed) model.feed(batches.next());
      Held const held = referee.decide();
      model.launch();
      position = batches.position();
      bool const epoch_is_done = batches.epoch_is_done();
      fed = to_do() && !epoch_is_done;  // after an epoch the model may be used for something else
      std::exception_ptr const problem = fed ? problem_of([&] { model.feed(batches.next()); }) : nullptr;
      auto const r = model.report();
      referee.note(r);
      bool const last =
          model.step() == goal || (o.seconds > 0 && progress.elapsed() >= o.seconds) || referee.is_over();
      std::vector<LogValue> values = logged(r);
      progress.step(model.step(), o.batch, r, values, held, last);
      if (referee.holds())
        values.insert(values.end(), {{"held_d", double(held.d)}, {"held_g", double(held.g)}});
      std::size_t const own = values.size();
      if (epoch_is_done)
        for (LogValue const& v : after_epoch(model)) values.push_back(v);
      if (log) {
        log->scalars(model.step(), values);
        if (values.size() > own) log->write();
      }
      if (last) break;
      keep((o.pictures_every > 0 && model.step() % o.pictures_every == 0) ||
               (o.each_epoch && model.step() % per_epoch == 0),
           o.save_every > 0 && model.step() % o.save_every == 0);
      if (problem) std::rethrow_exception(problem);
    }
    keep(true, true);
    if (!o.quiet) std::fputs(referee.summary().c_str(), stderr);
  } catch (NotFinite const& e) {
    if (good.empty())
      throw NotFinite(e.what() + std::string("; no checkpoint was written before (see save_every)"));
    throw NotFinite(joined({e.what(), "; the last good checkpoint is ", good, ", of step ", good_step}));
  }
}

template <class Model, class Set>
void train(Model& model, Set const& set, TrainOptions const& o) {
  train(model, set, o, [](Model&) { return std::vector<LogValue>{}; });
}

}  // namespace agon
