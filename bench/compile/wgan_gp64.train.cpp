// A training step of WGAN-GP, residual networks at 64x64, with the gradient of a gradient: what
// bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

int main() { run<PenaltyStep<WGANGPGenerator64<>, WGANGPCritic64<>, Wasserstein{}, Features<128>>>(64); }
