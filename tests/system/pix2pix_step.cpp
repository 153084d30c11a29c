#include <doctest/doctest.h>

#include <agon/loss/adversarial.hpp>
#include <agon/loss/reconstruction.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/net/unet.hpp>
#include <agon/system/pix2pix_step.hpp>

#include "support/steps.hpp"

using namespace agon;

inline constexpr auto objective = nonsaturating + 100 * l1;
using TrainingStep = Pix2PixStep<UNet<3, 8, 6>, PatchGAN<16, 8>, objective, Image<3, 64, 64>, Adam>;

// tests/golden/steps.py; a U-Net of six levels is the smallest with dropout.
TEST_CASE("five steps of Pix2Pix agree with PyTorch's") { test::check_steps<TrainingStep>("pix2pix"); }

TEST_CASE("Pix2Pix gives the same bits with 1, 2 and 4 threads") { test::check_threads<TrainingStep>(3); }

TEST_CASE("two engines over one store take turns at Pix2Pix as one engine would") {
  test::check_turns<TrainingStep>(2);
}
