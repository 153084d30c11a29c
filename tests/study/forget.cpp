#include <doctest/doctest.h>
#include <set>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/data/stack.hpp>
#include <agon/layer/layers.hpp>
#include <agon/study/filters.hpp>
#include <agon/study/forget.hpp>
#include <agon/study/settle.hpp>
#include <agon/system/latent.hpp>
#include <agon/train/inference.hpp>

using namespace agon;
using doctest::Approx;

namespace {
constexpr Latent noise{Features<8>};
struct Plain : Seq<Linear<6 * 4>, ReLU, Reshape<6, 2, 2>, NoBias<ConvTranspose<1, 4, 2>>> {};
struct Open
    : Seq<Linear<6 * 4>, ReLU, Reshape<6, 2, 2>, Masked<"mask">, Mark<"h">, NoBias<ConvTranspose<1, 4, 2>>> {
};
constexpr Wire mask{"mask", Features<6>};
static_assert(parameter_count<Plain, Features<8>> == parameter_count<Open, Features<8>, mask>);
static_assert(shape_at<"h", Open, Features<8>, mask> == Image<6, 2, 2>);
}  // namespace

TEST_CASE("a masked generator draws as before with ones, and channel by channel") {
  Store<float> store(3);
  Inference<Plain, Features<8>, Cpu> const plain(store);
  Inference<Open, Features<8>, Cpu, "G", Mode::Eval, mask> const open(store);
  InferenceAt<"h", Open, Features<8>, Cpu, "G", Mode::Eval, mask> const hidden(store);
  CHECK(store.entries().size() == 3);
  CHECK(store.find("G.3.weight"));
  Array4 const z = noise.sample(3, 1, 0), before = plain(z);
  Array4 const all = study::mask_without({}, 3, 6), some = study::mask_without({1, 4}, 3, 6);
  Array4 const same = open(z, {{"mask", all}});
  CHECK(std::equal(same.begin(), same.end(), before.begin()));

  Array4 const h = hidden(z, {{"mask", all}}), less = hidden(z, {{"mask", some}});
  for (std::size_t n = 0; n < 3; ++n)
    for (std::size_t c = 0; c < 6; ++c)
      for (std::size_t p = 0; p < 4; ++p)
        CHECK(less(n, c, p / 2, p % 2) == (c == 1 || c == 4 ? 0 : h(n, c, p / 2, p % 2)));
  // The last layer is linear: what one channel draws and what the others draw make the whole.
  Array4 const one = open(z, {{"mask", study::mask_without({0, 1, 2, 4, 5}, 3, 6)}}),
               rest = open(z, {{"mask", study::mask_without({3}, 3, 6)}});
  bool drawn = false;
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(one.data()[i] + rest.data()[i] == Approx(before.data()[i]).epsilon(1e-5));
    drawn |= one.data()[i] != 0;
  }
  CHECK(drawn);
  CHECK_THROWS_AS(study::mask_without({6}, 3, 6), Error);
}

TEST_CASE("places: all of the object, as many others, and the filter that is on there is found") {
  Array4 maps = Array4::from_shape({6, 3, 5, 5}), object = Array4::from_shape({6, 1, 5, 5});
  Array4 const chance = noise.sample(6 * 25, 2, 0);
  for (std::size_t n = 0; n < 6; ++n)
    for (std::size_t p = 0; p < 25; ++p) {
      bool const there = n < 4 ? p % 7 == n : n == 4;  // the fifth is all object, the sixth has none
      object.data()[25 * n + p] = there;
      maps.data()[(3 * n + 0) * 25 + p] = chance(25 * n + p, 0, 0, 0);
      maps.data()[(3 * n + 1) * 25 + p] = chance(25 * n + p, 1, 0, 0) + (there ? 2.f : 0.f);
      maps.data()[(3 * n + 2) * 25 + p] = chance(25 * n + p, 2, 0, 0) - (there ? 2.f : 0.f);
    }
  study::Places const p = study::places(maps, object);
  CHECK(p.labels.size() == 2 * (4 + 4 + 4 + 4));
  long ones = 0;
  double on = 0, off = 0;
  for (std::size_t k = 0; k < p.labels.size(); ++k) {
    ones += p.labels[k];
    (p.labels[k] ? on : off) += double(p.activations(k, 1)) / 16;
  }
  CHECK(ones == 16);
  CHECK(on - off > 1);
  auto const regression = metric::logistic_regression(p.activations, p.labels);
  auto const found = study::filters_of(regression);
  REQUIRE(!found.empty());
  CHECK(found[0] == 1);
  CHECK(std::find(found.begin(), found.end(), 2) == found.end());
  CHECK(study::filters_of(regression, 0).empty());
  CHECK(study::filters_of(regression, 1) == std::vector<long>{1});

  Array4 neither = object;  // but for one place of the first sample, all but the object is neither
  for (std::size_t i = 0; i < neither.size(); ++i)
    if (neither.data()[i] == 0 && i != 1) neither.data()[i] = -1;
  study::Places const few = study::places(maps, neither);
  REQUIRE(few.labels == std::vector<std::int32_t>{1, 0});
  CHECK(few.activations(1, 1) == maps(0, 1, 0, 1));

  CHECK_THROWS_AS(study::places(maps, Array4::from_shape({6, 1, 5, 4})), Error);
  object.fill(0);
  CHECK_THROWS_WITH_AS(study::places(maps, object),
                       "places of an object: no sample has both the object and something else", Error);
}

TEST_CASE("filters by chance are different ones, and others for another seed") {
  auto const a = study::any_filters(50, 20, 1), b = study::any_filters(50, 20, 2);
  CHECK(std::set<long>(a.begin(), a.end()).size() == 20);
  CHECK(a != b);
  CHECK(a == study::any_filters(50, 20, 1));
  CHECK(study::any_filters(5, 5).size() == 5);
  CHECK_THROWS_AS(study::any_filters(5, 6), Error);
}

TEST_CASE("filters of a convolution in PyTorch's order, and how coherent they are") {
  struct Net : Seq<Conv<3, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};
  Store<float> store(2);
  Inference<Net, Image<2, 8, 8>, Cpu, "D"> const net(store);
  auto const* const e = store.find("D.0.weight");
  Array4 const w = study::filters(store, "D.0.weight");
  CHECK(w.shape(0) == 3);
  CHECK(w.shape(1) == 2);
  CHECK(w.shape(3) == 4);
  CHECK(w(2, 1, 3, 0) == e->memory.data()[((3 * 4 + 0) * 2 + 1) * 3 + 2]);  // (window, in, out)
  CHECK_THROWS_AS(study::filters(store, "D.9.weight"), Error);
  CHECK_THROWS_WITH_AS(study::filters(store, "D.3.weight"),
                       "D.3.weight: these are no filters of a convolution", Error);

  Array4 flat = Array4::from_shape({2, 1, 4, 4}), chequered = flat;
  flat.fill(0.3f);
  for (std::size_t i = 0; i < 32; ++i) chequered.data()[i] = (i / 4 + i) % 2 ? 1.f : -1.f;
  CHECK(study::coherence(flat) == Approx(1));
  CHECK(study::coherence(chequered) == Approx(-1));
  CHECK(std::abs(study::coherence(study::filters(store, "D.0.weight"))) < 0.4);

  Array4 const large = study::enlarged(w, 3);
  CHECK(large.shape(2) == 12);
  CHECK(large(1, 0, 5, 11) == w(1, 0, 1, 3));
  CHECK_THROWS_AS(study::enlarged(w, 0), Error);
}

TEST_CASE("settling moves running statistics to the set's, and nothing else") {
  struct Net : Seq<NoBias<Conv<3, 1>>, BatchNorm> {};
  Store<float> store(2);
  Inference<Net, Image<1, 2, 2>, Cpu, "D"> const net(store);
  Array4 x = data::empty_batch(400, Image<1, 2, 2>);
  Array4 const chance = noise.sample(200, 3, 0);
  std::copy(chance.begin(), chance.end(), x.begin());
  for (float& v : x) v = 3 + 2 * v;
  float const weight = store.find("D.0.weight")->memory.data()[1],
              gain = store.find("D.1.weight")->memory.data()[0];
  study::settle<Net, Image<1, 2, 2>, Cpu, "D">(store, x, 5);
  CHECK(store.find("D.0.weight")->memory.data()[1] == weight);
  CHECK(store.find("D.1.weight")->memory.data()[0] == gain);
  CHECK(store.find("D.1.running_mean")->memory.data()[1] == Approx(3 * weight).epsilon(0.1));
  CHECK(store.find("D.1.running_var")->memory.data()[1] == Approx(4 * weight * weight).epsilon(0.3));
  CHECK_THROWS_AS((study::settle<Net, Image<1, 2, 2>, Cpu, "D">(store, x, 401)), Error);
  CHECK_THROWS_AS(
      (study::settle<Net, Image<1, 2, 2>, Cpu, "D">(store, data::empty_batch(4, Image<1, 3, 3>), 2)), Error);
}
