#pragma once
#include <algorithm>
#include <span>

#include <agon/backend/cuda/device.hpp>

namespace agon::cuda {

/// A pair of events, between which the device's time is taken.
class Stopwatch {
 public:
  Stopwatch() {
    check(cudaEventCreate(&begin_), {"cudaEventCreate"});
    check(cudaEventCreate(&end_), {"cudaEventCreate"});
  }
  Stopwatch(Stopwatch const&) = delete;
  ~Stopwatch() { cudaEventDestroy(begin_), cudaEventDestroy(end_); }
  /// Milliseconds of `work`, which asks for the device's. Throws Error if that fails.
  float time(auto const& work) const {
    cudaStream_t const stream = Device::the().stream();
    float ms = 0;
    check(cudaEventRecord(begin_, stream), {"cudaEventRecord"});
    work();
    check(cudaEventRecord(end_, stream), {"cudaEventRecord"});
    check(cudaEventSynchronize(end_), {"cudaEventSynchronize"});
    check(cudaEventElapsedTime(&ms, begin_, end_), {"cudaEventElapsedTime"});
    return ms;
  }
  /// The least of three times, after one that loads code.
  float least_time(auto const& work) const {
    time(work);
    return std::min({time(work), time(work), time(work)});
  }

 private:
  cudaEvent_t begin_{}, end_{};
};

/// The quickest of `ways` by time(way); none if each throws Error. Throws Error if the device is lost.
template <class Way>
Way* quickest(std::span<Way> ways, auto const& time) {
  Way* best = nullptr;
  float least = 0;
  for (Way& w : ways) try {
      float const t = time(w);
      if (!best || t < least) best = &w, least = t;
    } catch (Error const&) {
      Device::the().wait();  // throws if it is more than that this way can't
    }
  return best;
}

}  // namespace agon::cuda
