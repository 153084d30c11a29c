#pragma once
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include <agon/data/batches.hpp>
#include <agon/data/images.hpp>
#include <agon/metric/class_accuracy.hpp>
#include <agon/metric/variety.hpp>

/// Trains a classifier on real pictures for `epochs`, and prints, class by class, how many of the pictures
/// that a generator draws for a class it finds there, and how many of real pictures it has not seen; then how
/// far apart two pictures of a class are, in pixels of [0, 1] and in the classifier's features, drawn and
/// real ones.
template <class Model, class Judge>
void report_classes(Model const& model, Judge& judge, agon::data::Images const& seen,
                    agon::data::Images const& unseen, std::uint64_t seed, long epochs = 2,
                    int of_each = 200) {
  namespace metric = agon::metric;
  agon::data::Batches batches(seen, 100, seed);
  for (long k = 0; k < epochs * batches.per_epoch(); ++k) {
    judge.feed(batches.next());
    judge.advance();
  }
  std::vector<std::int32_t> asked;
  for (int i = 0; i < of_each * Model::classes; ++i) asked.push_back(i % Model::classes);
  agon::Array4 const pictures = model.sample(asked, seed + 1);
  // As many real ones of each class, or about so.
  int const some = std::min(unseen.count(), of_each * Model::classes);
  agon::data::ImageBatch const others = agon::data::take(unseen, 0, some);
  auto const drawn = metric::class_accuracy(asked, judge.predict(pictures), Model::classes);
  auto const real = metric::class_accuracy(
      unseen.labels, judge.predict(agon::data::take(unseen, 0, unseen.count()).images), Model::classes);
  auto const apart = metric::variety(metric::unit_pixels(pictures), asked, Model::classes),
             seen_apart = metric::variety(judge.features(pictures), asked, Model::classes),
             real_apart = metric::variety(metric::unit_pixels(others.images), others.labels, Model::classes),
             real_seen_apart = metric::variety(judge.features(others.images), others.labels, Model::classes);
  std::printf(
      "found to be of the class they are of, %%, and the distance of two of a class in pixels and features\n"
      "class     real  drawn   real   drawn    real   drawn\n");
  auto const row = [](std::string const& name, double const(&of)[6]) {
    std::printf("%-8s %5.1f  %5.1f %6.2f  %6.2f  %6.2f  %6.2f\n", name.c_str(), 100 * of[0], 100 * of[1],
                of[2], of[3], of[4], of[5]);
  };
  double mean[6] = {};
  for (std::size_t c = 0; c < drawn.size(); ++c) {
    double const of[6] = {real[c], drawn[c], real_apart[c], apart[c], real_seen_apart[c], seen_apart[c]};
    row(c < seen.classes.size() ? seen.classes[c] : "?", of);
    for (int k = 0; k < 6; ++k) mean[k] += of[k] / Model::classes;
  }
  mean[0] = judge.accuracy(unseen);
  row("all", mean);
  std::printf("%d of each class were drawn\n", of_each);
  std::fflush(stdout);
}
