#include <cmath>
#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/layer/layers.hpp>
#include <agon/system/classifier.hpp>

using namespace agon;

namespace {
struct Body : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, NoBias<Conv<16, 4, 2>>, BatchNorm, LeakyReLU<0.2>, Flatten,
                  NoBias<Linear<32>>, BatchNorm, LeakyReLU<0.2>> {};
using Model = Classifier<Body, 10, Image<1, 28, 28>>;
}  // namespace

TEST_CASE("digits are learned, and their features know them") {
  auto const set = data::digits(2000), unseen = data::digits(1000, {.seed = 2});
  Model model;
  CHECK(model.accuracy(unseen) < 0.4);
  data::Batches batches(set, 50);
  double first = 0, last = 0;
  for (int step = 0; step < 120; ++step) {
    model.feed(batches.next());
    double const loss = model.advance();
    if (step == 0) first = loss;
    if (step >= 100) last += loss / 20;
  }
  CHECK(first == doctest::Approx(10 * std::log(2)).epsilon(0.2));  // every class as likely as not
  CHECK(last < 0.5 * first);
  double const accuracy = model.accuracy(unseen);
  MESSAGE("accuracy on unseen digits: " << accuracy);
  CHECK(accuracy > 0.95);

  data::ImageBatch const some = data::take(unseen, 0, 130);
  Array2 const f = model.features(some.images);
  CHECK(f.shape(0) == 130);
  CHECK(f.shape(1) == 32);
  auto const found = model.predict(some.images);
  CHECK(found.size() == 130);
  // The head on these features gives those labels.
  Store<float>& store = model.store();
  float const* const weight = store.find("C.head.weight")->memory.data();
  float const* const bias = store.find("C.head.bias")->memory.data();
  Slot const& slot = store.find("C.head.weight")->slot;
  for (std::size_t i = 0; i < 130; ++i) {
    int best = 0;
    double most = -1e30;
    for (int k = 0; k < 10; ++k) {
      double l = bias[k];
      for (int j = 0; j < 32; ++j)
        l += double(f(i, std::size_t(j))) * weight[position(slot, long(k) * 32 + j)];
      if (l > most) most = l, best = k;
    }
    CHECK(best == found[i]);
  }
}

TEST_CASE("the same seed learns the same, another does not") {
  auto const set = data::digits(200);
  auto loss = [&](std::uint64_t seed) {
    Model model{{.seed = seed}};
    data::Batches batches(set, 20, seed);
    double l = 0;
    for (int step = 0; step < 5; ++step) {
      model.feed(batches.next());
      l = model.advance();
    }
    return l;
  };
  CHECK(loss(3) == loss(3));
  CHECK(loss(3) != loss(4));
}

TEST_CASE("labels that are none are refused") {
  auto const set = data::digits(20);
  Model model;
  data::ImageBatch batch = data::take(set, 0, 20);
  batch.labels[7] = 10;
  CHECK_THROWS_WITH_AS(model.feed(batch), "label: there is a label 10, and classes 0 to 9", Error);
  batch.labels[7] = -1;
  CHECK_THROWS_AS(model.feed(batch), Error);
  batch.labels.clear();
  CHECK_THROWS_WITH_AS(model.feed(batch), "label: there are 20 pictures and 0 labels", Error);
  data::Images unlabelled = set;
  unlabelled.labels.clear();
  CHECK_THROWS_AS(model.accuracy(unlabelled), Error);
  CHECK_THROWS_AS(model.features(Array4::from_shape({2, 3, 28, 28})), Error);
}
