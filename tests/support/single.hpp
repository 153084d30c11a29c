#pragma once

/// The backend that tests of values and steps hold against reference: the processor's, and in a file that
/// nvcc compiles, or where there is a stand-in for the device (support/stand_in), the device's.
#if defined(__CUDACC__) || defined(AGON_CUDA_STAND_IN)
#include <agon/backend/cuda/cuda.hpp>
namespace agon::test {
using Single = Cuda;
}
#else
#include <agon/backend/cpu/cpu.hpp>
namespace agon::test {
using Single = Cpu;
}
#endif
