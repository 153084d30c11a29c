#pragma once
#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include <agon/backend/cuda/matrix.hpp>
#include <agon/backend/cuda/policy.hpp>
#include <agon/backend/cuda/stopwatch.hpp>

/// Products of matrices by cuBLASLt.
namespace agon::cuda {

constexpr cublasComputeType_t compute_type(Precision p) {
  return p == Precision::fp32   ? CUBLAS_COMPUTE_32F
         : p == Precision::tf32 ? CUBLAS_COMPUTE_32F_FAST_TF32
                                : CUBLAS_COMPUTE_32F_FAST_16BF;
}

/// A product as cuBLASLt is told of it. There columns come first, and a row-major matrix is seen as turned:
/// C' = op(B)' op(A)'.
class Multiplication {
 public:
  Multiplication(Matrices const& v, cublasComputeType_t how, cudaDataType_t type = CUDA_R_32F) : v_(v) {
    check(cublasLtMatmulDescInit(&operation_, how, CUDA_R_32F), {"cublasLtMatmulDescInit"});
    set(CUBLASLT_MATMUL_DESC_TRANSA, v.b_turned ? CUBLAS_OP_T : CUBLAS_OP_N);
    set(CUBLASLT_MATMUL_DESC_TRANSB, v.a_turned ? CUBLAS_OP_T : CUBLAS_OP_N);
    b_ = v.b_turned ? layout(type, v.columns, v.inner) : layout(type, v.inner, v.columns);
    a_ = v.a_turned ? layout(type, v.inner, v.rows) : layout(type, v.rows, v.inner);
    y_ = layout(type, v.rows, v.columns);
  }
  /// An algorithm, and the bytes that it needs beside the operands.
  struct Way {
    cublasLtMatmulAlgo_t algorithm{};
    std::size_t room = 0;
  };
  /// Algorithms that need no more room than `most` bytes, the most promising first; none if there is none.
  /// They take sums in the same order each time, unless it may be `any`. The operands and the result lie at
  /// `at`.
  std::vector<Way> ways(std::array<float*, 3> const& at, std::size_t most, bool any) {
    cublasLtMatmulPreferenceOpaque_t wish{};
    check(cublasLtMatmulPreferenceInit(&wish), {"cublasLtMatmulPreferenceInit"});
    auto const prefer = [&](cublasLtMatmulPreferenceAttributes_t name, auto const& value) {
      check(cublasLtMatmulPreferenceSetAttribute(&wish, name, &value, sizeof value),
            {"cublasLtMatmulPreferenceSetAttribute(attribute ", int(name), ")"});
    };
    prefer(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, std::uint64_t(most));
    if (!any)
      prefer(CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK,
             std::uint32_t(CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE | CUBLASLT_REDUCTION_SCHEME_OUTPUT_TYPE));
    prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, alignment(at[1]));
    prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES, alignment(at[0]));
    prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, alignment(at[2]));
    prefer(CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES, alignment(at[2]));
    cublasLtMatmulHeuristicResult_t found[16]{};
    int n = 0;
    cublasStatus_t const status = cublasLtMatmulAlgoGetHeuristic(
        Device::the().blas(), &operation_, &b_, &a_, &y_, &y_, &wish, int(std::size(found)), found, &n);
    if (status == CUBLAS_STATUS_NOT_SUPPORTED) return {};
    check(status, {"cublasLtMatmulAlgoGetHeuristic(", text(), ")"});
    std::vector<Way> all;
    for (auto const& f : std::span(found).first(std::size_t(n)))
      if (f.state == CUBLAS_STATUS_SUCCESS) all.push_back({f.algo, f.workspaceSize});
    return all;
  }
  /// y = op(a) op(b). Throws Error if cuBLASLt can't.
  void run(Way const& way, void const* a, void const* b, void* y, void* room) {
    float const one = 1, zero = 0;
    cublasStatus_t const status =
        cublasLtMatmul(Device::the().blas(), &operation_, &one, b, &b_, a, &a_, &zero, y, &y_, y, &y_,
                       &way.algorithm, room, way.room, Device::the().stream());
    if (status != CUBLAS_STATUS_SUCCESS) check(status, {"cublasLtMatmul(", text(), ")"});
  }
  /// "64 x 100 times 100 x 512".
  std::string text() const {
    return joined({v_.rows, " x ", v_.inner, " times ", v_.inner, " x ", v_.columns});
  }

 private:
  Matrices v_;
  cublasLtMatmulDescOpaque_t operation_{};
  cublasLtMatrixLayoutOpaque_t a_{}, b_{}, y_{};

  void set(cublasLtMatmulDescAttributes_t name, cublasOperation_t value) {
    check(cublasLtMatmulDescSetAttribute(&operation_, name, &value, sizeof value),
          {"cublasLtMatmulDescSetAttribute(attribute ", int(name), ")"});
  }
  /// Of a row-major matrix, of which there are `count`, one after the other.
  cublasLtMatrixLayoutOpaque_t layout(cudaDataType_t type, long rows, long columns) const {
    cublasLtMatrixLayoutOpaque_t l{};
    check(cublasLtMatrixLayoutInit(&l, type, std::uint64_t(columns), std::uint64_t(rows), columns),
          {"cublasLtMatrixLayoutInit(", rows, " x ", columns, ")"});
    auto const set = [&](cublasLtMatrixLayoutAttribute_t name, auto const& value) {
      check(cublasLtMatrixLayoutSetAttribute(&l, name, &value, sizeof value),
            {"cublasLtMatrixLayoutSetAttribute(attribute ", int(name), ")"});
    };
    set(CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, std::int32_t(v_.count));
    set(CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, std::int64_t(rows * columns));
    return l;
  }
  /// The largest power of two, up to 256, of which an address is a multiple.
  static std::uint32_t alignment(void const* p) {
    auto const at = reinterpret_cast<std::uintptr_t>(p);
    std::uint32_t a = 256;
    while (at % a) a /= 2;
    return a;
  }
};

/// A product of a program: how it is made is decided for its shapes, and for how its operands lie.
class ProductCall {
 public:
  /// Of operands a and b and result y, in this order. Throws Error if cuBLASLt has no algorithm for it.
  ProductCall(Op op, Geometry const& g, std::array<float*, 3> const& at, CudaPolicy const& policy)
      : of_(matrices(op, g), compute_type(policy.precision)), at_(at), fastest_(policy.fastest) {
    constexpr std::size_t most = 32 << 20;
    ways_ = of_.ways(at, most, policy.fastest);
    if (ways_.empty() && policy.precision != Precision::fp32) {  // operands that no tensor core can load
      of_ = {matrices(op, g), CUBLAS_COMPUTE_32F};
      ways_ = of_.ways(at, most, policy.fastest);
    }
    if (ways_.empty()) throw Error(of_.text(), "cuBLASLt has no algorithm for this product");
  }
  /// Bytes that it needs beside its operands.
  std::size_t room() const {
    std::size_t most = 0;
    for (Multiplication::Way const& way : ways_) most = std::max(most, way.room);
    return most;
  }
  /// Makes the result, so that all code is loaded, and finds the way for `run`: the first that can, or, if
  /// the fastest was asked for, the quickest. Throws Error if none can.
  void try_out(void* room) {
    Stopwatch const watch;
    auto const time = [&](Multiplication::Way const& way) {
      auto const make = [&] { of_.run(way, at_[0], at_[1], at_[2], room); };
      return fastest_ ? watch.least_time(make) : watch.time(make);
    };
    Multiplication::Way* best = nullptr;
    for (std::size_t n = fastest_ ? ways_.size() : 1, k = 0; !best && k < ways_.size(); k += n)
      best = quickest(std::span(ways_).subspan(k, n), time);
    if (!best) throw Error(of_.text(), "none of cuBLASLt's algorithms can make this product");
    std::swap(ways_[0], *best);
  }
  void run(void* room) { of_.run(ways_[0], at_[0], at_[1], at_[2], room); }

 private:
  Multiplication of_;
  std::array<float*, 3> at_;
  std::vector<Multiplication::Way> ways_;
  bool fastest_ = false;
};

}  // namespace agon::cuda
