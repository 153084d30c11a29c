#pragma once
#include <agon/core/team.hpp>
#ifdef _OPENMP
#include <omp.h>
#ifdef __linux__
#include <sched.h>
#endif
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
  Team* const team = n > 1 ? Team::led() : nullptr;
  if (team) return team->run(n, f);
  if (n > 1 && !omp_in_parallel()) {  // within a section its thread does all
#pragma omp parallel for schedule(dynamic, 1)
    for (long i = 0; i < n; ++i) f(i);
    return;
  }
#endif
  for (long i = 0; i < n; ++i) f(i);
}

/// body(), whose parallel sections are many and small.
inline void with_team(auto const& body) {
#ifdef _OPENMP
  Team::lead(body);
#else
  body();
#endif
}

/// Sets threads apart that the system has left on one processor while others idle: it happens in virtual
/// machines, and a step takes five times as long. Each is moved once and stays free to move.
inline void spread_threads() {
#if defined(_OPENMP) && defined(__linux__)
  constexpr int most = 64;
  int const n = thread_count();
  if (n < 2 || n > most) return;
  int at[most];
#pragma omp parallel for schedule(static, 1)
  for (int i = 0; i < n; ++i) at[i] = sched_getcpu();
  bool apart = true;
  for (int i = 0; i < n; ++i)
    for (int j = 0; j < i; ++j) apart = apart && at[i] != at[j];
  cpu_set_t allowed;
  if (apart || sched_getaffinity(0, sizeof allowed, &allowed) || CPU_COUNT(&allowed) < n) return;
#pragma omp parallel for schedule(static, 1)
  for (int i = 0; i < n; ++i) {
    cpu_set_t mine, one;
    if (sched_getaffinity(0, sizeof mine, &mine)) continue;
    int cpu = 0;
    for (int rank = i; cpu < CPU_SETSIZE && (!CPU_ISSET(cpu, &mine) || rank-- > 0);) ++cpu;
    if (cpu == CPU_SETSIZE) continue;
    CPU_ZERO(&one);
    CPU_SET(cpu, &one);
    if (sched_setaffinity(0, sizeof one, &one) == 0) sched_setaffinity(0, sizeof mine, &mine);
  }
#endif
}

}  // namespace agon
