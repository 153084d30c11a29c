#pragma once
#include <cstdint>
#include <cstdio>
#include <vector>

#include <agon/data/batches.hpp>
#include <agon/data/images.hpp>
#include <agon/metric/class_accuracy.hpp>

/// Trains a classifier on real pictures for `epochs`, and prints, class by class, how many of the pictures
/// that a generator draws for a class it finds there, and how many of real pictures it has not seen.
template <class Model, class Judge>
void report_classes(Model const& model, Judge& judge, agon::data::Images const& seen,
                    agon::data::Images const& unseen, std::uint64_t seed, long epochs = 2,
                    int of_each = 200) {
  agon::data::Batches batches(seen, 100, seed);
  for (long k = 0; k < epochs * batches.per_epoch(); ++k) {
    judge.feed(batches.next());
    judge.advance();
  }
  std::vector<std::int32_t> asked;
  for (int i = 0; i < of_each * Model::classes; ++i) asked.push_back(i % Model::classes);
  auto const drawn =
      agon::metric::class_accuracy(asked, judge.predict(model.sample(asked, seed + 1)), Model::classes);
  auto const real = agon::metric::class_accuracy(
      unseen.labels, judge.predict(agon::data::take(unseen, 0, unseen.count()).images), Model::classes);
  std::printf("found to be of the class they are of, %%\nclass     real  drawn\n");
  double mean = 0;
  for (int k = 0; k < Model::classes; ++k) {
    std::size_t const c = std::size_t(k);
    char const* const name = c < seen.classes.size() ? seen.classes[c].c_str() : "?";
    std::printf("%-8s %5.1f  %5.1f\n", name, 100 * real[c], 100 * drawn[c]);
    mean += drawn[c] / Model::classes;
  }
  std::printf("%-8s %5.1f  %5.1f of %d of each class\n", "all", 100 * judge.accuracy(unseen), 100 * mean,
              of_each);
  std::fflush(stdout);
}
