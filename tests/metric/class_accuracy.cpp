#include <doctest/doctest.h>

#include <agon/metric/class_accuracy.hpp>

using namespace agon;
using Labels = std::vector<std::int32_t>;

TEST_CASE("the share of each class that was found to be of it") {
  Labels const asked{0, 0, 0, 0, 1, 1, 3}, found{0, 0, 1, 3, 1, 1, 0};
  CHECK(metric::class_accuracy(asked, found, 4) == std::vector<double>{0.5, 1, 0, 0});
  CHECK(metric::class_accuracy(asked, asked, 4) == std::vector<double>{1, 1, 0, 1});
}

TEST_CASE("what makes no accuracy is said") {
  Labels const asked{0, 1, 2}, found{0, 1};
  CHECK_THROWS_WITH_AS(metric::class_accuracy(Labels{}, Labels{}, 3),
                       "accuracy of classes: there are 0 labels of 3 classes", Error);
  CHECK_THROWS_WITH_AS(metric::class_accuracy(asked, found, 3),
                       "accuracy of classes, asked for: there are 2 samples and 3 labels", Error);
  CHECK_THROWS_WITH_AS(metric::class_accuracy(asked, asked, 2),
                       "accuracy of classes, asked for: sample 2 has the label 2, and classes are 0 to 1",
                       Error);
  CHECK_THROWS_AS(metric::class_accuracy(Labels{0, 1}, Labels{0, -1}, 2), Error);
}

TEST_CASE("pixels of pictures in [-1, 1] are in [0, 1]") {
  Array4 x = Array4::from_shape({2, 1, 1, 3});
  for (std::size_t i = 0; i < 6; ++i) x.data()[i] = float(i) / 2.5f - 1;
  Array2 const y = metric::unit_pixels(x);
  CHECK(y.shape(0) == 2);
  CHECK(y.shape(1) == 3);
  CHECK(y(0, 0) == 0);
  CHECK(y(1, 2) == 1);
  CHECK(y(0, 1) == doctest::Approx(0.2));
}
