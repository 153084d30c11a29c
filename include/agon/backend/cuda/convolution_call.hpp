#pragma once
#include <agon/backend/cuda/heads.hpp>
#include <agon/backend/cuda/start.hpp>

#if __has_include(<cudnn.h>) && !defined(AGON_WITHOUT_CUDNN)
#include <agon/backend/cuda/planned.hpp>
#else
#include <agon/backend/cuda/unplanned.hpp>
#endif

namespace agon::cuda {

/// A convolution of a program, or one of its adjoints: by cuDNN where it is there and has an engine for it,
/// otherwise by a product of our own.
class ConvolutionCall {
 public:
  /// `extent` is that of its result.
  ConvolutionCall(Op op, Geometry const& g, long extent, CudaPolicy const& policy)
      : op_(op), g_(g), extent_(extent), planned_(op, g, policy) {}
  /// Bytes that it needs beside its operands.
  std::size_t room() const {
    return std::max(planned_.room(), sizeof(float) * std::size_t(room_of(op_, g_, extent_)));
  }
  /// From here on it is of these: operands a and b, result y.
  void bind(float* a, float* b, float* y, void* room) {
    a_ = a, b_ = b, y_ = y, room_ = room;
    by_cudnn_ = planned_.exists() && planned_.bind(a, b, y, room);
  }
  bool by_cudnn() const { return by_cudnn_; }
  /// Runs once, so that all code is loaded, and that an engine which fails after all is not taken.
  void try_out() {
    if (!by_cudnn_) return;
    try {
      planned_.run();
      Device::the().wait();
    } catch (Error const&) {
      by_cudnn_ = false;
      Device::the().wait();  // throws if it is more than that this engine can't
    }
  }
  void run() const {
    if (by_cudnn_) return planned_.run();
    run_convolution<OnDevice>(op_, g_, a_, b_, y_, extent_, static_cast<float*>(room_));
  }

 private:
  Op op_;
  Geometry g_;
  long extent_ = 0;
  PlannedConvolution planned_;
  bool by_cudnn_ = false;
  float *a_ = nullptr, *b_ = nullptr, *y_ = nullptr;
  void* room_ = nullptr;
};

}  // namespace agon::cuda
