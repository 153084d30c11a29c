#pragma once
#include <span>

#include <agon/backend/cuda/device.hpp>

namespace agon::cuda {

/// What the host writes, in memory of its own, for each step of a program. It sets out in a stream of its
/// own, while the step before is at work, and goes from there to its place.
class Parcel {
 public:
  /// Of so many bytes, whose place on the device is `place`.
  Parcel(std::size_t bytes, void* place)
      : here_(bytes), there_(bytes, "what a step is given"), place_(place) {
    check(cudaEventCreateWithFlags(&arrived_, cudaEventDisableTiming), {"cudaEventCreateWithFlags"});
    check(cudaEventCreateWithFlags(&taken_, cudaEventDisableTiming), {"cudaEventCreateWithFlags"});
  }
  Parcel(Parcel const&) = delete;
  ~Parcel() {
    if (arrived_) cudaEventDestroy(arrived_);
    if (taken_) cudaEventDestroy(taken_);
  }
  /// Where the host writes it for the next step, asked for anew for each. Waits until what was written before
  /// is on its way no more.
  template <class T>
  std::span<T> open() {
    check(cudaEventSynchronize(arrived_), {"cudaEventSynchronize"});
    has_set_out_ = false;
    return {reinterpret_cast<T*>(here_.data()), here_.size() / sizeof(T)};
  }
  /// Sends what was written, which nobody changes from here on.
  void set_out() {
    cudaStream_t const aside = Device::the().copies();
    check(cudaStreamWaitEvent(aside, taken_), {"cudaStreamWaitEvent"});
    check(cudaMemcpyAsync(there_.data(), here_.data(), here_.size(), cudaMemcpyHostToDevice, aside),
          {"cudaMemcpyAsync(", here_.size(), " bytes to the device)"});
    check(cudaEventRecord(arrived_, aside), {"cudaEventRecord"});
    has_set_out_ = true;
  }
  /// Has the device's main stream put it in its place, for a step that is asked for after it; sends it first
  /// if it has not set out yet.
  void hand_over() {
    if (!has_set_out_) set_out();
    has_set_out_ = false;
    cudaStream_t const stream = Device::the().stream();
    check(cudaStreamWaitEvent(stream, arrived_), {"cudaStreamWaitEvent"});
    check(cudaMemcpyAsync(place_, there_.data(), there_.size(), cudaMemcpyDeviceToDevice, stream),
          {"cudaMemcpyAsync(", there_.size(), " bytes on the device)"});
    check(cudaEventRecord(taken_, stream), {"cudaEventRecord"});
  }
  std::size_t bytes() const { return there_.size(); }

 private:
  PinnedMemory<char> here_;
  DeviceMemory<char> there_;
  void* place_;
  cudaEvent_t arrived_{}, taken_{};
  bool has_set_out_ = false;  // for the next step
};

}  // namespace agon::cuda
