#pragma once
#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/data/batches.hpp>
#include <agon/data/images.hpp>
#include <agon/layer/facts.hpp>
#include <agon/system/classifier_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/inference.hpp>
#include <agon/train/model_options.hpp>
#include <agon/train/training.hpp>

namespace agon {

/// What classifiers of pictures of shape In have in common. Net ends in a logit for each class; the step is
/// ClassifierStep.
template <class Net, class Loss, Shape In, class Backend, class Optimiser>
class ClassifierModel : public Training<ClassifierStep<Net, Loss, In, Optimiser>, Backend, Optimiser> {
 public:
  struct AdamOptions {
    Schedule rate = 1e-3;
    double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;
    std::uint64_t seed = 1;
    constexpr Adam chosen() const { return {rate, beta1, beta2, epsilon}; }
  };
  using Options = std::conditional_t<std::same_as<Optimiser, Adam>, AdamOptions, ModelOptions<Optimiser>>;
  static constexpr Shape image = In;
  static constexpr int classes = output_shape<Net, In>.c;

  explicit ClassifierModel(Options const& o = {}) : Base(o.chosen(), o.seed), net_(this->store()) {}

  /// Pictures in [-1, 1] and their labels. Throws Error if a picture has none, or one that is no class.
  void feed(data::ImageBatch const& batch) {
    labels_to(label_, batch.labels, long(batch.images.shape(0)), classes, Features<classes>);
    Base::feed("image", batch.images, In);
    Base::feed("label", label_, Features<classes>);
  }
  /// Asks for one step on what was fed; `report()` says what came of it.
  void launch() { this->run({"C"}); }

  /// The logits of pictures, (N, C, H, W), by running statistics: (N, classes).
  Array2 logits(Array4 const& pictures) const { return each(net_, pictures); }
  /// The likeliest class of each picture.
  std::vector<std::int32_t> predict(Array4 const& pictures) const {
    Array2 const l = logits(pictures);
    std::vector<std::int32_t> labels(l.shape(0));
    for (std::size_t i = 0; i < labels.size(); ++i) {
      float const* const row = l.data() + i * classes;
      labels[i] = std::int32_t(std::max_element(row, row + classes) - row);
    }
    return labels;
  }
  /// The share of a labelled set that is predicted as labelled.
  double accuracy(data::Images const& set) const {
    check_labelled(set);
    long right = 0;
    in_parts(set, [&](int first, int count) {
      data::ImageBatch const b = data::take(set, first, count);
      std::vector<std::int32_t> const found = predict(b.images);
      for (std::size_t i = 0; i < found.size(); ++i) right += found[i] == b.labels[i];
    });
    return double(right) / set.count();
  }

 protected:
  using Base = Training<ClassifierStep<Net, Loss, In, Optimiser>, Backend, Optimiser>;

  /// The last step's loss. Throws NotFinite if it is not a number any more.
  double loss() const {
    double const loss = this->value("loss");
    if (!std::isfinite(loss))
      throw NotFinite(joined({"step ", this->step()}),
                      "the loss is no longer finite; try a lower learning rate");
    return loss;
  }
  /// Throws Error unless each picture of a set has a class of this network.
  static void check_labelled(data::Images const& set) {
    if (set.labels.empty()) throw Error(set.name, "has no labels to be right about");
    for (std::int32_t const l : set.labels)
      if (l < 0 || l >= classes)
        throw Error(set.name, {"has a picture of class ", l, ", and classes are 0 to ", classes - 1});
  }
  /// f(first, count) for parts of a set that memory has room for.
  static void in_parts(data::Images const& set, auto const& f) {
    int const at_once = 1000;
    for (int first = 0; first < set.count(); first += at_once)
      f(first, std::min(at_once, set.count() - first));
  }
  /// A network on many pictures, some at a time.
  static Array2 each(auto const& net, Array4 const& pictures) {
    std::size_t const n = pictures.shape(0), at_once = 100, width = std::size_t(net.output.size());
    check_batch("pictures", pictures, In, long(n));
    Array2 all = Array2::from_shape({n, width});
    for (std::size_t first = 0; first < n; first += at_once) {
      std::size_t const count = std::min(at_once, n - first);
      Array4 part = Array4::from_shape({count, std::size_t(In.c), std::size_t(In.h), std::size_t(In.w)});
      std::copy_n(pictures.data() + first * std::size_t(In.size()), part.size(), part.data());
      Array4 const y = net(part);
      std::copy(y.begin(), y.end(), all.data() + first * width);
    }
    return all;
  }

 private:
  Inference<Net, In, Backend, "C"> net_;
  Array4 label_ = Array4::from_shape({0, 0, 0, 0});
};

}  // namespace agon
