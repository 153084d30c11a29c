// A step of the GAN of fully connected layers at batch 64, 0.65 nominal GFLOP; bound by memory more than by
// arithmetic.
#include "../programs/mlp.hpp"
#include "../step.hpp"

static agon::bench::Row<agon::bench::MLP::Step> const row{"mlp_step", 64};
