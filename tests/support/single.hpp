#pragma once

/// The backend that tests of values and steps hold against reference: the processor's, and in a file that
/// nvcc compiles the device's.
#ifdef __CUDACC__
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
