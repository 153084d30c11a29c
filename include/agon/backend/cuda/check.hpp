#pragma once
#include <cublasLt.h>
#include <cuda_runtime.h>

#include <agon/core/error.hpp>

namespace agon::cuda {

/// Throws Error if a call of the runtime failed: what was called, with what, and why it failed.
inline void check(cudaError_t e, std::initializer_list<Word> call) {
  if (e == cudaSuccess) return;
  cudaGetLastError();  // it is told here, and not once more at the next kernel
  throw Error(joined(call), {cudaGetErrorName(e), ": ", cudaGetErrorString(e)});
}
inline void check(cublasStatus_t s, std::initializer_list<Word> call) {
  if (s != CUBLAS_STATUS_SUCCESS) throw Error(joined(call), cublasLtGetStatusString(s));
}

}  // namespace agon::cuda
