#pragma once
#include <algorithm>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include <agon/backend/cuda/check.hpp>

/// The device, its one stream and its memory.
namespace agon::cuda {

/// The stream on which everything happens, in order, but copies from the host that run beside it; and
/// cuBLASLt's handle. Made when first asked for. Threads take turns: who asks for work, or waits for it,
/// holds the lock.
class Device {
 public:
  /// Throws Error if there is none.
  static Device& the() {
    static Device device;
    return device;
  }
  Device(Device const&) = delete;

  std::unique_lock<std::recursive_mutex> lock() { return std::unique_lock(mutex_); }
  cudaStream_t stream() const { return stream_; }
  cudaStream_t copies() const { return copies_; }
  cublasLtHandle_t blas() const { return blas_; }
  /// Until all is done that the stream was asked for.
  void wait() const { check(cudaStreamSynchronize(stream_), {"cudaStreamSynchronize"}); }
  /// "NVIDIA H200, compute capability 9.0".
  std::string text() const {
    cudaDeviceProp p{};
    check(cudaGetDeviceProperties(&p, 0), {"cudaGetDeviceProperties(device 0)"});
    return joined({p.name, ", compute capability ", p.major, '.', p.minor});
  }

 private:
  std::recursive_mutex mutex_;
  cudaStream_t stream_{}, copies_{};
  cublasLtHandle_t blas_{};

  Device() {
    int count = 0;
    if (cudaError_t const e = cudaGetDeviceCount(&count); e != cudaSuccess)
      throw Error("CUDA", {"no device can be used: ", cudaGetErrorString(e)});
    if (count == 0) throw Error("CUDA", "this machine has no device");
    check(cudaStreamCreateWithFlags(&stream_, cudaStreamNonBlocking), {"cudaStreamCreateWithFlags"});
    check(cudaStreamCreateWithFlags(&copies_, cudaStreamNonBlocking), {"cudaStreamCreateWithFlags"});
    check(cublasLtCreate(&blas_), {"cublasLtCreate"});
  }
  ~Device() {
    cublasLtDestroy(blas_);
    cudaStreamDestroy(copies_);
    cudaStreamDestroy(stream_);
  }
};

/// Memory of the device, zeroed.
template <class S>
class DeviceMemory {
 public:
  DeviceMemory() = default;
  /// Throws Error, which says how much was asked for, by what, and how much was free.
  DeviceMemory(std::size_t n, std::string_view what) : size_(n) {
    if (n == 0) return;
    Device& device = Device::the();
    std::size_t const bytes = n * sizeof(S);
    S* data = nullptr;
    if (cudaError_t const e = cudaMalloc(&data, bytes); e != cudaSuccess) {
      std::size_t free = 0, all = 0;
      cudaGetLastError();  // it is told here
      cudaMemGetInfo(&free, &all);
      throw Error(what, {"asked for ", bytes >> 20, " MiB on the device, where ", free >> 20, " of ",
                         all >> 20, " MiB are free (", cudaGetErrorName(e), ")"});
    }
    data_.reset(data);
    check(cudaMemsetAsync(data, 0, bytes, device.stream()), {"cudaMemsetAsync(", bytes, " bytes)"});
  }
  S* data() const { return data_.get(); }
  std::size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(S* p) const { cudaFree(p); }
  };
  std::unique_ptr<S, Free> data_;
  std::size_t size_ = 0;
};

/// Memory of the host that the device copies from and to without waiting for anybody.
template <class S>
class PinnedMemory {
 public:
  PinnedMemory() = default;
  explicit PinnedMemory(std::size_t n) : size_(n) {
    if (n == 0) return;
    S* data = nullptr;
    check(cudaMallocHost(&data, n * sizeof(S)), {"cudaMallocHost(", n * sizeof(S), " bytes)"});
    data_.reset(data);
    std::fill_n(data, n, S{});
  }
  S* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::span<S> span() const { return {data(), size_}; }

 private:
  struct Free {
    void operator()(S* p) const { cudaFreeHost(p); }
  };
  std::unique_ptr<S, Free> data_;
  std::size_t size_ = 0;
};

/// Copies that happen in the stream's order.
template <class S>
void to_device(S* to, S const* from, std::size_t n) {
  check(cudaMemcpyAsync(to, from, n * sizeof(S), cudaMemcpyHostToDevice, Device::the().stream()),
        {"cudaMemcpyAsync(", n * sizeof(S), " bytes to the device)"});
}
template <class S>
void to_host(S* to, S const* from, std::size_t n) {
  check(cudaMemcpyAsync(to, from, n * sizeof(S), cudaMemcpyDeviceToHost, Device::the().stream()),
        {"cudaMemcpyAsync(", n * sizeof(S), " bytes to the host)"});
}

}  // namespace agon::cuda
