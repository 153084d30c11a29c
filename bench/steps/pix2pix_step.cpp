// A step of pix2pix at batch 1, 86.94 nominal GFLOP.
#include "../programs/pix2pix.hpp"
#include "../step.hpp"

static agon::bench::Row<agon::bench::Pix2Pix256> const row{"pix2pix_step", 1};
