#pragma once
#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include <agon/study/arithmetic.hpp>

#include "networks.hpp"

/// Arithmetic on latents, and the directions of attributes among them: what latent.cpp says of classes and
/// light.
namespace dcgan28 {

/// Latents, and what is drawn of them.
struct Drawn {
  Array4 z, x;
  std::vector<std::int32_t> label;
  std::vector<double> light;

  Drawn(Model const& model, Judge const& judge, Array4 latents)
      : z(std::move(latents)), x(drawn_of(model, z)), label(judge.predict(x)), light(dcgan28::light(x)) {}
  /// Of a class, from the darkest to the lightest.
  std::vector<long> of(int which) const {
    std::vector<long> rows;
    for (long i = 0; i < long(label.size()); ++i)
      if (label[std::size_t(i)] == which) rows.push_back(i);
    std::sort(rows.begin(), rows.end(),
              [&](long a, long b) { return light[std::size_t(a)] < light[std::size_t(b)]; });
    return rows;
  }
  /// The median light of each class; 0 if there is none of it.
  std::vector<double> median() const {
    std::vector<double> m;
    for (int k = 0; k < 10; ++k) {
      std::vector<long> const rows = of(k);
      m.push_back(rows.empty() ? 0 : light[std::size_t(rows[rows.size() / 2])]);
    }
    return m;
  }
};

/// lit a - dark a + dark c for all pairs of classes: is it a lit c?
inline void arithmetic(Model const& model, Judge const& judge, Drawn const& drawn, std::uint64_t seed,
                       std::string const& out) {
  struct Concepts {
    int a, c;
    std::vector<long> lit_a, dark_a, dark_c;
  };
  std::vector<double> const median = drawn.median();
  std::vector<std::vector<long>> of;
  for (int k = 0; k < 10; ++k) of.push_back(drawn.of(k));
  long const tries = 10;
  std::printf(
      "\n| lit a - dark a + dark c | class c | lighter than c's median | both |\n| --- | --- | --- | --- "
      "|\n");
  for (int const exemplars : {1, 3, 10}) {
    std::vector<Concepts> asked;
    std::uint32_t drawing = 0;
    auto some = [&](std::vector<long> const& rows, bool lit) {  // of the lightest or the darkest fifth
      std::vector<long> chosen;
      std::uint32_t const fifth = std::uint32_t(rows.size() / 5);
      for (int e = 0; e < exemplars; ++e) {
        std::size_t const i = data::below(agon::draw({seed, 0}, stream_of("concepts"), drawing++, 0), fifth);
        chosen.push_back(rows[lit ? rows.size() - 1 - i : i]);
      }
      return chosen;
    };
    for (int a = 0; a < 10; ++a)
      for (int c = 0; c < 10; ++c)
        for (long t = 0; t < tries; ++t) {
          auto const &rows_a = of[std::size_t(a)], &rows_c = of[std::size_t(c)];
          if (a == c || rows_a.size() < 50 || rows_c.size() < 50) continue;
          asked.push_back({a, c, some(rows_a, true), some(rows_a, false), some(rows_c, false)});
        }
    if (asked.empty()) {
      std::printf("\nno two classes have 50 pictures each: train for longer or draw more samples\n");
      return;
    }
    auto judged = [&](std::string const& name, Array4 const& x) {
      auto const label = judge.predict(x);
      auto const lit = light(x);
      double kept = 0, lighter = 0, both = 0;
      for (std::size_t i = 0; i < asked.size(); ++i) {
        bool const same = label[i] == asked[i].c, more = lit[i] > median[std::size_t(asked[i].c)];
        kept += same, lighter += more, both += same && more;
      }
      double const n = double(asked.size()) / 100;
      std::printf("| %s | %.0f %% | %.0f %% | %.0f %% |\n", name.c_str(), kept / n, lighter / n, both / n);
    };
    auto each = [&](Array4 const& from, auto const& of_one) {
      Array4 all = Array4::from_shape({asked.size(), from.shape(1), from.shape(2), from.shape(3)});
      for (std::size_t i = 0; i < asked.size(); ++i) {
        Array4 const one = of_one(from, asked[i]);
        std::copy(one.begin(), one.end(), all.data() + i * one.size());
      }
      return all;
    };
    auto sum = [](Array4 const& from, Concepts const& k) {
      return study::combined(study::rows_of(from, k.lit_a), study::rows_of(from, k.dark_a),
                             study::rows_of(from, k.dark_c));
    };
    auto plain = [](Array4 const& from, Concepts const& k) {
      return study::mean_of(study::rows_of(from, k.dark_c));
    };
    std::string const of_n = joined({" of ", exemplars, exemplars > 1 ? " each" : ""});
    judged("latents" + of_n, drawn_of(model, each(drawn.z, sum)));
    judged("latents" + of_n + ", dark c alone", drawn_of(model, each(drawn.z, plain)));
    judged("pixels" + of_n, each(drawn.x, sum));
    if (exemplars != 3) continue;

    Array4 sheet = Array4::from_shape({9 * 8, 1, 28, 28});  // lit a, dark a, dark c, then what they make
    std::size_t row = 0;
    for (std::size_t i = 0; i < asked.size() && row < 8;
         i += std::max<std::size_t>(asked.size() / 8, 1), ++row) {
      Concepts const& k = asked[i];
      float* to = sheet.data() + row * 9 * 784;
      auto put = [&](Array4 const& x) { to = std::copy(x.begin(), x.end(), to); };
      for (auto const* rows : {&k.lit_a, &k.dark_a, &k.dark_c})
        put(model.draw(study::mean_of(study::rows_of(drawn.z, *rows))));
      put(model.draw(study::around(sum(drawn.z, k), 5, 0.25, seed)));
      put(sum(drawn.x, k));
    }
    write(out + "/arithmetic.png", data::grid(sheet, 9));
  }
}

/// The directions of attributes, found on one half of the latents and tried on the other: light, light for
/// its class, and the classes.
inline void directions(Model const& model, Judge const& judge, Drawn const& drawn, std::string const& out) {
  struct Attribute {
    std::string name, picture;
    std::function<bool(std::int32_t, double)> has;  // of a class and its light
  };
  long const half = long(drawn.label.size()) / 2, tried = std::min(half, 500l);
  std::vector<double> sorted = drawn.light, median = drawn.median();
  std::nth_element(sorted.begin(), sorted.begin() + half, sorted.end());
  std::vector<Attribute> attributes{
      {"lit", "", [&](std::int32_t, double lit) { return lit > sorted[std::size_t(half)]; }},
      {"lit for its class", "/direction.png",
       [&](std::int32_t label, double lit) { return lit > median[std::size_t(label)]; }}};
  for (int k = 0; k < 10; ++k)
    attributes.push_back({joined({"class ", k}), "", [k](std::int32_t label, double) { return label == k; }});
  std::vector<long> first, second;
  for (long i = 0; i < half; ++i) first.push_back(i), second.push_back(half + i);
  Array4 const seen = study::rows_of(drawn.z, first), unseen = study::rows_of(drawn.z, second),
               z = study::rows_of(unseen, {first.begin(), first.begin() + tried});
  std::printf(
      "\n| attribute | told by the latent | share at -3 | at 0 | at 3 | class kept at -3 | at 3 |\n"
      "| --- | --- | --- | --- | --- | --- | --- |\n");
  for (Attribute const& a : attributes) {
    std::vector<std::int32_t> labels;
    for (std::size_t i = 0; i < drawn.label.size(); ++i)
      labels.push_back(a.has(drawn.label[i], drawn.light[i]));
    std::span<std::int32_t const> const known(labels.data(), std::size_t(half)),
        others(labels.data() + half, std::size_t(half));
    if (long const n = std::count(known.begin(), known.end(), 1); n < 10 || n > half - 10) continue;
    auto const d = study::direction(seen, known);
    double share[3]{}, kept[3]{};
    for (int const k : {0, 1, 2}) {
      Drawn const there(model, judge, study::moved(z, d.unit, 3 * (k - 1)));
      for (std::size_t i = 0; i < there.label.size(); ++i) {
        share[k] += 100.0 / double(tried) * a.has(there.label[i], there.light[i]);
        kept[k] += 100.0 / double(tried) * (there.label[i] == drawn.label[std::size_t(half) + i]);
      }
    }
    std::printf("| %s | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% | %.0f %% |\n", a.name.c_str(),
                100 * d.probe.accuracy(metric::flat(unseen), others), share[0], share[1], share[2], kept[0],
                kept[2]);
    if (a.picture.empty()) continue;
    std::vector<Array4> rows;
    for (long i = 0; i < 6; ++i)
      for (int step = -4; step <= 4; ++step)
        rows.push_back(study::moved(study::rows_of(z, {i}), d.unit, step));
    write(out + a.picture, data::grid(model.draw(below(rows)), 9));
  }
}

}  // namespace dcgan28
