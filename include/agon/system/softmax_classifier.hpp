#pragma once
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <agon/data/grid.hpp>
#include <agon/data/views.hpp>
#include <agon/system/classifier_model.hpp>
#include <agon/train/classifier_report.hpp>

namespace agon {

/// How a classifier does on a labelled set: mean cross-entropy, and the shares of pictures whose class is the
/// likeliest, or among the five likeliest: with up to five classes, of all.
struct Evaluation {
  double loss = 0, top1 = 0, top5 = 0;
};

/// A network that tells the class of a picture of shape In. Net ends in a logit for each class, and learns by
/// the cross-entropy of their softmax (Krizhevsky et al. 2012, section 3.5).
///
///   SoftmaxClassifier<Seq<Centred<127.5>, AlexNet<1000>>, Image<3, 224, 224>> model;
///   train(model, pictures, {.batch = 128, .epochs = 90});
///   model.evaluate(unseen, data::Views::ten).top5;
///
/// A value that Net leaves by Let is a feature of pictures: InferenceAt<"fc7", Net, In, Cpu, "C">.
template <class Net, Shape In, class Backend = Cpu, class Optimiser = Adam>
class SoftmaxClassifier : public ClassifierModel<Net, SoftmaxCrossEntropy, In, Backend, Optimiser> {
  using Base = ClassifierModel<Net, SoftmaxCrossEntropy, In, Backend, Optimiser>;

 public:
  using Base::Base;
  using Base::classes;

  /// One step on what was fed. Throws NotFinite if the loss is not a number any more.
  ClassifierReport advance() {
    this->launch();
    return report();
  }
  ClassifierReport report() const { return {this->loss(), this->value("accuracy")}; }

  /// The probability of each class, (N, classes): the softmax of the logits.
  Array2 probabilities(Array4 const& pictures) const {
    Array2 p = this->logits(pictures);
    for (std::size_t i = 0; i < p.shape(0); ++i) {
      std::span<float> const row(p.data() + i * classes, std::size_t(classes));
      double const most = *std::max_element(row.begin(), row.end());
      double sum = 0;
      for (float const l : row) sum += std::exp(double(l) - most);
      for (float& l : row) l = float(std::exp(double(l) - most) / sum);
    }
    return p;
  }
  /// The same for samples first, ..., first + count - 1 of a set, as means over views of each.
  Array2 probabilities(data::Images const& set, int first, int count,
                       data::Views views = data::Views::middle) const {
    Array2 mean = Array2::from_shape({std::size_t(count), std::size_t(classes)});
    mean.fill(0);
    std::vector<data::Placement> const all = data::placements(set.augmentation, views);
    for (data::Placement const& p : all) {
      Array2 const one = probabilities(data::take(set, first, count, p).images);
      for (std::size_t k = 0; k < mean.size(); ++k) mean.data()[k] += one.data()[k] / float(all.size());
    }
    return mean;
  }
  /// How it does on a labelled set. Of classes that are as likely none is right by luck. Throws Error if a
  /// label is none.
  Evaluation evaluate(data::Images const& set, data::Views views = data::Views::middle) const {
    Base::check_labelled(set);
    Evaluation e;
    Base::in_parts(set, [&](int first, int count) {
      Array2 const p = probabilities(set, first, count, views);
      for (int i = 0; i < count; ++i) {
        float const* const row = p.data() + std::size_t(i) * classes;
        float const own = row[set.labels[std::size_t(first + i)]];
        long const before = std::count_if(row, row + classes, [&](float x) { return !(x < own); }) - 1;
        e.loss -= std::log(std::max(double(own), 1e-38));
        e.top1 += before < 1;
        e.top5 += before < 5;
      }
    });
    double const n = set.count();
    return {e.loss / n, e.top1 / n, e.top5 / n};
  }

  /// Whether there is a first layer of filters to look at.
  static constexpr bool has_filters = [] {
    if (In.c != 1 && In.c != 3) return false;
    for (Slot const& s : Base::program.slot)
      if (s.layout == Layout::kernel) return s.shape.w == In.c;
    return false;
  }();
  /// The filters of the first convolution, (filters, C, rows, columns), the largest number being 1 or -1 and
  /// each of their pixels so many wide that they are at least 32 pixels wide (the paper's figure 3).
  Array4 filters() const requires has_filters {
    auto const& all = this->store().entries();
    auto const& e =
        *std::find_if(all.begin(), all.end(), [](auto const& x) { return x.slot.layout == Layout::kernel; });
    std::size_t const n = std::size_t(e.slot.shape.c), c = std::size_t(In.c), h = std::size_t(e.slot.image.h),
                      w = std::size_t(e.slot.image.w), wide = (31 + w) / w;
    double most = 1e-30;
    for (auto const x : e.memory.span()) most = std::max(most, std::abs(double(x)));
    Array4 pictures = Array4::from_shape({n, c, h * wide, w * wide});
    for (std::size_t k = 0; k < n * c; ++k)
      for (std::size_t y = 0; y < h * wide; ++y)
        for (std::size_t x = 0; x < w * wide; ++x)
          pictures.data()[(k * h * wide + y) * w * wide + x] = float(
              double(e.memory.data()[position(e.slot, long((k * h + y / wide) * w + x / wide))]) / most);
    return pictures;
  }
  /// The picture of progress.
  data::Picture picture(data::Images const&) const requires has_filters { return data::grid(filters()); }

  void save(std::string const& path, data::Position position = {}) const {
    Base::save(path, "SoftmaxClassifier", position);
  }
  data::Position load(std::string const& path) { return Base::load(path, "SoftmaxClassifier"); }
};

}  // namespace agon
