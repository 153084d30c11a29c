#pragma once
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <cuda_runtime.h>
#include <utility>

// As much of cuBLASLt as the cuda backend asks for: products by plain loops.

enum cublasStatus_t {
  CUBLAS_STATUS_SUCCESS = 0,
  CUBLAS_STATUS_INVALID_VALUE = 7,
  CUBLAS_STATUS_EXECUTION_FAILED = 13,
  CUBLAS_STATUS_NOT_SUPPORTED = 15
};
inline char const* cublasLtGetStatusString(cublasStatus_t s) {
  switch (s) {
    case CUBLAS_STATUS_SUCCESS: return "CUBLAS_STATUS_SUCCESS";
    case CUBLAS_STATUS_EXECUTION_FAILED: return "CUBLAS_STATUS_EXECUTION_FAILED";
    case CUBLAS_STATUS_NOT_SUPPORTED: return "CUBLAS_STATUS_NOT_SUPPORTED";
    default: return "CUBLAS_STATUS_INVALID_VALUE";
  }
}
struct cublasLtHandleOf {};
using cublasLtHandle_t = cublasLtHandleOf*;
inline cublasStatus_t cublasLtCreate(cublasLtHandle_t* h) {
  return *h = new cublasLtHandleOf, CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtDestroy(cublasLtHandle_t h) { return delete h, CUBLAS_STATUS_SUCCESS; }

enum cudaDataType_t { CUDA_R_32F = 0 };
enum cublasComputeType_t {
  CUBLAS_COMPUTE_32F = 68,
  CUBLAS_COMPUTE_32F_FAST_16BF = 75,
  CUBLAS_COMPUTE_32F_FAST_TF32 = 77
};
enum cublasOperation_t { CUBLAS_OP_N = 0, CUBLAS_OP_T = 1 };
enum cublasLtMatmulDescAttributes_t { CUBLASLT_MATMUL_DESC_TRANSA = 3, CUBLASLT_MATMUL_DESC_TRANSB = 4 };
enum cublasLtMatrixLayoutAttribute_t {
  CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT = 5,
  CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET = 6
};
enum cublasLtMatmulPreferenceAttributes_t {
  CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES = 1,
  CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK = 3,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES = 5,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES = 6,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES = 7,
  CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES = 8
};
enum { CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE = 2, CUBLASLT_REDUCTION_SCHEME_OUTPUT_TYPE = 4 };

struct cublasLtMatmulDescOpaque_t {
  cublasOperation_t a = CUBLAS_OP_N, b = CUBLAS_OP_N;
};
inline cublasStatus_t cublasLtMatmulDescInit(cublasLtMatmulDescOpaque_t* d, cublasComputeType_t,
                                             cudaDataType_t) {
  return *d = {}, CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtMatmulDescSetAttribute(cublasLtMatmulDescOpaque_t* d,
                                                     cublasLtMatmulDescAttributes_t name, void const* value,
                                                     std::size_t bytes) {
  if (bytes != sizeof(cublasOperation_t)) return CUBLAS_STATUS_INVALID_VALUE;
  std::memcpy(name == CUBLASLT_MATMUL_DESC_TRANSA ? &d->a : &d->b, value, bytes);
  return CUBLAS_STATUS_SUCCESS;
}

struct cublasLtMatrixLayoutOpaque_t {
  std::uint64_t rows = 0, columns = 0;
  std::int64_t next_column = 0, next_matrix = 0;
  std::int32_t count = 1;
};
inline cublasStatus_t cublasLtMatrixLayoutInit(cublasLtMatrixLayoutOpaque_t* l, cudaDataType_t,
                                               std::uint64_t rows, std::uint64_t columns,
                                               std::int64_t next_column) {
  if (next_column < std::int64_t(rows)) return CUBLAS_STATUS_INVALID_VALUE;
  *l = {rows, columns, next_column, 0, 1};
  return CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtMatrixLayoutSetAttribute(cublasLtMatrixLayoutOpaque_t* l,
                                                       cublasLtMatrixLayoutAttribute_t name,
                                                       void const* value, std::size_t bytes) {
  bool const is_count = name == CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT;
  if (bytes != (is_count ? sizeof l->count : sizeof l->next_matrix)) return CUBLAS_STATUS_INVALID_VALUE;
  std::memcpy(is_count ? static_cast<void*>(&l->count) : &l->next_matrix, value, bytes);
  return CUBLAS_STATUS_SUCCESS;
}

struct cublasLtMatmulPreferenceOpaque_t {
  std::uint64_t most = 0;
};
inline cublasStatus_t cublasLtMatmulPreferenceInit(cublasLtMatmulPreferenceOpaque_t* p) {
  return *p = {}, CUBLAS_STATUS_SUCCESS;
}
inline cublasStatus_t cublasLtMatmulPreferenceSetAttribute(cublasLtMatmulPreferenceOpaque_t* p,
                                                           cublasLtMatmulPreferenceAttributes_t name,
                                                           void const* value, std::size_t bytes) {
  bool const is_most = name == CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES;
  if (bytes != (is_most ? 8 : 4)) return CUBLAS_STATUS_INVALID_VALUE;
  if (is_most) std::memcpy(&p->most, value, bytes);
  return CUBLAS_STATUS_SUCCESS;
}

struct cublasLtMatmulAlgo_t {
  int number = 0;
};
struct cublasLtMatmulHeuristicResult_t {
  cublasLtMatmulAlgo_t algo{};
  std::size_t workspaceSize = 0;
  cublasStatus_t state = CUBLAS_STATUS_SUCCESS;
};
namespace agon::test {
/// So many of the three algorithms that are offered, the first ones, fail when they are run. The last two
/// write over the room that they ask for.
inline int products_that_fail = 0;
}  // namespace agon::test
inline cublasStatus_t cublasLtMatmulAlgoGetHeuristic(
    cublasLtHandle_t, cublasLtMatmulDescOpaque_t*, cublasLtMatrixLayoutOpaque_t*,
    cublasLtMatrixLayoutOpaque_t*, cublasLtMatrixLayoutOpaque_t*, cublasLtMatrixLayoutOpaque_t*,
    cublasLtMatmulPreferenceOpaque_t* wish, int most, cublasLtMatmulHeuristicResult_t* found, int* n) {
  for (*n = 0; *n < std::min(most, 3); ++*n)
    if (std::size_t const room = std::size_t(*n) * 1024; room <= wish->most) found[*n] = {{*n}, room};
  return CUBLAS_STATUS_SUCCESS;
}
/// y = alpha op(a) op(b) + beta c, with columns that lie one after the other.
inline cublasStatus_t cublasLtMatmul(cublasLtHandle_t, cublasLtMatmulDescOpaque_t const* d, void const* alpha,
                                     void const* a_at, cublasLtMatrixLayoutOpaque_t const* a,
                                     void const* b_at, cublasLtMatrixLayoutOpaque_t const* b,
                                     void const* beta, void const* c_at,
                                     cublasLtMatrixLayoutOpaque_t const* c, void* y_at,
                                     cublasLtMatrixLayoutOpaque_t const* y, cublasLtMatmulAlgo_t const* way,
                                     void* room, std::size_t bytes, cudaStream_t s) {
  bool const a_turned = d->a == CUBLAS_OP_T, b_turned = d->b == CUBLAS_OP_T;
  auto const inner = a_turned ? a->rows : a->columns;
  if (y->rows != (a_turned ? a->columns : a->rows) || y->columns != (b_turned ? b->rows : b->columns) ||
      inner != (b_turned ? b->columns : b->rows) || a->count != y->count || b->count != y->count)
    return CUBLAS_STATUS_INVALID_VALUE;
  for (void const* p : {a_at, b_at, c_at, static_cast<void const*>(y_at), bytes > 0 ? room : a_at})
    if (!agon::test::Stream::heap.holds(p)) return CUBLAS_STATUS_INVALID_VALUE;
  if (way->number < agon::test::products_that_fail) return CUBLAS_STATUS_EXECUTION_FAILED;
  s->ask_for([=, one = *static_cast<float const*>(alpha), more = *static_cast<float const*>(beta), a = *a,
              b = *b, c = *c, y = *y] {
    if (bytes > 0) std::memset(room, 1, bytes);
    for (std::int64_t k = 0; k < y.count; ++k)
      for (std::int64_t m = 0; m < std::int64_t(y.rows); ++m)
        for (std::int64_t n = 0; n < std::int64_t(y.columns); ++n) {
          auto const at = [&](void const* p, auto const& l, bool turned, std::int64_t row,
                              std::int64_t column) {
            if (turned) std::swap(row, column);
            return static_cast<float const*>(p)[k * l.next_matrix + column * l.next_column + row];
          };
          float sum = 0;
          for (std::int64_t i = 0; i < std::int64_t(inner); ++i)
            sum += at(a_at, a, a_turned, m, i) * at(b_at, b, b_turned, i, n);
          sum *= one;
          if (more != 0) sum += more * at(c_at, c, false, m, n);
          static_cast<float*>(y_at)[k * y.next_matrix + n * y.next_column + m] = sum;
        }
  });
  return CUBLAS_STATUS_SUCCESS;
}
