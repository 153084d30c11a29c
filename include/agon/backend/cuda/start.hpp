#pragma once
#include <type_traits>

#include <agon/backend/cuda/device.hpp>
#include <agon/backend/cuda/kernels.hpp>

namespace agon::cuda {

/// Starts kernels on the device, in its stream's order. Throws Error if one can't be started.
struct OnDevice {
  template <class... P>
  static void start(char const* name, void (*kernel)(P...), Blocks const& n, std::type_identity_t<P>... a) {
    kernel<<<dim3(unsigned(n.x), unsigned(n.y), unsigned(n.z)), block, 0, Device::the().stream()>>>(a...);
    check(cudaGetLastError(), {"kernel ", name});
  }
};

}  // namespace agon::cuda
