#pragma once
#include <type_traits>

#include "block.hpp"

// Kernels come after what they are given.
#include <agon/backend/cuda/heads.hpp>
#include <agon/backend/cuda/launch.hpp>

namespace agon::test {

/// Starts kernels on the host, as cuda::OnDevice does on the device, and waits for them.
struct OnHost {
  template <class... P>
  static void start(char const*, void (*kernel)(P...), cuda::Blocks const& n, std::type_identity_t<P>... a) {
    run_blocks(n.x, n.y, n.z, std::size_t(cuda::block), [&] { kernel(a...); });
  }
};

}  // namespace agon::test
