// Numbers of a step that go by a schedule: instance noise.
#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/train/loop.hpp>

#include "data/temporary.hpp"

using namespace agon;

struct D : Seq<InstanceNoise, Flatten, Linear<1>> {};
struct G : Seq<Linear<784>, Reshape<1, 28, 28>, Tanh> {};
using Model = DCGAN<G, D, nonsaturating, Features<4>>;

static auto const& digits() {
  static auto const all = data::digits(32);
  return all;
}
static double loss_after(Model& model, long steps) {
  train(model, digits(), {.batch = 8, .steps = steps, .quiet = true});
  return model.value("loss.D");
}

TEST_CASE("noise is there when asked for, in the strength of the step, and in training alone") {
  Model still, silent, noisy, fading;
  silent.follow("instance_noise", 0);
  noisy.follow("instance_noise", 2);
  fading.follow("instance_noise", 2 * linear_decay(0, 1));
  double const first = loss_after(still, 1), second = loss_after(noisy, 1);
  CHECK(loss_after(silent, 1) == first);
  CHECK(second != first);
  CHECK(loss_after(fading, 1) == second);
  CHECK(loss_after(noisy, 2) != loss_after(fading, 2));
  CHECK(error_of([&] { still.follow("noise", 1); }) == "noise: the training step has no number of that name");

  Store<float> store;
  Inference<D, Image<1, 28, 28>, Cpu, "D"> const judge(store);  // has no number to set
  Array4 x = Array4::from_shape({2, 1, 28, 28});
  x.fill(0.5f);
  Array4 const a = judge(x), b = judge(x, {1, 2});
  CHECK(a(0, 0, 0, 0) == a(1, 0, 0, 0));
  CHECK(a(0, 0, 0, 0) == b(0, 0, 0, 0));
}

TEST_CASE("a resumed run is the same run, bit for bit") {
  TemporaryFolder const folder;
  auto bytes = [](std::string const& path) { return data::read_file(path); };
  auto run = [&](std::string const& out, long steps, std::string const& resume) {
    Model model;
    model.follow("instance_noise", 0.5 * linear_decay(0, 6));
    train(model, digits(), {.batch = 8, .steps = steps, .out = out, .resume = resume, .quiet = true});
  };
  run(folder / "whole", 5, "");
  run(folder / "parts", 2, "");
  run(folder / "parts", 5, checkpoint_path(folder / "parts"));
  auto const a = bytes(checkpoint_path(folder / "whole")), b = bytes(checkpoint_path(folder / "parts"));
  CHECK(std::equal(a.begin(), a.end(), b.begin(), b.end()));
}
