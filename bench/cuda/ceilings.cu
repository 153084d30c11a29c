// What the device reaches at most: products of matrices of 8192 rows and columns in each precision, and
// copies of 2 GB, each the best of some. A line of JSON each.
#include <cstdio>
#include <cuda_bf16.h>

#include <agon/backend/cuda/heads.hpp>

using namespace agon;
using namespace agon::cuda;

namespace {

double best_of(auto const& work) {
  cudaEvent_t begin{}, end{};
  check(cudaEventCreate(&begin), {"cudaEventCreate"});
  check(cudaEventCreate(&end), {"cudaEventCreate"});
  double best = 1e9;
  for (int k = 0; k < 8; ++k) {
    float ms = 0;
    cudaEventRecord(begin, Device::the().stream());
    work();
    cudaEventRecord(end, Device::the().stream());
    check(cudaEventSynchronize(end), {"cudaEventSynchronize"});
    cudaEventElapsedTime(&ms, begin, end);
    best = std::min(best, 1e-3 * double(ms));
  }
  return best;
}

__global__ void scatter(float* x, long n) {
  for (long k = long(blockIdx.x) * block + threadIdx.x; k < n; k += long(gridDim.x) * block)
    x[k] = float(draw({1, 0}, 0, 0, std::uint32_t(k))[0]) * 0x1p-31f - 1;
}

}  // namespace

int main() try {
  int const n = 8192;
  long const all = long(n) * n;
  DeviceMemory<float> const a(std::size_t(all), "a"), b(std::size_t(all), "b"), c(std::size_t(all), "c");
  scatter<<<some_blocks(all), block, 0, Device::the().stream()>>>(a.data(), all);
  scatter<<<some_blocks(all), block, 0, Device::the().stream()>>>(b.data(), all);
  check_launch("scatter");
  DeviceMemory<__nv_bfloat16> const narrow_a(std::size_t(all), "a"), narrow_b(std::size_t(all), "b"),
      narrow_c(std::size_t(all), "c");
  convert<<<some_blocks(all), block, 0, Device::the().stream()>>>(a.data(), all, narrow_a.data());
  convert<<<some_blocks(all), block, 0, Device::the().stream()>>>(b.data(), all, narrow_b.data());
  check_launch("convert");
  float const one = 1, zero = 0;
  auto const multiply = [&](void const* x, void const* y, void* z, cudaDataType type, Precision p) {
    check(cublasGemmEx(Device::the().blas(), CUBLAS_OP_N, CUBLAS_OP_N, n, n, n, &one, x, type, n, y, type, n,
                       &zero, z, type, n, p == Precision::bf16 ? CUBLAS_COMPUTE_32F : compute_type(p),
                       CUBLAS_GEMM_DEFAULT),
          {"cublasGemmEx"});
  };
  for (auto const& [name, precision] :
       {std::pair("fp32", Precision::fp32), {"tf32", Precision::tf32}, {"bf16", Precision::bf16}}) {
    double const time = best_of([&] {
      if (precision == Precision::bf16)
        multiply(narrow_a.data(), narrow_b.data(), narrow_c.data(), CUDA_R_16BF, precision);
      else
        multiply(a.data(), b.data(), c.data(), CUDA_R_32F, precision);
    });
    std::printf("{\"ceiling\": \"%s\", \"TFLOP/s\": %.1f}\n", name, 2e-12 * double(all) * n / time);
  }
  std::size_t const bytes = std::size_t(2) << 30;
  DeviceMemory<char> const from(bytes, "from"), to(bytes, "to");
  double const time = best_of([&] {
    check(cudaMemcpyAsync(to.data(), from.data(), bytes, cudaMemcpyDeviceToDevice, Device::the().stream()),
          {"cudaMemcpyAsync"});
  });
  std::printf("{\"ceiling\": \"memory\", \"GB/s\": %.0f}\n", 2e-9 * double(bytes) / time);
} catch (Error const& e) {
  std::fprintf(stderr, "ceilings: %s\n", e.what());
  return 1;
}
