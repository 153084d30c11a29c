#pragma once
#ifdef _OPENMP
#include <omp.h>
#endif

namespace agon {

/// How many threads a parallel section has.
inline int thread_count() {
#ifdef _OPENMP
  return omp_get_max_threads();
#else
  return 1;
#endif
}
inline int thread_index() {
#ifdef _OPENMP
  return omp_get_thread_num();
#else
  return 0;
#endif
}

/// f(i) for every i < n, on all threads. What f does must depend on i alone: then results do not depend on
/// the number of threads.
inline void parallel(long n, auto const& f) {
#ifdef _OPENMP
  if (n > 1) {
#pragma omp parallel for schedule(dynamic, 1)
    for (long i = 0; i < n; ++i) f(i);
    return;
  }
#endif
  for (long i = 0; i < n; ++i) f(i);
}

}  // namespace agon
