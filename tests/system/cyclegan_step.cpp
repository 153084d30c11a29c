#include <doctest/doctest.h>

#include <agon/backend/reference/reference.hpp>
#include <agon/system/cyclegan.hpp>

#include "support/golden.hpp"
#include "support/values.hpp"

using namespace agon;

namespace {

constexpr Shape picture = Image<3, 32, 32>;
using Model = CycleGAN<CycleGANGenerator<3, 4, 1>, CycleGANDiscriminator<4>, picture, cyclegan::objective,
                       Reference<double>>;

/// A slot of the store or a number or picture that the step keeps, in PyTorch's order.
std::vector<double> numbers(Model& model, std::string const& name) {
  if (auto const* e = model.store().find(name)) return test::canonical(e->slot, e->memory.data());
  if (!name.starts_with("fake")) return {model.value(name)};
  Array4 const x = model.output(name, picture);
  return {x.begin(), x.end()};
}

}  // namespace

// tests/golden/cyclegan.py
TEST_CASE("five steps of CycleGAN, with its pools, agree with PyTorch's") {
  test::Golden const golden("cyclegan");
  auto const seed = std::uint64_t(golden.note("seed"));
  Model model{{.seed = seed}, 3};
  std::size_t slots = 0, kept = 0;
  for (auto const& e : model.store().entries()) slots += golden.has(e.name);
  for (std::string const& name : golden.names()) kept += model.store().find(name) == nullptr;
  // all but the 2 7 + 2 3 biases before a norm, and their moments
  CHECK(slots == model.store().entries().size() - 3 * 20);
  CHECK(golden.names().size() == slots + kept);
  CHECK(kept == 15);
  Array4 a = data::empty_batch(int(golden.note("batch")), picture), b = a;
  for (long t = 1; t <= 5; ++t) {
    auto noise = [&](char const* name, Array4& to) {
      for (long k = 0; k < long(to.size()); ++k)
        to.data()[k] = float(
            test::noise(name, k / picture.size(), k % picture.size(), RandomKey{seed, std::uint32_t(t)}));
    };
    noise("A", a);
    noise("B", b);
    model.feed(a, b);
    model.advance();
    CHECK(model.pooled() == std::min(3l, 2 * t));
    test::Farthest farthest;
    for (std::string const& name : golden.names())
      // pictures come out as floats
      farthest.see(golden.error(name, numbers(model, name), t) / (name.starts_with("fake") ? 100 : 1), name);
    MESSAGE("step " << t << ": within " << farthest.error << " (" << farthest.name << ")");
    CHECK(farthest.error < 1e-8);
  }
}
