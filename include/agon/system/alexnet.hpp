#pragma once
#include <agon/data/mean_picture.hpp>
#include <agon/metric/principal_colours.hpp>
#include <agon/net/alexnet.hpp>
#include <agon/system/softmax_classifier.hpp>
#include <agon/train/bias_rate.hpp>
#include <agon/train/clip.hpp>
#include <agon/train/plateau.hpp>
#include <agon/train/set_statistic.hpp>
#include <agon/train/sgd.hpp>

/// How AlexNet learns (Krizhevsky et al. 2012, section 5).
namespace agon::alexnet {

/// v = 0.9 v - rate (g + 0.0005 w), w += v; biases at twice the rate and without decay. The rate is divided
/// by 10 when what `observe` is told stops improving.
using Descent = BiasRate<WeightDecay<Plateau<Momentum>, Decayed::weights>>;

/// Its numbers. `patience`: measurements without a better one that are borne.
constexpr Descent descent(Schedule rate = 0.01, long patience = 10) {
  return {.optimiser = {
              .optimiser = {.optimiser = {.rate = rate, .momentum = 0.9, .form = Momentum::Form::inside},
                            .factor = 0.1,
                            .patience = patience},
              .decay = 0.0005}};
}

/// What pictures go through before the first layer: from [-1, 1] to the units of bytes, less their mean; in
/// training, plus noise of the colours of the set, as the authors' program adds it.
struct Input : Seq<Centred<127.5>, ColourNoise<127.5, Rescale::yes>> {};
/// The same without noise.
struct PlainInput : Seq<Centred<127.5>> {};

/// A network behind such an input.
template <class Net, class In = Input>
struct Seeing : Seq<Named<"input", In>, Named<"net", Net>> {};

/// A classifier of the paper's kind: `Model<AlexNet<1000>, 224>`, `Model<SmallAlexNet<10, 2>, 64>`.
template <class Net, int Size, class Backend = Cpu>
using Model = SoftmaxClassifier<Seeing<Net>, Image<3, Size, Size>, Backend, Descent>;

/// Gives the input of a model what it has to know of a set before training: the mean of its pictures, and the
/// principal components of its colours, to noise of the strength sigma.
void know(auto& model, data::Images const& set, Schedule const& sigma = 0.1) {
  set_statistic(model.store(), "pixel_mean", data::mean_picture(set));
  set_statistic(model.store(), "colours", metric::principal_colours(set).steps());
  model.follow("colour_noise", sigma);
}

}  // namespace agon::alexnet
