#include <cmath>
#include <doctest/doctest.h>

#include <agon/data/digits.hpp>
#include <agon/data/hold_out.hpp>
#include <agon/data/mean_picture.hpp>
#include <agon/metric/frechet.hpp>
#include <agon/metric/perceptual_distance.hpp>
#include <agon/system/alexnet.hpp>
#include <agon/train/loop.hpp>
#include <agon/train/set_statistic.hpp>

#include "data/temporary.hpp"

using namespace agon;

namespace {

// For digits: a convolution, a fully connected layer with dropout, ten logits.
struct Net : Seq<Conv<8, 5, 2>, Let<"conv1", ReLU>, MaxPool<3, 2>, Flatten, Linear<32>, Let<"fc7", ReLU>,
                 OriginalDropout<0.5>, Linear<10>> {};
using Model =
    SoftmaxClassifier<alexnet::Seeing<Net, alexnet::PlainInput>, Image<1, 28, 28>, Cpu, alexnet::Descent>;

std::string bytes(std::string const& path) {
  auto const b = data::read_file(path);
  return {b.begin(), b.end()};
}

}  // namespace

TEST_CASE("digits are learned; views, ranks and features agree with the logits") {
  auto const [seen, unseen] = data::hold_out(data::digits(1200), 200);
  Model model{{.optimiser = alexnet::descent(0.002)}};
  set_statistic(model.store(), "pixel_mean", data::mean_picture(seen));
  Evaluation const before = model.evaluate(unseen);
  CHECK(before.top1 < 0.4);
  CHECK(before.top5 >= before.top1);
  std::vector<double> losses;
  train(model, seen, {.batch = 50, .epochs = 6, .quiet = true}, [&](Model& m) {
    losses.push_back(m.evaluate(unseen).loss);
    return std::vector<LogValue>{};
  });
  CHECK(losses.size() == 6);
  CHECK(losses.back() < 0.5 * losses.front());
  Evaluation const after = model.evaluate(unseen);
  MESSAGE("unseen digits: top-1 " << after.top1 << ", top-5 " << after.top5 << ", loss " << after.loss);
  CHECK(after.top1 > 0.85);
  CHECK(after.top5 > 0.98);
  CHECK(after.top1 == doctest::Approx(model.accuracy(unseen)));
  CHECK(after.loss == losses.back());

  // From the logits, by hand.
  Array4 const x = data::take(unseen, 0, 200).images;
  Array2 const l = model.logits(x), p = model.probabilities(x);
  double loss = 0, top5 = 0;
  for (std::size_t i = 0; i < 200; ++i) {
    std::size_t const own = std::size_t(unseen.labels[i]);
    double sum = 0, total = 0;
    int larger = 0;
    for (std::size_t k = 0; k < 10; ++k) {
      sum += std::exp(double(l(i, k)));
      total += double(p(i, k));
      larger += l(i, k) > l(i, own);
    }
    CHECK(total == doctest::Approx(1));
    CHECK(double(p(i, own)) == doctest::Approx(std::exp(double(l(i, own))) / sum).epsilon(1e-4));
    loss += (std::log(sum) - double(l(i, own))) / 200;
    top5 += (larger < 5) / 200.;
  }
  CHECK(after.loss == doctest::Approx(loss).epsilon(1e-4));
  CHECK(after.top5 == doctest::Approx(top5));

  // Ten views of pictures without room to crop: the picture and its mirror image.
  Array2 const two = model.probabilities(unseen, 0, 20, data::Views::ten);
  Array2 const one = model.probabilities(unseen, 0, 20);
  Array2 const mirrored = model.probabilities(data::take(unseen, 0, 20, {0, 0, true}).images);
  for (std::size_t k = 0; k < two.size(); ++k)
    CHECK(two.data()[k] == doctest::Approx((one.data()[k] + mirrored.data()[k]) / 2));

  // What the network leaves by name is what pictures can be measured by.
  using Whole = alexnet::Seeing<Net, alexnet::PlainInput>;
  InferenceAt<"fc7", Whole, Image<1, 28, 28>, Cpu, "C"> const fc7(model.store());
  InferenceAt<"conv1", Whole, Image<1, 28, 28>, Cpu, "C"> const conv1(model.store());
  Array4 negative = x;
  for (float& v : negative) v = -v;
  Array2 const real = metric::flat(fc7(x)),
               seen_features = metric::flat(fc7(data::take(seen, 0, 200).images)),
               far = metric::flat(fc7(negative));
  CHECK(real.shape(1) == 32);
  CHECK(metric::frechet(real, seen_features) < metric::frechet(real, far));
  auto maps = [&](Array4 const& a) { return std::vector<Array4>{conv1(a), fc7(a)}; };
  std::vector<double> const none = metric::perceptual_distance(maps(x), maps(x)),
                            some = metric::perceptual_distance(maps(x), maps(negative));
  for (std::size_t i = 0; i < 200; ++i) CHECK(none[i] < some[i]);
}

TEST_CASE(
    "a resumed run is the same run, with its plateau and its mean picture; logs tell what was measured") {
  TemporaryFolder const out;
  auto const digits = data::digits(80);
  auto run = [&](std::string const& name, long epochs, std::string const& resume) {
    Model model{{.optimiser = alexnet::descent(0.001, 0), .seed = 3}};
    if (resume.empty()) set_statistic(model.store(), "pixel_mean", data::mean_picture(digits));
    int falls = 0;
    TrainOptions const o{
        .batch = 20, .epochs = epochs, .out = out / name, .log_every = 3, .resume = resume, .quiet = true};
    train(model, digits, o, [&](Model& m) {
      // worse and worse: the first is the best, and each later one lowers the rate
      falls += m.optimiser().optimiser.optimiser.observe(m.store(), "C", double(m.step()));
      Evaluation const e = m.evaluate(digits);
      return std::vector<LogValue>{{"unseen_loss", e.loss}, {"unseen_top1", e.top1}};
    });
    return std::pair(falls, alexnet::Descent{}.optimiser.optimiser.scale(model.store(), "C"));
  };
  CHECK(run("whole", 3, "") == std::pair(2, double(0.1f * 0.1f)));
  CHECK(run("parts", 1, "") == std::pair(0, 1.0));
  CHECK(run("parts", 3, checkpoint_path(out / "parts")) == std::pair(2, double(0.1f * 0.1f)));
  CHECK(bytes(checkpoint_path(out / "whole")) == bytes(checkpoint_path(out / "parts")));
  CHECK(bytes(losses_path(out / "whole")).starts_with("<svg "));
  CHECK(bytes(accuracy_path(out / "whole")) == bytes(accuracy_path(out / "parts")));
  auto const lines = read_json_lines(log_path(out / "whole"));
  for (long epoch : {1, 2, 3}) {
    auto const at =
        std::find_if(lines.begin(), lines.end(), [&](auto const& l) { return l.step == 4 * epoch; });
    REQUIRE(at != lines.end());
    CHECK(at->find("unseen_top1"));
    CHECK(at->find("loss"));
  }
  CHECK(data::read_picture(out / "whole/step-0000012.png", 1).width == 3 * 35 + 2 * 2);  // 8 filters of 5x5
}

TEST_CASE("what does not fit is refused") {
  auto const digits = data::digits(20);
  Model model;
  data::ImageBatch batch = data::take(digits, 0, 20);
  batch.labels[7] = 10;
  CHECK_THROWS_WITH_AS(model.feed(batch), "label: there is a label 10, and classes 0 to 9", Error);
  data::Images other = digits;
  other.labels[3] = -1;
  CHECK_THROWS_AS(model.evaluate(other), Error);
  other.labels.clear();
  CHECK_THROWS_AS(model.evaluate(other), Error);
  CHECK_THROWS_WITH_AS(set_statistic(model.store(), "pixel_mean", std::vector<double>(7)),
                       "C.input.0.pixel_mean: it has 784 numbers, and was given 7", Error);
  CHECK_THROWS_WITH_AS(set_statistic(model.store(), "colours", std::vector<double>(9)),
                       "colours: no network here has a statistic of that name", Error);
}
