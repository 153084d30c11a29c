#pragma once
#include <agon/loss/adversarial.hpp>
#include <agon/loss/reconstruction.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/net/unet.hpp>
#include <agon/system/pix2pix_step.hpp>
#include <agon/train/adam.hpp>

namespace agon::bench {

inline constexpr auto pix2pix_objective = nonsaturating + 100 * l1;

/// A training step of pix2pix: U-Net-256 and PatchGAN-70 of the PyTorch release, with dropout and batch
/// statistics, cross-entropy on logits + 100 L1, Adam both.
using Pix2Pix256 = Pix2PixStep<UNet<3, 64, 8>, PatchGAN<70>, pix2pix_objective, Image<3, 256, 256>, Adam>;

}  // namespace agon::bench
