// The cuda backend as it stands on a device that stands in for CUDA's: when copies and steps happen, whose
// memory is touched by whom, and what errors say. The device does what it is asked for as late as it may, or
// at once; both give the same bits.
#include <doctest/doctest.h>

#include <agon/backend/cuda/cuda.hpp>
#include <agon/net/cyclegan.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/system/cyclegan.hpp>
#include <agon/system/dcgan.hpp>
#include <agon/system/wgan.hpp>

#include "support/backends.hpp"
#include "support/values.hpp"

using namespace agon;
using test::AtOnce;

namespace {

using Step = AdversarialStep<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, Adam>;
using Optimised = DCGAN<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, Cuda>;
using InTurns =
    WGANGP<test::SmallGenerator, test::SmallCritic, wasserstein + 10 * gradient_penalty, Features<6>, Cuda>;
using Both =
    CycleGAN<CycleGANGenerator<3, 2, 1>, PatchGAN<16, 4>, Image<3, 12, 12>, cyclegan::objective, Cuda>;

/// A batch of noise that is another one in each step.
Array4 noise(char const* name, long t, int n, Shape d) {
  Array4 x = data::empty_batch(n, d);
  for (long k = 0; k < long(x.size()); ++k)
    x.data()[k] = float(test::noise(name, k / d.size(), k % d.size(), {1, std::uint32_t(t)}));
  return x;
}
void feed(auto& model, long t) {
  if constexpr (requires { model.shape_b; })
    model.feed(noise("A", t, 1, model.shape_a), noise("B", t, 1, model.shape_b));
  else
    model.feed(noise("real", t, 2, model.image));
}
template <class Model>
std::vector<std::vector<float>> numbers_of(Model& model) {
  std::vector<std::vector<float>> all;
  for (auto const& e : model.store().entries())
    all.emplace_back(e.memory.span().begin(), e.memory.span().end());
  return all;
}
/// All numbers after three steps, and what each reported. The host may feed the next batch while the device
/// has yet to begin with the last, and may look at all numbers after each step.
template <class Model>
struct Course {
  bool at_once = false, ahead = false, look = false;

  std::pair<std::vector<std::vector<float>>, std::vector<double>> operator()() const {
    AtOnce const way(at_once);
    Model model;
    std::vector<double> losses;
    feed(model, 1);
    for (long t = 1; t <= 3; ++t) {
      model.launch();
      if (ahead) feed(model, t + 1);
      Report const r = model.report();
      losses.insert(losses.end(), {r.loss_d, r.loss_g, r.real, r.fake});
      if (look) numbers_of(model);
      if (!ahead) feed(model, t + 1);
    }
    return {numbers_of(model), losses};
  }
};
template <class Model>
void check_courses(bool many = true) {
  auto const usual = Course<Model>{}();
  CHECK(test::Stream::heap.taken() == 0);
  if (many) CHECK(Course<Model>{.ahead = true}() == usual);
  CHECK(Course<Model>{.at_once = true, .ahead = true, .look = true}() == usual);
  CHECK(test::Stream::heap.taken() == 0);
}

/// All numbers after steps of which none is waited for, on other inputs each.
std::vector<std::vector<float>> unwatched(bool at_once, bool wait) {
  AtOnce const way(at_once);
  Store<float> store(1);
  test::Steps<Step, Cuda> steps(store, 4);
  for (long t = 1; t <= 4; ++t) {
    steps.run(t);
    if (wait) steps.of("loss.D");
  }
  return steps.everything();
}

}  // namespace

TEST_CASE("a GAN whose next batch is fed while the device is at work") { check_courses<Optimised>(); }
TEST_CASE("a critic and a generator that move in turns") { check_courses<InTurns>(); }
TEST_CASE("CycleGAN, whose discriminators' step is given what its generators' has drawn") {
  check_courses<Both>(false);
}

TEST_CASE("steps that nobody waits for") {
  auto const expected = unwatched(true, true);
  CHECK(unwatched(true, false) == expected);
  CHECK(unwatched(false, true) == expected);
  CHECK(unwatched(false, false) == expected);
}

TEST_CASE("products whose first algorithms fail, and the fastest of several") {
  auto const expected = unwatched(false, true);
  for (int fail : {1, 2}) {
    test::products_that_fail = fail;
    CHECK(unwatched(false, true) == expected);
  }
  test::products_that_fail = 3;
  Store<float> store(1);
  CHECK_THROWS_WITH_AS((Cuda::Engine<Step>(store, 4)),
                       "4 x 6 times 6 x 32: none of cuBLASLt's algorithms can make this product", Error);
  test::products_that_fail = 1;
  test::Steps<Step, CudaWith<CudaPolicy{.fastest = true}>> steps(store, 4);
  for (long t = 1; t <= 4; ++t) steps.run(t);
  CHECK(steps.everything() == expected);
  test::products_that_fail = 0;
}

TEST_CASE("too little memory: who asked for how much, and how much was free; then it goes on") {
  {
    Store<float> store(1);
    test::Steps<Step, Cuda> steps(store, 4);
    std::size_t const taken = test::Stream::heap.taken();
    CHECK_THROWS_WITH_AS((Cuda::Engine<Step>(store, 3'000'000)),
                         doctest::Contains("results of each sample: asked for "), Error);
    CHECK_THROWS_WITH_AS((Cuda::Engine<Step>(store, 3'000'000)),
                         doctest::Contains(" of 1024 MiB are free (cudaErrorMemoryAllocation)"), Error);
    CHECK(test::Stream::heap.taken() == taken);
    steps.run(1);
    for (std::vector<float> const& v : steps.everything()) CHECK(all_finite<float>(v));
  }
  CHECK(test::Stream::heap.taken() == 0);
}

TEST_CASE("the stand-in tells who reads what has not come, and who writes beyond a piece") {
  cuda::Device& device = cuda::Device::the();
  std::vector<float> host(16, 3);
  {
    cuda::DeviceMemory<float> const memory(16, "a test");
    cuda::to_device(memory.data(), host.data(), 16);
    std::fill(host.begin(), host.end(), 5.f);  // before the copy
    std::vector<float> back(16);
    cuda::to_host(back.data(), memory.data(), 16);
    CHECK(back[0] == 0);
    device.wait();
    CHECK(back[0] == 5);
    device.stream()->ask_for([&] { memory.data()[16] = 1; });
    CHECK_THROWS_AS(device.wait(), std::logic_error);
    device.stream()->ask_for([&] { std::memset(memory.data() + 16, 77, 4); });
    device.wait();
  }
}
