// A step of DCGAN on 64x64 pictures at batch 64, 145.58 nominal GFLOP.
#include "../programs/dcgan64.hpp"
#include "../step.hpp"

static agon::bench::Row<agon::bench::DCGAN64> const row{"dcgan64_step", 64};
