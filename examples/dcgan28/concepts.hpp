#pragma once
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
};

/// lit a - dark a + dark c for all pairs of classes: is it a lit c?
inline void arithmetic(Model const& model, Judge const& judge, Drawn const& drawn, std::uint64_t seed,
                       std::string const& out) {
  struct Concepts {
    int a, c;
    std::vector<long> lit_a, dark_a, dark_c;
  };
  std::vector<double> median(10, 0);
  std::vector<std::vector<long>> of;
  for (int k = 0; k < 10; ++k) {
    of.push_back(drawn.of(k));
    if (!of.back().empty())
      median[std::size_t(k)] = drawn.light[std::size_t(of.back()[of.back().size() / 2])];
  }
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
    // `make`: one batch of a sample for each
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

/// An attribute's direction, found on one half of the latents and tried on the other.
inline void directions(Model const& model, Judge const& judge, Drawn const& drawn, std::string const& out) {
  long const half = long(drawn.label.size()) / 2, tried = std::min(half, 500l);
  std::vector<long> first, second, few;
  for (long i = 0; i < half; ++i) first.push_back(i), second.push_back(half + i);
  std::vector<double> sorted = drawn.light;
  std::nth_element(sorted.begin(), sorted.begin() + half, sorted.end());
  std::printf(
      "\n| attribute | seen in the latent | share at -3 | at 0 | at 3 |\n| --- | --- | --- | --- | --- |\n");
  for (int k = -1; k < 10; ++k) {  // -1: light
    auto has = [&](std::int32_t label, double lit) {
      return k < 0 ? lit > sorted[std::size_t(half)] : label == k;
    };
    auto labels = [&](std::vector<long> const& rows) {
      std::vector<std::int32_t> l;
      for (long const i : rows) l.push_back(has(drawn.label[std::size_t(i)], drawn.light[std::size_t(i)]));
      return l;
    };
    auto const known = labels(first), unseen = labels(second);
    if (long const n = std::count(known.begin(), known.end(), 1); n < 10 || n > half - 10) continue;
    auto const d = study::direction(study::rows_of(drawn.z, first), known);
    std::string line = joined({"| ", k < 0 ? std::string("lit") : joined({"class ", k}), " | "});
    char number[40];
    std::snprintf(number, sizeof number, "%.0f %%",
                  100 * d.probe.accuracy(metric::flat(study::rows_of(drawn.z, second)), unseen));
    line += number;
    Array4 const z = study::rows_of(drawn.z, {second.begin(), second.begin() + tried});
    for (int const amount : {-3, 0, 3}) {
      Drawn const there(model, judge, study::moved(z, d.unit, amount));
      long n = 0;
      for (std::size_t i = 0; i < there.label.size(); ++i) n += has(there.label[i], there.light[i]);
      std::snprintf(number, sizeof number, " | %.0f %%", 100 * double(n) / double(tried));
      line += number;
    }
    std::printf("%s |\n", line.c_str());
    if (k >= 0) continue;
    Array4 sheet = Array4::from_shape({6 * 9, 1, 28, 28});
    for (long i = 0; i < 6; ++i)
      for (int step = 0; step < 9; ++step) {
        Array4 const x = model.draw(study::moved(study::rows_of(z, {i}), d.unit, step - 4));
        std::copy(x.begin(), x.end(), sheet.data() + (i * 9 + step) * 784);
      }
    write(out + "/direction.png", data::grid(sheet, 9));
  }
}

}  // namespace dcgan28
