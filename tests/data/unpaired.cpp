#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include <agon/data/batches.hpp>
#include <agon/data/describe.hpp>
#include <agon/data/unpaired_images.hpp>
#include <agon/data/unpaired_scenes.hpp>

#include "temporary.hpp"

using namespace agon;
using namespace agon::data;

static Images none(Shape shape, Augmentation chance) {
  return {"numbers", {shape, chance.jitter, {}}, chance, {}, {}};
}
/// Pictures of one value each: of A 0, 1, ..., of B 100, 101, ...; labels of A are its values modulo 10.
static Unpaired numbered(int a, int b, Augmentation chance = {}) {
  int const stored = 2 + chance.jitter;
  Unpaired set{"numbers", none(image(1, 2, 2), chance), none(image(1, 2, 2), chance), chance};
  for (int k = 0; k < a; ++k) {
    set.a.pictures.add(Picture(stored, stored, 1, std::uint8_t(k)));
    set.a.labels.push_back(k % 10);
  }
  for (int k = 0; k < b; ++k) set.b.pictures.add(Picture(stored, stored, 1, std::uint8_t(100 + k)));
  return set;
}
static int number(Array4 const& x, std::size_t row = 0) {
  return int(std::lround((x(row, 0, 0, 0) + 1) * 127.5f));
}

TEST_CASE("an epoch shows each picture of the larger set once, beside any of the smaller one") {
  for (bool swapped : {false, true}) {
    Unpaired const set = swapped ? numbered(5, 30) : numbered(30, 5);
    CHECK(set.count() == 30);
    Batches<Unpaired> batches(set, 3);
    CHECK(batches.per_epoch() == 10);
    std::set<int> larger, smaller;
    std::set<std::pair<int, int>> together;
    for (int epoch = 0; epoch < 20; ++epoch) {
      larger.clear();
      for (int k = 0; k < 10; ++k) {
        DomainBatch const& x = batches.next();
        for (std::size_t row = 0; row < 3; ++row) {
          int const a = number(x.a, row), b = number(x.b, row) - 100;
          larger.insert(swapped ? b : a);
          smaller.insert(swapped ? a : b);
          together.insert({a, b});
          CHECK(x.labels[row] == a % 10);
        }
      }
      CHECK(larger.size() == 30);
    }
    CHECK(smaller.size() == 5);
    CHECK(together.size() > 130);  // of 150: partners change from epoch to epoch
  }
}

TEST_CASE("from the same position follow the same batches") {
  Unpaired const set = numbered(9, 4, {3, true});
  Batches<Unpaired> whole(set, 2, 8), part(set, 2, 8);
  for (int k = 0; k < 7; ++k) whole.next();
  part.seek(whole.position());
  for (int k = 0; k < 9; ++k) {
    DomainBatch const &x = whole.next(), &y = part.next();
    CHECK(x.a == y.a);
    CHECK(x.b == y.b);
  }
}

TEST_CASE("both pictures of a sample are placed each for itself") {
  Unpaired set{"slopes", none(image(1, 1, 1), {9, false}), none(image(1, 1, 1), {9, false}), {9, false}};
  Picture p(10, 10, 1);
  for (int k = 0; k < 100; ++k) p.interleaved[std::size_t(k)] = std::uint8_t(k);
  set.a.pictures.add(p);
  set.b.pictures.add(p);
  Batches<Unpaired> batches(set, 1);
  int alike = 0;
  for (int k = 0; k < 200; ++k) {
    DomainBatch const& x = batches.next();
    alike += number(x.a) == number(x.b);
  }
  CHECK(alike < 20);
  DomainBatch const still = take(set, 0, 1);
  CHECK(number(still.a) == 44);
  CHECK(number(still.b) == 44);
}

TEST_CASE("nothing left to chance: both in their order, the smaller one again from its beginning") {
  DomainBatch const x = take(numbered(5, 2), 1, 4);
  for (std::size_t k = 0; k < 4; ++k) {
    CHECK(number(x.a, k) == int(k) + 1);
    CHECK(number(x.b, k) == 100 + (int(k) + 1) % 2);
    CHECK(x.labels[k] == int(k) + 1);
  }
}

TEST_CASE("folders A and B, trainA and trainB, testA and testB") {
  TemporaryFolder const folder;
  std::string const root = folder.path.string();
  CHECK(error_of([&] { unpaired_images(root); }) == root + ": has no folders trainA and trainB, nor A and B");
  write_png(folder / "A/1.png", Picture(8, 4, 3, 10));
  write_png(folder / "B/1.png", Picture(4, 4, 3, 20));
  write_png(folder / "B/2.png", Picture(4, 4, 3, 30));
  Unpaired const plain = unpaired_images(root, {.size = 4, .jitter = 2, .mirror = true});
  CHECK(plain.a.count() == 1);
  CHECK(plain.b.count() == 2);
  CHECK(describe(plain) ==
        root + "/A and " + root + "/B, unpaired\n  A: " + describe(plain.a) + "\n  B: " + describe(plain.b));
  CHECK(describe(plain.b).starts_with(root + "/B: 2 pictures, 4x4 in colour, from"));
  write_png(folder / "trainA/1.png", Picture(4, 4, 3, 40));
  write_png(folder / "trainB/1.png", Picture(4, 4, 3, 50));
  write_png(folder / "testA/1.png", Picture(4, 4, 3, 60));
  write_png(folder / "testB/1.png", Picture(4, 4, 3, 70));
  CHECK(number(take(unpaired_images(root, {.size = 4}), 0, 1).b) == 50);
  CHECK(number(take(unpaired_images(root, {.size = 4, .channels = 1, .test = true}), 0, 1).a) == 60);
}

TEST_CASE("two sets are joined if they are prepared alike") {
  auto set = [](int jitter, bool mirrored) {
    Images s{"some", {image(1, 2, 2), jitter, {}}, {jitter, mirrored}, {}, {}};
    s.pictures.add(Picture(2 + jitter, 2 + jitter, 1));
    return s;
  };
  CHECK(unpaired(set(1, true), set(1, true)).name == "some");
  CHECK(error_of([&] { unpaired(set(1, false), set(0, false)); }) ==
        "some: pictures of A are cropped from 1 pixels more and those of B from 0; prepare both alike");
  CHECK(error_of([&] { unpaired(set(1, true), set(1, false)); }) ==
        "some: pictures of one of the two are mirrored; prepare both alike");
  CHECK(error_of([&] {
          unpaired(set(0, false), Images{"none", {image(1, 2, 2), 0, {}}, {}, {}, {}});
        }) == "none: has no pictures");
}

TEST_CASE("landscapes of two kinds: known pairs, none of which is whole in the set") {
  for (SceneChange change : {SceneChange::evening, SceneChange::upside_down}) {
    UnpairedSceneOptions const o{.size = 16, .seed = 3, .change = change};
    Unpaired const set = unpaired_scenes(4, o);
    Pairs const known = changed_scenes(8, o);
    std::size_t const half = known.inputs.planes.size() / 2;
    CHECK(
        std::equal(set.a.pictures.planes.begin(), set.a.pictures.planes.end(), known.inputs.planes.begin()));
    CHECK(std::equal(set.b.pictures.planes.begin(), set.b.pictures.planes.end(),
                     known.targets.planes.begin() + std::ptrdiff_t(half)));
    CHECK(take(changed_scenes(1, {.size = 16, .seed = 3, .first = 5, .change = change}), 0, 1).target ==
          take(known, 5, 1).target);
  }
  Picture p(1, 2, 3, 100);
  p.at(0, 0)[0] = 255;
  CHECK(changed(p, SceneChange::upside_down).at(0, 1)[0] == 255);
  Picture const evening = changed(p, SceneChange::evening);  // 0.35 100 + 0.05 100 + 0.45 100 + 20, ...
  CHECK(int(evening.at(0, 1)[0]) == 105);
  CHECK(int(evening.at(0, 1)[1]) == 80);
  CHECK(int(evening.at(0, 1)[2]) == 100);
  CHECK(error_of([] { unpaired_scenes(0); }) == "landscapes, seed 1: asked for 0 of them");
}
