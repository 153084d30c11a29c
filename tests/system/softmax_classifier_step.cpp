#include <doctest/doctest.h>

#include <agon/backend/reference/reference.hpp>
#include <agon/system/alexnet.hpp>
#include <agon/train/set_statistic.hpp>

#include "support/golden.hpp"
#include "support/values.hpp"

using namespace agon;

namespace {

// tests/golden/classifier.py
struct TinyAlexNet
    : Seq<Conv<8, 3>, ReLU, alexnet::TowerNorm, MaxPool<3, 2, 0, Ends::reach_over>,
          alexnet::Lit<GroupConv<8, 2, 3>>, ReLU, Flatten, alexnet::Lit<Linear<12>>, ReLU, Linear<7>> {};
template <class Backend>
using Tiny = SoftmaxClassifier<alexnet::Seeing<TinyAlexNet, alexnet::PlainInput>, Image<3, 8, 8>, Backend,
                               alexnet::Descent>;

template <class Backend>
double error_of_steps() {
  test::Golden const golden("classifier");
  Tiny<Backend> model{
      {.optimiser = alexnet::descent(0.01 * drop(3, 0.1)), .seed = std::uint64_t(golden.note("seed"))}};
  std::vector<double> mean(3 * 64);
  for (long e = 0; e < 192; ++e) mean[std::size_t(e)] = 0.25 * test::noise("mean", 0, e, {5, 0});
  set_statistic(model.store(), "pixel_mean", mean);
  data::ImageBatch batch{data::empty_batch(6, Image<3, 8, 8>), std::vector<std::int32_t>(6)};
  test::Farthest farthest;
  for (int t = 1; t <= 6; ++t) {
    for (int n = 0; n < 6; ++n) {
      batch.labels[std::size_t(n)] = (3 * n + t) % 7;
      for (long e = 0; e < 192; ++e)
        batch.images.data()[n * 192 + e] = float(test::noise("image", n, e, {5, std::uint32_t(t)}));
    }
    model.feed(batch);
    ClassifierReport const r = model.advance();
    farthest.see(golden.error("loss", std::vector<double>{r.loss}, t), "loss");
    farthest.see(golden.error("accuracy", std::vector<double>{r.accuracy}, t), "accuracy");
    for (auto const& e : model.store().entries())
      if (e.slot.role == Role::parameter)
        farthest.see(golden.error(e.name, test::canonical(e.slot, e.memory.data()), t), e.name);
  }
  INFO(farthest.name);
  return farthest.error;
}

}  // namespace

TEST_CASE("six steps of a small AlexNet, a tenth of the rate from the fourth on, agree with PyTorch's") {
  CHECK(error_of_steps<Reference<double>>() < 1e-8);
  CHECK(error_of_steps<test::Single>() < 1e-3);
}
