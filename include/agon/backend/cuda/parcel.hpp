#pragma once
#include <span>
#include <vector>

#include <agon/backend/cuda/device.hpp>
#include <agon/backend/cuda/layout.hpp>

namespace agon::cuda {

/// Pieces that the host writes in memory of its own and hands over to a step. They set out in a stream of
/// their own, while the step before is at work, and go from there to their places.
class Parcel {
 public:
  Parcel() = default;
  Parcel(Parcel const&) = delete;
  ~Parcel() {
    if (arrived_) cudaEventDestroy(arrived_);
    if (taken_) cudaEventDestroy(taken_);
  }
  /// The next piece, of that many bytes, whose place on the device is `to`.
  void add(std::size_t bytes, void* to) { pieces_.push_back({layout_.add(bytes), bytes, to}); }
  /// After the last piece.
  void take_memory() {
    here_ = PinnedMemory<char>(layout_.size());
    there_ = {layout_.size(), "what a step is given"};
    check(cudaEventCreateWithFlags(&arrived_, cudaEventDisableTiming), {"cudaEventCreateWithFlags"});
    check(cudaEventCreateWithFlags(&taken_, cudaEventDisableTiming), {"cudaEventCreateWithFlags"});
  }
  /// Where the host writes a piece, counted from 0, for the next step; asked for anew for each. Waits until
  /// nothing of it is on its way.
  template <class T>
  std::span<T> piece(std::size_t number) {
    check(cudaEventSynchronize(arrived_), {"cudaEventSynchronize"});
    state_ = State::written;
    Piece const& p = pieces_[number];
    return {reinterpret_cast<T*>(here_.data() + p.at), p.bytes / sizeof(T)};
  }
  /// Sends what was written for the next step, if there is something that has not set out yet.
  void set_out() {
    if (state_ == State::written) send();
  }
  /// Has the device's main stream put all in its places for a step that is asked for after it.
  void hand_over() {
    if (state_ != State::sent) send();
    state_ = State::taken;
    cudaStream_t const stream = Device::the().stream();
    check(cudaStreamWaitEvent(stream, arrived_), {"cudaStreamWaitEvent"});
    for (Piece const& p : pieces_)
      check(cudaMemcpyAsync(p.to, there_.data() + p.at, p.bytes, cudaMemcpyDeviceToDevice, stream),
            {"cudaMemcpyAsync(", p.bytes, " bytes on the device)"});
    check(cudaEventRecord(taken_, stream), {"cudaEventRecord"});
  }
  std::size_t bytes() const { return there_.size(); }

 private:
  struct Piece {
    std::size_t at, bytes;
    void* to;
  };
  Layout layout_;
  std::vector<Piece> pieces_;
  PinnedMemory<char> here_;
  DeviceMemory<char> there_;
  cudaEvent_t arrived_{}, taken_{};
  enum class State { taken, written, sent } state_ = State::taken;

  void send() {
    cudaStream_t const aside = Device::the().copies();
    check(cudaStreamWaitEvent(aside, taken_), {"cudaStreamWaitEvent"});
    check(cudaMemcpyAsync(there_.data(), here_.data(), here_.size(), cudaMemcpyHostToDevice, aside),
          {"cudaMemcpyAsync(", here_.size(), " bytes to the device)"});
    check(cudaEventRecord(arrived_, aside), {"cudaEventRecord"});
    state_ = State::sent;
  }
};

}  // namespace agon::cuda
