#include <doctest/doctest.h>

#include <agon/graph/gradient.hpp>
#include <agon/layer/describe.hpp>
#include <agon/net/cogan.hpp>

#include "support/parameters.hpp"

using namespace agon;

inline constexpr Shape latent = Features<100>, digit = Image<1, 28, 28>, face = Image<3, 128, 128>;
static_assert(output_shape<CoGANGeneratorDigits<>, latent> == digit);
static_assert(output_shape<CoGANDiscriminatorDigits, digit> == Features<2>);
static_assert(test::has_shapes<CoGANGeneratorDigits<>>(latent, "ConvTranspose",
                                                       {Image<1024, 4, 4>, Image<512, 7, 7>,
                                                        Image<256, 13, 13>, Image<128, 25, 25>, digit}));
static_assert(test::has_shapes<CoGANDiscriminatorDigits>(digit, "Conv<",
                                                         {Image<20, 24, 24>, Image<50, 8, 8>,
                                                          Features<500>}));
static_assert(output_shape<CoGANGeneratorFaces<>, latent> == face);
static_assert(output_shape<CoGANDiscriminatorFaces<>, face> == Features<2>);

/// Trainable numbers of two uses of Net by two networks with one pool of shared weights.
template <class Net>
constexpr long pair_count(Shape in) {
  Graph g;
  Weights pool{""}, a{"1", &pool}, b{"2", &pool};
  Tensor const x = g.add_input("x", in);
  (void)apply<Net>(a, x);
  (void)apply<Net>(b, x);
  return parameters_in(g, 0, int(g.slot.size()));
}
// Liu and Tuzel 2016, in the authors' PyTorch code.
static_assert(pair_count<CoGANGeneratorDigits<>>(latent) == 7'842'694);
static_assert(pair_count<CoGANDiscriminatorDigits>(digit) == 427'593);
// With a head of ten classes on the 500 features: 5010 more.
static_assert(pair_count<CoGANDiscriminatorDigits>(digit) + 5'010 == 432'603);

// As one network each.
inline constexpr Shape pair = Image<2, 28, 28>;
static_assert(output_shape<Coupled<CoGANGeneratorDigits<>>, latent> == pair);
static_assert(parameter_count<Coupled<CoGANGeneratorDigits<>>, latent> == 7'842'694);
static_assert(output_shape<CoupledHalves<CoGANDiscriminatorDigits>, pair> == Features<4>);
static_assert(parameter_count<CoupledHalves<CoGANDiscriminatorDigits>, pair> == 427'593);
static_assert(parameter_count<CoupledHalves<CoGANDiscriminatorAdaptation>, pair> == 432'603);
static_assert(shape_at<"features", CoupledHalves<CoGANDiscriminatorAdaptation>, pair> == Features<1000>);
static_assert(shape_at<"classes", CoupledHalves<CoGANDiscriminatorAdaptation>, pair> == Features<20>);
// Each multiply-add of the trunk is done once: 100 x 1024 x 4 x 4 and so on.
static_assert(multiply_adds<Coupled<CoGANGeneratorDigits<>>, latent> -
                  multiply_adds<CoGANGeneratorDigits<>, latent> ==
              25 * 25 * 128 * 6 * 6);

// The Caffe code's, counted by hand: biases under the norms, biases after them, a slope for each channel.
static_assert(parameter_count<Coupled<CoGANGeneratorDigitsCaffe<>>, latent> ==
              100 * 16384 + 16384 + 2 * 1024 + 9 * (1024 * 512 + 512 * 256 + 256 * 128) +
                  3 * (512 + 256 + 128) + 2 * (128 * 36 + 1));
static_assert(parameter_count<CoupledHalves<CoGANDiscriminatorDigitsCaffe>, pair> ==
              2 * (25 * 20 + 20) + 20 * 50 * 25 + 50 + 800 * 500 + 500 + 500 + 500 * 2 + 2);

TEST_CASE("two generators have one trunk, named once, and two ends") {
  Graph g;
  Weights pool{"shared"}, a{"G1", &pool}, b{"G2", &pool};
  Tensor const z = g.add_input("z", latent), x = apply<CoGANGeneratorDigits<>>(a, z),
               y = apply<CoGANGeneratorDigits<>>(b, z);
  CHECK(a.trainable().size() == 2);  // the last layer's weight and bias
  CHECK(b.trainable().size() == 2);
  CHECK(pool.trainable().size() == 4 * 3);  // weight, bias and slope of four layers
  CHECK(g.name(Weights::slot(pool.trainable()[0]).name) == "shared.generator.0.weight");
  CHECK(g.name(Weights::slot(a.trainable()[0]).name).substr(0, 3) == "G1.");
  // the trunk hears from both pictures, an end from its own
  List<Tensor> const both = gradient(sum(x) + sum(y), pool.trainable());
  CHECK(both.size() == 12);
  List<Tensor> const other = gradient(sum(x), b.trainable());
  CHECK(other[0].node().op == Op::broadcast);  // zero
}
