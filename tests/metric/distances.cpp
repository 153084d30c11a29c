#include <doctest/doctest.h>

#include <agon/metric/distances.hpp>

#include "support/metrics.hpp"

using namespace agon;
using namespace agon::metric;

namespace {
Eigen::MatrixXd all_distances(Array2 const& x, Array2 const& y) {
  Eigen::MatrixXd all = Eigen::MatrixXd::Constant(long(y.shape(0)), long(x.shape(0)), -1);
  squared_distances(x, y, [&](long first, long from, Eigen::MatrixXd const& d) {
    all.block(from, first, d.rows(), d.cols()) = d;
  });
  return all;
}
/// The largest relative error.
double error(Array2 const& x, Array2 const& y) {
  Eigen::MatrixXd const all = all_distances(x, y);
  double most = 0;
  for (std::size_t i = 0; i < x.shape(0); ++i)
    for (std::size_t j = 0; j < y.shape(0); ++j) {
      double sum = 0;
      for (std::size_t c = 0; c < x.shape(1); ++c) {
        double const d = double(x(i, c)) - y(j, c);
        sum += d * d;
      }
      most = std::max(most, sum > 0 ? std::abs(all(long(j), long(i)) - sum) / sum : all(long(j), long(i)));
    }
  return most;
}
}  // namespace

TEST_CASE("all distances, in sets of more than one block") {
  CHECK(error(test::cloud(300, 7, 1), test::cloud(600, 7, 2)) < 1e-9);
}

TEST_CASE("no digits are lost far from the origin, nor between near samples of a wide set") {
  CHECK(error(test::cloud(100, 5, 1, 1, 4096), test::cloud(90, 5, 2, 1, 4096)) < 1e-9);
  auto pairs = test::matrix(60, 3, [](std::size_t i, std::size_t j) {
    return 1000 * test::cloud_at(i / 2, j, 1) + (i % 2 ? 0.001 : 0);
  });
  CHECK(error(pairs, pairs) < 1e-8);
}

TEST_CASE("the same bits on any threads") {
  auto const x = test::cloud(300, 300, 1), y = test::cloud(10, 300, 2);
  CHECK(test::same_on_any_threads([&] { return all_distances(x, y); }));
  CHECK(test::same_on_any_threads([&] { return all_distances(y, x); }));
}
