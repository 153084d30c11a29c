// A training step of pix2pix at batch 1, 86.94 nominal GFLOP: U-Net-256 and PatchGAN-70 of the PyTorch
// release, with dropout and batch statistics, cross-entropy on logits + 100 L1, Adam both.
#include <agon/loss/adversarial.hpp>
#include <agon/loss/reconstruction.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/net/unet.hpp>
#include <agon/system/pix2pix_step.hpp>

#include "../step.hpp"

namespace {

using namespace agon;

constexpr auto objective = nonsaturating + 100 * l1;

using Step = Pix2PixStep<UNet<3, 64, 8>, PatchGAN<70>, objective, Image<3, 256, 256>, Adam>;

bench::Row<Step> const row{"pix2pix_step", 1};

}  // namespace
