#pragma once
#include <agon/backend/cuda/launch.hpp>

/// Convolutions and products.
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

/// Numbers that a call needs beside its operands; `extent` is that of its result.
inline long room_of(Op op, Geometry const& g, long extent) {
  long room = 0;
  if (op == Op::conv || op == Op::conv_data || op == Op::conv_weight)
    with_product(op, g, [&](auto const& product) {
      if (long const n = parts_of(product).count; n > 1) room = n * extent;
    });
  return room;
}
/// A convolution, one of its adjoints, or a product of matrices.
inline void run_head(Op op, Geometry const& g, float const* a, float const* b, float* y, long extent,
                     float* room) {
  if (op != Op::matmul && op != Op::product)
    return with_product(op, g,
                        [&](auto const& product) { detail::launch_product(product, a, b, y, extent, room); });
  // cuBLAS has columns first, in whose eyes a row-major matrix is transposed: C' = op(B)' op(A)'.
  Matrices const v = matrices(op, g);
  int const m = int(v.rows), n = int(v.columns), k = int(v.inner);
  float const one = 1, zero = 0;
  check(cublasSgemmStridedBatched(Device::the().blas(), v.b_turned ? CUBLAS_OP_T : CUBLAS_OP_N,
                                  v.a_turned ? CUBLAS_OP_T : CUBLAS_OP_N, n, m, k, &one, b,
                                  v.b_turned ? k : n, g.b.size(), a, v.a_turned ? m : k, g.a.size(), &zero, y,
                                  n, g.y.size(), int(v.count)),
        {"cublasSgemmStridedBatched(", m, " x ", k, " times ", k, " x ", n, ")"});
}

}  // namespace agon::cuda
