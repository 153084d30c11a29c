// The training loop: when it stops, what it leaves behind, what it refuses, and that a resumed run is the
// same run.
#include <cstdlib>
#include <doctest/doctest.h>
#include <filesystem>
#include <fstream>

#include <agon/data/digits.hpp>
#include <agon/data/pictures.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/train/loop.hpp>

using namespace agon;
namespace fs = std::filesystem;
using Model = DCGAN<DCGANGenerator28<1, 4>, DCGANDiscriminator28<4>, nonsaturating, Features<16>>;

namespace {
struct Folder {
  fs::path path;
  Folder() {
    std::string name = (fs::temp_directory_path() / "agon-loop-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { fs::remove_all(path); }
  std::string operator/(std::string const& name) const { return (path / name).string(); }
};
std::string bytes(std::string const& path) {
  std::ifstream f(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(f), {}};
}
/// The log of a run but for its clock.
std::string log_of(std::string const& out) {
  std::string s;
  for (LogLine const& line : read_json_lines(log_path(out))) {
    s += std::to_string(line.step);
    for (auto const& [name, value] : line.values)
      if (name != "seconds") append(s, {' ', name, ' ', data::json_number(value)});
    s += '\n';
  }
  return s;
}
int event_files(std::string const& out) {
  int n = 0;
  for (auto const& f : fs::directory_iterator(out))
    n += f.path().filename().string().starts_with("events.out.");
  return n;
}
}  // namespace

TEST_CASE("a resumed run is the same run, bit for bit") {
  Folder const out;
  auto const digits = data::digits(40);
  Model whole{{.seed = 5}};
  train(whole, digits, {.batch = 8, .steps = 9, .out = out / "whole", .quiet = true});
  {
    Model first{{.seed = 5}};
    train(first, digits, {.batch = 8, .steps = 4, .out = out / "parts", .quiet = true});
  }
  Model second{{.seed = 99}};  // the checkpoint's seed counts
  train(second, digits,
        {.batch = 8,
         .steps = 9,
         .out = out / "parts",
         .resume = out / "parts/checkpoint.safetensors",
         .quiet = true});
  CHECK(second.step() == 9);
  CHECK(bytes(out / "whole/checkpoint.safetensors") == bytes(out / "parts/checkpoint.safetensors"));
  CHECK(bytes(out / "whole/step-0000009.png") == bytes(out / "parts/step-0000009.png"));
}

TEST_CASE("a checkpoint on the way is that of a run that ends there, though more was fed by then") {
  Folder const out;
  auto const digits = data::digits(40);
  Model stopped, ended;
  auto const stop = [](Model&) -> std::vector<LogValue> { throw Error("the test", "stops here"); };
  CHECK_THROWS_AS(train(stopped, digits,
                        {.batch = 8, .steps = 9, .out = out / "a", .save_every = 3, .quiet = true}, stop),
                  Error);
  CHECK(stopped.step() == 5);
  train(ended, digits, {.batch = 8, .steps = 3, .out = out / "b", .quiet = true});
  CHECK(bytes(out / "a/checkpoint.safetensors") == bytes(out / "b/checkpoint.safetensors"));
}

namespace {
/// Pictures of which none can be written any more after so many.
struct Running : data::Images {
  mutable int left = 0;
  void write(Batch& batch, int row, int sample, data::Placement const& p) const {
    if (left-- == 0) throw Error("running set", "is at its end");
    data::Images::write(batch, row, sample, p);
  }
};
}  // namespace

TEST_CASE("a batch that cannot be had is told after the step before it is saved, and not if none follows") {
  Folder const out;
  Running set{data::digits(40), 3 * 8};
  Model model;
  CHECK_THROWS_WITH_AS(
      train(model, set, {.batch = 8, .steps = 9, .out = out / "a", .save_every = 3, .quiet = true}),
      "running set: is at its end", Error);
  CHECK(model.step() == 3);
  CHECK(fs::exists(out / "a/checkpoint.safetensors"));
  Running same{data::digits(40), 8};
  Model one;
  train(one, same, {.batch = 8, .seconds = 1e-6, .quiet = true});
  CHECK(one.step() == 1);
}

TEST_CASE("epochs, steps and seconds end training; pictures and checkpoints come when asked for") {
  Folder const out;
  auto const digits = data::digits(40);
  Model model;
  train(model, digits, {.batch = 8, .epochs = 2, .out = out / "run", .pictures_every = 4, .quiet = true});
  CHECK(model.step() == 10);
  for (char const* name :
       {"step-0000004.png", "step-0000008.png", "step-0000010.png", "checkpoint.safetensors"})
    CHECK(fs::exists(out / (std::string("run/") + name)));
  CHECK(data::read_picture(out / "run/step-0000010.png", 1).width == 8 * 28 + 7 * 2);
  Model another;
  train(another, digits,
        {.batch = 16, .epochs = 3, .out = out / "epochs", .each_epoch = true, .quiet = true});
  for (long step = 1; step <= 6; ++step)
    CHECK(fs::exists(picture_path(out / "epochs", step)) == (step % 2 == 0));
  train(model, digits, {.batch = 8, .steps = 11, .quiet = true});
  CHECK(model.step() == 11);
  train(model, digits, {.batch = 8, .seconds = 1e-6, .quiet = true});
  CHECK(model.step() == 12);
}

TEST_CASE("a run leaves its log and plots of it; a resumed one goes on with them") {
  Folder const out;
  auto const digits = data::digits(40);
  TrainOptions o{
      .batch = 8, .steps = 9, .out = out / "whole", .save_every = 4, .log_every = 2, .quiet = true};
  Model whole{{.seed = 5}};
  train(whole, digits, o);
  auto const lines = read_json_lines(log_path(o.out));
  REQUIRE(lines.size() == 5);
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(lines[i].step == (i < 4 ? 2 * long(i) + 2 : 9));
    REQUIRE(lines[i].values.size() == 6);
    for (char const* name : {"seconds", "loss_d", "loss_g", "d_real", "d_fake", "accuracy"}) {
      REQUIRE(lines[i].find(name));
      CHECK(*lines[i].find(name) >= 0);
    }
    for (char const* share : {"d_real", "d_fake", "accuracy"}) CHECK(*lines[i].find(share) <= 1);
  }
  CHECK(event_files(o.out) == 1);
  for (std::string const& plot : {losses_path(o.out), balance_path(o.out)}) {
    CHECK(bytes(plot).starts_with("<svg "));
    CHECK(bytes(plot).ends_with("</svg>\n"));
  }

  // Stopped at step 7, resumed from its checkpoint of step 4.
  o.out = out / "parts";
  {
    Model first{{.seed = 5}};
    o.steps = 4;
    train(first, digits, o);
    fs::copy_file(checkpoint_path(o.out), out / "four");
    o.steps = 7;
    o.resume = out / "four";
    train(first, digits, o);
  }
  CHECK(read_json_lines(log_path(o.out)).back().step == 7);
  Model second;
  o.steps = 9;
  train(second, digits, o);
  CHECK(log_of(out / "parts") == log_of(out / "whole"));
  CHECK(event_files(o.out) == 3);
  CHECK(bytes(losses_path(out / "parts")) == bytes(losses_path(out / "whole")));
  CHECK(bytes(balance_path(out / "parts")) == bytes(balance_path(out / "whole")));
}

TEST_CASE(
    "a run that is stopped by time or by its losses leaves its log, too; without a folder there is none") {
  Folder const out;
  auto const digits = data::digits(40);
  Model model;
  train(model, digits, {.batch = 8, .seconds = 1e-6, .out = out / "time", .quiet = true});
  CHECK(read_json_lines(log_path(out / "time")).size() == 1);
  CHECK(fs::exists(losses_path(out / "time")));
  train(model, digits, {.batch = 8, .steps = 3, .out = out / "none", .log_every = 0, .quiet = true});
  CHECK(!fs::exists(log_path(out / "none")));
  CHECK(!fs::exists(losses_path(out / "none")));
  CHECK(event_files(out / "none") == 0);
  Model lost{{.rate = 1e30}};
  CHECK_THROWS_AS(train(lost, digits, {.batch = 8, .steps = 20, .out = out / "lost", .quiet = true}), Error);
  CHECK(fs::exists(log_path(out / "lost")));
  CHECK(fs::exists(losses_path(out / "lost")));
}

TEST_CASE("a damaged log is not gone on with") {
  Folder const out;
  auto const digits = data::digits(40);
  Model model;
  TrainOptions o{.batch = 8, .steps = 2, .out = out / "run", .quiet = true};
  train(model, digits, o);
  std::ofstream(log_path(o.out)) << "no log\n";
  o.steps = 4;
  o.resume = checkpoint_path(o.out);
  CHECK_THROWS_WITH_AS(train(model, digits, o),
                       (log_path(o.out) + ": is damaged: its line 1 should have '{' at byte 0").c_str(),
                       Error);
  CHECK(bytes(log_path(o.out)) == "no log\n");
}

TEST_CASE("what cannot be done is said, and nothing is overwritten") {
  Folder const out;
  auto const digits = data::digits(10);
  Model model;
  CHECK_THROWS_WITH_AS(train(model, digits, {.batch = 4, .quiet = true}),
                       "training: give a number of epochs, steps or seconds to stop after", Error);
  CHECK_THROWS_AS(train(model, digits, {.batch = 0, .steps = 1, .quiet = true}), Error);
  CHECK_THROWS_AS(train(model, digits, {.batch = 11, .steps = 1, .quiet = true}), Error);
  std::ofstream(out / "file") << "here";
  CHECK_THROWS_AS(train(model, digits, {.batch = 4, .steps = 1, .out = out / "file/run", .quiet = true}),
                  Error);
  CHECK(bytes(out / "file") == "here");
  CHECK_THROWS_AS(train(model, digits, {.batch = 4, .steps = 1, .resume = out / "missing", .quiet = true}),
                  Error);
  CHECK_THROWS_WITH_AS(model.feed(Array4::from_shape({4, 3, 28, 28})),
                       "real: the batch is (4, 3, 28, 28) and should be (4, 1, 28, 28)", Error);
  CHECK_THROWS_AS(data::pictures(out / "nowhere"), Error);
}

/// What training says at its end.
static std::string end_of(Model& model, TrainOptions const& o) {
  auto const digits = data::digits(16);
  try {
    train(model, digits, o);
  } catch (NotFinite const& e) {
    return e.what();
  }
  return "";
}

TEST_CASE("training that is lost keeps its last good checkpoint and says where it is") {
  Folder const out;
  TrainOptions o{.batch = 8, .steps = 20, .out = out / "run", .save_every = 2, .quiet = true};
  std::string const path = checkpoint_path(o.out);
  Model model{{.rate = 2e-4 * drop(5, 1e36)}};  // all goes well for five steps
  CHECK(end_of(model, o).ends_with("; the last good checkpoint is " + path + ", of step 4"));
  Model again;
  again.load(path);
  CHECK(again.step() == 4);
  std::string const kept = bytes(path);
  o.resume = path;
  o.save_every = 0;
  CHECK(end_of(model, o).ends_with("; the last good checkpoint is " + path + ", of step 4"));
  CHECK(bytes(path) == kept);

  o.resume = "";
  o.out = out / "other";
  Model lost{{.rate = 1e30}};
  CHECK(end_of(lost, o).ends_with("; no checkpoint was written before (see save_every)"));
  CHECK(!fs::exists(checkpoint_path(o.out)));
}

TEST_CASE("parameters that are numbers no longer are not saved") {
  Folder const out;
  Model model;
  model.save(out / "x");
  std::string const kept = bytes(out / "x");
  model.store().find("G.main.3.weight")->memory.data()[17] = -INFINITY;
  CHECK_THROWS_WITH_AS(model.save(out / "x"),
                       "step 0: numbers of G.main.3.weight are no longer finite; try a lower learning rate",
                       NotFinite);
  CHECK(bytes(out / "x") == kept);
}

TEST_CASE("losses that are no longer finite stop training") {
  auto const digits = data::digits(16);
  Model model{{.rate = 1e30}};
  bool stopped = false;
  try {
    train(model, digits, {.batch = 8, .steps = 20, .quiet = true});
  } catch (Error const& e) {
    stopped = std::string(e.what()).find("the losses are no longer finite") != std::string::npos;
  }
  CHECK(stopped);
}
