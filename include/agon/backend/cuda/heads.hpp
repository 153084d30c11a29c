#pragma once
#include <agon/backend/cuda/launch.hpp>
#include <agon/backend/cuda/policy.hpp>

/// Convolutions by products of our own, and products by cuBLAS.
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

constexpr cublasComputeType_t compute_type(Precision p) {
  return p == Precision::fp32   ? CUBLAS_COMPUTE_32F
         : p == Precision::tf32 ? CUBLAS_COMPUTE_32F_FAST_TF32
                                : CUBLAS_COMPUTE_32F_FAST_16BF;
}
/// A product of matrices. cuBLAS has columns first, in whose eyes a row-major matrix is transposed:
/// C' = op(B)' op(A)'.
inline void run_product(Op op, Geometry const& g, float const* a, float const* b, float* y, Precision p) {
  Matrices const v = matrices(op, g);
  int const m = int(v.rows), n = int(v.columns), k = int(v.inner);
  float const one = 1, zero = 0;
  check(cublasGemmStridedBatchedEx(Device::the().blas(), v.b_turned ? CUBLAS_OP_T : CUBLAS_OP_N,
                                   v.a_turned ? CUBLAS_OP_T : CUBLAS_OP_N, n, m, k, &one, b, CUDA_R_32F,
                                   v.b_turned ? k : n, g.b.size(), a, CUDA_R_32F, v.a_turned ? m : k,
                                   g.a.size(), &zero, y, CUDA_R_32F, n, g.y.size(), int(v.count),
                                   compute_type(p), CUBLAS_GEMM_DEFAULT),
        {"cublasGemmStridedBatchedEx(", m, " x ", k, " times ", k, " x ", n, ")"});
}

}  // namespace agon::cuda
