// expect: the classifier ends in 4x8x8 and should in a logit for each class; put Flatten and Linear at its
// end
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>
#include <agon/system/classifier_step.hpp>
#include <agon/train/sgd.hpp>

using namespace agon;

using Training = ClassifierStep<Conv<4, 3>, SoftmaxCrossEntropy, Image<1, 8, 8>, SGD>;
constexpr auto calls = Compiled<Training>::program.counts.calls;
