#pragma once
#include <string>

#include <agon/layer/linear.hpp>
#include <agon/layer/named.hpp>
#include <agon/system/classifier_model.hpp>

namespace agon {

/// A body that makes features of a picture, and a linear head that makes a logit for each class of them.
template <class Body, int Classes>
struct ClassifierNet : Seq<Named<"body", Body>, Named<"head", Linear<Classes>>> {};

/// A classifier of pictures of shape In, for what it learns to see: its features are what generated pictures
/// are measured by. Body ends in features; each class is a yes or no of its own. (SoftmaxClassifier is one
/// for the classes themselves.)
template <class Body, int Classes, Shape In, class Backend = Cpu, class Optimiser = Adam>
class Classifier
    : public ClassifierModel<ClassifierNet<Body, Classes>, BinaryCrossEntropy, In, Backend, Optimiser> {
  using Base = ClassifierModel<ClassifierNet<Body, Classes>, BinaryCrossEntropy, In, Backend, Optimiser>;

 public:
  explicit Classifier(typename Base::Options const& o = {}) : Base(o), body_(this->store()) {}

  /// One step on what was fed; its loss. Throws NotFinite if that is not a number any more.
  double advance() {
    this->launch();
    return report();
  }
  double report() const { return this->loss(); }

  /// What the body makes of pictures, (N, C, H, W), by running statistics: (N, features).
  Array2 features(Array4 const& pictures) const { return Base::each(body_, pictures); }

  void save(std::string const& path, data::Position position = {}) const {
    Base::save(path, "Classifier", position);
  }
  data::Position load(std::string const& path) { return Base::load(path, "Classifier"); }

 private:
  Inference<Named<"body", Body>, In, Backend, "C"> body_;
};

}  // namespace agon
