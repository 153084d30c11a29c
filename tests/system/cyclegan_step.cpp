#include <doctest/doctest.h>

#include <agon/backend/reference/reference.hpp>
#include <agon/system/cyclegan.hpp>

#include "support/golden.hpp"
#include "support/values.hpp"

using namespace agon;

namespace {

constexpr Shape picture = Image<3, 32, 32>;
template <class Backend>
using Model =
    CycleGAN<CycleGANGenerator<3, 4, 1>, CycleGANDiscriminator<4>, picture, cyclegan::objective, Backend>;

/// A slot of the store or a number or picture that the step keeps, in PyTorch's order.
std::vector<double> numbers(auto& model, std::string const& name) {
  if (auto const* e = model.store().find(name)) {
    auto const x = test::canonical(e->slot, e->memory.data());
    return {x.begin(), x.end()};
  }
  if (!name.starts_with("fake")) return {model.value(name)};
  Array4 const x = model.output(name, picture);
  return {x.begin(), x.end()};
}

/// Five steps are within `most` of PyTorch's; pictures, which come out as floats, within `most_of_pictures`.
template <class Backend>
void check(double most, double most_of_pictures, long steps = 5) {
  test::Golden const golden("cyclegan");
  auto const seed = std::uint64_t(golden.note("seed"));
  Model<Backend> model{{.seed = seed}, 3};
  std::size_t slots = 0, kept = 0;
  for (auto const& e : model.store().entries()) slots += golden.has(e.name);
  for (std::string const& name : golden.names()) kept += model.store().find(name) == nullptr;
  // all but the 2 7 + 2 3 biases before a norm, and their moments
  CHECK(slots == model.store().entries().size() - 3 * 20);
  CHECK(golden.names().size() == slots + kept);
  CHECK(kept == 15);
  Array4 a = data::empty_batch(int(golden.note("batch")), picture), b = a;
  auto const feed = [&](long t) {
    auto noise = [&](char const* name, Array4& to) {
      for (long k = 0; k < long(to.size()); ++k)
        to.data()[k] = float(
            test::noise(name, k / picture.size(), k % picture.size(), RandomKey{seed, std::uint32_t(t)}));
    };
    noise("A", a);
    noise("B", b);
    model.feed(a, b);
  };
  feed(1);
  for (long t = 1; t <= steps; ++t) {
    model.launch();
    feed(t + 1);  // before the last step's numbers are looked at
    model.report();
    CHECK(model.pooled() == std::min(3l, 2 * t));
    test::Farthest farthest, pictures;
    for (std::string const& name : golden.names())
      (name.starts_with("fake") ? pictures : farthest).see(golden.error(name, numbers(model, name), t), name);
    MESSAGE("step " << t << ": within " << farthest.error << " (" << farthest.name << "), pictures within "
                    << pictures.error);
    CHECK(farthest.error < most);
    CHECK(pictures.error < most_of_pictures);
  }
}

}  // namespace

// tests/golden/cyclegan.py
TEST_CASE("steps of CycleGAN, with its pools, agree with PyTorch's") {
  check<Reference<double>>(1e-8, 1e-6);
  // In the fifth a difference of l1 is so near 0 that its sign depends on the order of sums: the gradients of
  // Reference<float> are off by 0.006, the processor's are not.
  check<test::Single>(1e-3, 1e-3, std::same_as<test::Single, Cpu> ? 5 : 4);
}
