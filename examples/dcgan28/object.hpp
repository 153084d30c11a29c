#pragma once
#include <agon/study/forget.hpp>

#include "networks.hpp"

/// An object that G learns to forget: what inside.cpp drops.
namespace dcgan28 {

inline constexpr Wire mask{"mask", Features<64>};

/// Sleeves: what is lit in the outer four of fourteen columns on either side. (The paper's authors drew boxes
/// by hand.)
struct Sleeves {
  Array4 on_maps;            // (N, 1, 14, 14): 1 on them, 0 on the rest of what is lit, -1 on the ground
  Array4 on_maps_or_ground;  // the same, with 0 on the ground
  explicit Sleeves(Array4 const& x)
      : on_maps(Array4::from_shape({x.shape(0), 1, 14, 14})), on_maps_or_ground(on_maps) {
    for (std::size_t n = 0; n < x.shape(0); ++n)
      for (std::size_t i = 0; i < 14; ++i)
        for (std::size_t j = 0; j < 14; ++j) {
          bool const side = j < 4 || j > 9, lit = is_lit(x, n, i, j);
          on_maps(n, 0, i, j) = lit ? float(side) : -1.f;
          on_maps_or_ground(n, 0, i, j) = float(lit && side);
        }
  }
  static bool is_lit(Array4 const& x, std::size_t n, std::size_t i, std::size_t j) {
    return x(n, 0, 2 * i, 2 * j) + x(n, 0, 2 * i + 1, 2 * j) + x(n, 0, 2 * i, 2 * j + 1) +
               x(n, 0, 2 * i + 1, 2 * j + 1) >
           -2;
  }
  /// How much light is left there, and on the rest: as shares of what was.
  std::pair<double, double> left(Array4 const& before, Array4 const& after) const {
    double was[2]{}, is[2]{};
    for (std::size_t n = 0; n < before.shape(0); ++n)
      for (std::size_t y = 0; y < 28; ++y)
        for (std::size_t x = 0; x < 28; ++x)
          if (float const k = on_maps(n, 0, y / 2, x / 2); k >= 0)
            was[k > 0] += double(before(n, 0, y, x)) + 1, is[k > 0] += double(after(n, 0, y, x)) + 1;
    return {is[1] / was[1], is[0] / was[0]};
  }
};

inline void forget(Store<float>& store, std::string const& checkpoint,
                   std::vector<std::int32_t> const& classes, Judge const& judge, std::uint64_t seed,
                   std::string const& out) {
  Inference<MaskedGenerator, noise, Cpu, "G", Mode::Eval, mask> const open(store);
  InferenceAt<"h3", Generator, noise, Cpu> const maps(store);
  load_parameters(store, checkpoint, "G");
  auto draw = [&](Array4 const& z, std::vector<long> const& without) {
    return open(z, {{"mask", study::mask_without(without, long(z.shape(0)), 64)}});
  };
  auto of_classes = [&](std::uint64_t s, std::size_t count) {
    Array4 const z = Model::noise(1000, s, 0);
    auto const label = judge.predict(draw(z, {}));
    std::vector<long> rows;
    for (std::size_t i = 0; i < 1000 && rows.size() < count; ++i)
      if (std::find(classes.begin(), classes.end(), label[i]) != classes.end()) rows.push_back(long(i));
    return study::rows_of(z, rows);
  };
  Array4 const seen = of_classes(seed, 150), unseen = of_classes(seed + 1, 150);
  if (std::min(seen.shape(0), unseen.shape(0)) < 20) {
    std::printf("\nof 1000 pictures fewer than 20 are of classes with the object: train for longer\n");
    return;
  }
  Array4 const before = draw(unseen, {});
  Sleeves const known(draw(seen, {})), there(before);
  std::printf(
      "\n| dropped | of 64 filters | light left on the sides | elsewhere |\n| --- | --- | --- | --- |\n");
  auto report = [&](std::string const& name, std::vector<long> const& without) {
    auto const [sides, rest] = there.left(before, draw(unseen, without));
    std::printf("| %s | %zu | %.0f %% | %.0f %% |\n", name.c_str(), without.size(), 100 * sides, 100 * rest);
  };
  std::vector<Array4> strips{before};
  for (bool ground : {true, false}) {
    auto const p = study::places(maps(seen), ground ? known.on_maps_or_ground : known.on_maps, seed);
    auto const q = study::places(maps(unseen), ground ? there.on_maps_or_ground : there.on_maps, seed);
    auto const found = metric::logistic_regression(p.activations, p.labels, 0.01);
    std::string const name = ground ? "sides against any other place" : "sides against other lit places";
    std::printf("| %s: %.0f %% of unseen places right | | | |\n", name.c_str(),
                100 * found.accuracy(q.activations, q.labels));
    for (long const most : {64, 16, 8}) {
      auto const without = study::filters_of(found, most);
      report(most == 64 ? "all with a weight above zero" : "the largest weights", without);
      if (most != 8) strips.push_back(draw(unseen, without));
    }
  }
  for (long const count : {16, 8}) {
    double sides = 0, rest = 0;
    for (std::uint64_t k = 0; k < 20; ++k) {
      auto const [a, b] = there.left(before, draw(unseen, study::any_filters(64, count, k)));
      sides += a / 20, rest += b / 20;
    }
    std::printf("| by chance, mean of 20 | %ld | %.0f %% | %.0f %% |\n", count, 100 * sides, 100 * rest);
  }
  strips.push_back(draw(unseen, study::any_filters(64, 16, seed)));
  std::vector<long> shown;
  for (long i = 0; i < std::min(14l, long(unseen.shape(0))); ++i) shown.push_back(i);
  for (Array4& s : strips) s = study::rows_of(s, shown);
  write(out + "/forget.png", data::grid(below(strips), int(shown.size())));
}

}  // namespace dcgan28
