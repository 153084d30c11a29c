#include <doctest/doctest.h>

#include <agon/loss/adversarial.hpp>
#include <agon/loss/reconstruction.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/net/unet.hpp>
#include <agon/system/pix2pix_step.hpp>

#include "support/steps.hpp"

using namespace agon;

inline constexpr auto objective = nonsaturating + 100 * l1;
using TrainingStep =
    Pix2PixStep<UNet<3, 8, 5>, PatchGAN<16, 8>, objective, Image<3, 32, 32>, Adam, pix2pix::torch7>;

// tests/golden/steps.py, which takes G's gradient through D's activations of before its update by hand
TEST_CASE("five steps of Pix2Pix by Torch7's recipe agree with PyTorch's") {
  test::check_steps<TrainingStep>("pix2pix_torch7");
}
