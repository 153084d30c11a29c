#pragma once
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "device.hpp"
#include "support/block.hpp"

// As much of CUDA's runtime as the cuda backend asks for, of the device in device.hpp.

enum cudaError_t {
  cudaSuccess = 0,
  cudaErrorInvalidValue = 1,
  cudaErrorMemoryAllocation = 2,
  cudaErrorStreamCaptureUnsupported = 900
};
inline char const* cudaGetErrorName(cudaError_t e) {
  switch (e) {
    case cudaSuccess: return "cudaSuccess";
    case cudaErrorMemoryAllocation: return "cudaErrorMemoryAllocation";
    case cudaErrorStreamCaptureUnsupported: return "cudaErrorStreamCaptureUnsupported";
    default: return "cudaErrorInvalidValue";
  }
}
inline char const* cudaGetErrorString(cudaError_t e) {
  switch (e) {
    case cudaSuccess: return "no error";
    case cudaErrorMemoryAllocation: return "out of memory";
    case cudaErrorStreamCaptureUnsupported: return "operation not permitted when stream is capturing";
    default: return "invalid argument";
  }
}
inline cudaError_t cudaGetLastError() { return cudaSuccess; }  // all errors are told at once

struct cudaDeviceProp {
  char name[256] = "a stand-in";
  int major = 9, minor = 0;
};
inline cudaError_t cudaGetDeviceCount(int* n) { return *n = 1, cudaSuccess; }
inline cudaError_t cudaGetDeviceProperties(cudaDeviceProp* p, int) { return *p = {}, cudaSuccess; }

inline cudaError_t cudaMalloc(void** p, std::size_t bytes) {
  *p = agon::test::Stream::heap.take(bytes);
  return *p ? cudaSuccess : cudaErrorMemoryAllocation;
}
template <class S>
cudaError_t cudaMalloc(S** p, std::size_t bytes) {
  return cudaMalloc(reinterpret_cast<void**>(p), bytes);
}
inline cudaError_t cudaFree(void* p) { return agon::test::Stream::heap.give_back(p), cudaSuccess; }
template <class S>
cudaError_t cudaMallocHost(S** p, std::size_t bytes) {
  return *p = static_cast<S*>(std::malloc(bytes)), cudaSuccess;
}
inline cudaError_t cudaFreeHost(void* p) { return std::free(p), cudaSuccess; }
inline cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* all) {
  *all = agon::test::DeviceHeap::bytes, *free = *all - agon::test::Stream::heap.taken();
  return cudaSuccess;
}

using cudaStream_t = agon::test::Stream*;
enum { cudaStreamNonBlocking = 1, cudaEventDisableTiming = 2 };
inline cudaError_t cudaStreamCreateWithFlags(cudaStream_t* s, unsigned) {
  return *s = new agon::test::Stream, cudaSuccess;
}
inline cudaError_t cudaStreamDestroy(cudaStream_t s) { return s->finish(), delete s, cudaSuccess; }
inline cudaError_t cudaStreamSynchronize(cudaStream_t s) {
  if (s->captured) return cudaErrorStreamCaptureUnsupported;
  return s->finish(), cudaSuccess;
}

enum cudaMemcpyKind { cudaMemcpyHostToDevice = 1, cudaMemcpyDeviceToHost = 2, cudaMemcpyDeviceToDevice = 3 };
inline cudaError_t cudaMemcpyAsync(void* to, void const* from, std::size_t n, cudaMemcpyKind kind,
                                   cudaStream_t s) {
  auto const& heap = agon::test::Stream::heap;
  if (n > 0 && (heap.holds(to) != (kind != cudaMemcpyDeviceToHost) ||
                heap.holds(from) != (kind != cudaMemcpyHostToDevice)))
    return cudaErrorInvalidValue;
  s->ask_for([=] {
    if (n > 0) std::memcpy(to, from, n);
  });
  return cudaSuccess;
}
inline cudaError_t cudaMemsetAsync(void* to, int value, std::size_t n, cudaStream_t s) {
  return s->ask_for([=] { std::memset(to, value, n); }), cudaSuccess;
}

/// The milestone that was recorded last.
struct StandInEvent {
  std::shared_ptr<agon::test::Milestone> last;
  bool timed = true;
};
using cudaEvent_t = StandInEvent*;
inline cudaError_t cudaEventCreateWithFlags(cudaEvent_t* e, unsigned flags) {
  return *e = new StandInEvent{{}, !(flags & cudaEventDisableTiming)}, cudaSuccess;
}
inline cudaError_t cudaEventCreate(cudaEvent_t* e) { return cudaEventCreateWithFlags(e, 0); }
inline cudaError_t cudaEventDestroy(cudaEvent_t e) { return delete e, cudaSuccess; }
inline cudaError_t cudaEventRecord(cudaEvent_t e, cudaStream_t s) {
  if (s->captured) return cudaErrorStreamCaptureUnsupported;
  auto const m = e->last = std::make_shared<agon::test::Milestone>(agon::test::Milestone{s});
  s->ask_for([m] { m->reached = true, m->when = std::chrono::steady_clock::now(); });
  return cudaSuccess;
}
inline cudaError_t cudaStreamWaitEvent(cudaStream_t s, cudaEvent_t e) {
  if (s->captured) return cudaErrorStreamCaptureUnsupported;
  if (auto const m = e->last; m && m->stream != s) s->ask_for([m] { m->stream->reach(*m); });
  return cudaSuccess;
}
inline cudaError_t cudaEventSynchronize(cudaEvent_t e) {
  if (e->last) e->last->stream->reach(*e->last);
  return cudaSuccess;
}
inline cudaError_t cudaEventElapsedTime(float* ms, cudaEvent_t from, cudaEvent_t to) {
  if (!from->timed || !to->timed || !from->last || !from->last->reached || !to->last || !to->last->reached)
    return cudaErrorInvalidValue;
  *ms = std::chrono::duration<float, std::milli>(to->last->when - from->last->when).count();
  return cudaSuccess;
}

struct dim3 {
  unsigned x = 1, y = 1, z = 1;
};
struct cudaLaunchConfig_t {
  dim3 gridDim{}, blockDim{};
  std::size_t dynamicSmemBytes = 0;
  cudaStream_t stream = nullptr;
};
/// Whether the device can do with an argument: with addresses, alone or in a list, that are its own.
template <class T>
bool is_for_the_device(T const& argument) {
  if constexpr (std::is_pointer_v<T>)
    return !argument || agon::test::Stream::heap.holds(argument);
  else if constexpr (requires { argument.of[0]; }) {
    for (auto const& one : argument.of)
      if (!is_for_the_device(one)) return false;
  }
  return true;
}
template <class... P, class... A>
cudaError_t cudaLaunchKernelEx(cudaLaunchConfig_t const* how, void (*kernel)(P...), A&&... a) {
  dim3 const n = how->gridDim;
  if (n.x < 1 || n.y < 1 || n.z < 1 || n.y > 65535 || n.z > 65535 || how->blockDim.x > 1024 ||
      !(is_for_the_device<P>(a) && ...))
    return cudaErrorInvalidValue;
  how->stream->ask_for([=, threads = how->blockDim.x, all = std::tuple<P...>(std::forward<A>(a)...)] {
    agon::test::run_blocks(n.x, n.y, n.z, threads, [&] { std::apply(kernel, all); });
  });
  return cudaSuccess;
}

using cudaGraph_t = std::vector<agon::test::Stream::Work>*;
using cudaGraphExec_t = cudaGraph_t;
enum { cudaStreamCaptureModeRelaxed = 2 };
inline cudaError_t cudaStreamBeginCapture(cudaStream_t s, int) {
  if (s->captured) return cudaErrorInvalidValue;
  return s->captured = new std::vector<agon::test::Stream::Work>, cudaSuccess;
}
inline cudaError_t cudaStreamEndCapture(cudaStream_t s, cudaGraph_t* g) {
  return *g = std::exchange(s->captured, nullptr), *g ? cudaSuccess : cudaErrorInvalidValue;
}
inline cudaError_t cudaGraphInstantiate(cudaGraphExec_t* e, cudaGraph_t g, unsigned long long) {
  return *e = new std::vector(*g), cudaSuccess;
}
inline cudaError_t cudaGraphDestroy(cudaGraph_t g) { return delete g, cudaSuccess; }
inline cudaError_t cudaGraphExecDestroy(cudaGraphExec_t e) { return delete e, cudaSuccess; }
inline cudaError_t cudaGraphLaunch(cudaGraphExec_t e, cudaStream_t s) {
  for (auto const& work : *e) s->ask_for(work);
  return cudaSuccess;
}
