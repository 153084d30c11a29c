#pragma once
#include <type_traits>

#include <agon/backend/cuda/device.hpp>
#include <agon/backend/cuda/kernels.hpp>

namespace agon::cuda {

/// Starts kernels on the device, in its stream's order. Throws Error if one can't be started.
struct OnDevice {
  template <class... P>
  static void start(char const* name, void (*kernel)(P...), Blocks const& n, std::type_identity_t<P>... a) {
    cudaLaunchConfig_t how{};
    how.gridDim = dim3(unsigned(n.x), unsigned(n.y), unsigned(n.z));
    how.blockDim = dim3(unsigned(block));
    how.stream = Device::the().stream();
    check(cudaLaunchKernelEx(&how, kernel, a...), {"kernel ", name});
  }
};

}  // namespace agon::cuda
