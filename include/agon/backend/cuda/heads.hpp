#pragma once
#include <agon/backend/cuda/launch.hpp>

/// Convolutions by products of our own.
namespace agon::cuda {

namespace detail {

/// y[i] = sum over parts of part[i], in their order.
template <int = 0>
__global__ void add_parts(float const* part, long parts, long n, float* y) {
  for (long i = long(blockIdx.x) * block + threadIdx.x; i < n; i += long(gridDim.x) * block) {
    float sum = 0;
    for (long p = 0; p < parts; ++p) sum += part[p * n + i];
    y[i] = sum;
  }
}
/// A product whose result has n numbers; `room` has as many for each part, if there are several.
template <class Product>
void launch_product(Product const& v, float const* a, float const* b, float* y, long n, float* room) {
  cudaStream_t const stream = Device::the().stream();
  Parts const parts = parts_of(v);
  float* const to = parts.count > 1 ? room : y;
  int const wide = tile_columns(v.columns());
  dim3 const grid(unsigned((v.rows() + 63) / 64), unsigned((v.columns() + wide - 1) / wide),
                  unsigned(parts.count * v.groups()));
  auto const kernel = wide == 16 ? multiply<16, Product> : multiply<64, Product>;
  kernel<<<grid, block, 0, stream>>>(v, a, b, to, parts.size, n);
  check_launch("multiply");
  if (parts.count == 1) return;
  add_parts<><<<some_blocks(n), block, 0, stream>>>(room, parts.count, n, y);
  check_launch("add_parts");
}
}  // namespace detail

/// Numbers that a convolution needs beside its operands; `extent` is that of its result.
inline long room_of(Op op, Geometry const& g, long extent) {
  long room = 0;
  with_product(op, g, [&](auto const& product) {
    if (long const n = parts_of(product).count; n > 1) room = n * extent;
  });
  return room;
}
/// A convolution or one of its adjoints.
inline void run_convolution(Op op, Geometry const& g, float const* a, float const* b, float* y, long extent,
                            float* room) {
  with_product(op, g, [&](auto const& product) { detail::launch_product(product, a, b, y, extent, room); });
}

}  // namespace agon::cuda
