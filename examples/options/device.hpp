#pragma once
#include <agon/agon.hpp>

#ifdef __CUDACC__
#include <agon/backend/cuda/cuda.hpp>
#endif

/// What an example trains on. Each is built for this machine's processor and, where CMake finds nvcc, once
/// more for a GPU: `--device cuda` starts the other one, which lies in the folder cuda beside it.
#ifdef __CUDACC__
using Device = agon::Cuda;
#else
using Device = agon::Cpu;
#endif
