#pragma once
#ifdef _OPENMP
#include <atomic>
#include <exception>
#include <omp.h>

#include <agon/core/intrinsics.hpp>

namespace agon {

/// OpenMP's threads, held together over many parallel sections: one leads, and the others follow it from
/// section to section. Who waits looks again for some microseconds and then sleeps. OpenMP's own sections
/// spin for milliseconds, and where another program wants the processors too they burn the time that the
/// thread they wait for would need: a step of a thousand small sections took five times as long.
class Team {
 public:
  /// The team that the calling thread leads, if any.
  static Team*& led() {
    static thread_local Team* team = nullptr;
    return team;
  }

  /// body() on this thread, with all others of a parallel region ready for its sections.
  static void lead(auto const& body) {
    if (led() || omp_in_parallel() || omp_get_max_threads() < 2) return body();
    Team team;
    std::exception_ptr failure;
#pragma omp parallel
    {
      if (omp_get_thread_num() == 0) {
        led() = &team;
        try {
          body();
        } catch (...) {
          failure = std::current_exception();
        }
        led() = nullptr;
        team.dismiss();
      } else {
        team.follow();
      }
    }
    if (failure) std::rethrow_exception(failure);
  }

  /// f(i) for every i < count, by all threads. Only the leader calls it.
  template <class F>
  void run(long count, F const& f) {
    led() = nullptr;  // a section within a section is made by the thread that meets it
    call_ = [](void const* self, long i) { (*static_cast<F const*>(self))(i); };
    self_ = &f;
    count_ = count;
    next_ = 0;
    section_.fetch_add(1);  // open
    section_.notify_all();
    work();
    section_.fetch_add(1);  // closed: who comes now turns back
    for (int n = inside_; n != 0; n = inside_) await_change(inside_, n);
    led() = this;
  }

 private:
  std::atomic<int> section_{0};  // odd while one is open
  std::atomic<int> inside_{0};   // followers that may read it
  std::atomic<bool> ended_{false};
  std::atomic<long> next_{0};
  long count_ = 0;
  void (*call_)(void const*, long) = nullptr;
  void const* self_ = nullptr;

  void work() {
    for (long i; (i = next_.fetch_add(1, std::memory_order_relaxed)) < count_;) call_(self_, i);
  }
  void follow() {
    for (int seen = 0; !ended_; seen = section_) {
      if (seen % 2) {
        inside_.fetch_add(1);
        if (section_ == seen) work();
        if (inside_.fetch_sub(1) == 1) inside_.notify_one();
      }
      await_change(section_, seen);
    }
  }
  void dismiss() {
    ended_ = true;
    section_.fetch_add(2);
    section_.notify_all();
  }
  /// Until x is no longer `old`.
  static void await_change(std::atomic<int>& x, int old) {
    for (int k = 0; k < 2000; ++k) {
      if (x.load(std::memory_order_relaxed) != old) return;
#if defined(__x86_64__)
      _mm_pause();
#endif
    }
    x.wait(old);
  }
};

}  // namespace agon
#endif
