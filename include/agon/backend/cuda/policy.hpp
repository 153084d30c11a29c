#pragma once

namespace agon {

/// How a device multiplies in convolutions and products of matrices. Values in memory, parameters, their
/// gradients' sums and everything else are float.
enum class Precision {
  fp32,  // factors as they are
  tf32,  // factors of 10 bits behind the point, for tensor cores
  bf16,  // factors of 7 bits behind the point, for tensor cores; the results of convolutions too
};

/// What a CUDA backend may do.
struct CudaPolicy {
  Precision precision = Precision::fp32;
  /// The fastest algorithms, which are found by trying when a program takes its memory: the last bits of
  /// results may differ from run to run. Otherwise those that are recommended for the shapes, among them that
  /// give the same bits each time.
  bool fastest = false;

  constexpr bool operator==(CudaPolicy const&) const = default;
};

}  // namespace agon
