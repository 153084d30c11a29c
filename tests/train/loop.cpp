// The training loop: when it stops, what it leaves behind, what it refuses, and that a resumed run is the
// same run.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
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
  train(model, digits, {.batch = 8, .steps = 11, .quiet = true});
  CHECK(model.step() == 11);
  train(model, digits, {.batch = 8, .seconds = 1e-6, .quiet = true});
  CHECK(model.step() == 12);
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
