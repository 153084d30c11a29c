// What the device reaches at most: products of matrices of 8192 rows and columns in each precision, and
// copies of 2 GB, each the best of some. A line of JSON each.
#include <cstdio>
#include <cuda_bf16.h>

#include <agon/backend/cuda/product_call.hpp>
#include <agon/backend/cuda/start.hpp>

using namespace agon;
using namespace agon::cuda;

namespace {

double best_of(auto const& work) {
  Stopwatch const watch;
  double best = 1e9;
  for (int k = 0; k < 8; ++k) best = std::min(best, 1e-3 * double(watch.time(work)));
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
  OnDevice::start("scatter", scatter, some_blocks(all), a.data(), all);
  OnDevice::start("scatter", scatter, some_blocks(all), b.data(), all);
  DeviceMemory<__nv_bfloat16> const narrow_a(std::size_t(all), "a"), narrow_b(std::size_t(all), "b"),
      narrow_c(std::size_t(all), "c");
  auto const narrow = convert<float, __nv_bfloat16>;
  OnDevice::start("convert", narrow, some_blocks(all), a.data(), all, narrow_a.data());
  OnDevice::start("convert", narrow, some_blocks(all), b.data(), all, narrow_b.data());
  auto const time_of = [&](void* x, void* y, void* z, cudaDataType_t type, cublasComputeType_t how) {
    Multiplication v({n, n, n}, how, type);
    constexpr std::size_t room = 64 << 20;
    DeviceMemory<char> const aside(room, "a product");
    auto ways = v.ways({}, room, true);
    auto const time = [&](Multiplication::Way const& way) {
      return best_of([&] { v.run(way, x, y, z, aside.data()); });
    };
    auto const* const best = quickest(std::span(ways), time);
    if (!best) throw Error(v.text(), "cuBLASLt has no algorithm for this product");
    return time(*best);
  };
  for (auto const& [name, precision] :
       {std::pair("fp32", Precision::fp32), {"tf32", Precision::tf32}, {"bf16", Precision::bf16}}) {
    double const time =
        precision == Precision::bf16
            ? time_of(narrow_a.data(), narrow_b.data(), narrow_c.data(), CUDA_R_16BF, CUBLAS_COMPUTE_32F)
            : time_of(a.data(), b.data(), c.data(), CUDA_R_32F, compute_type(precision));
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
