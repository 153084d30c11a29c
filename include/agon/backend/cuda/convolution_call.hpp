#pragma once
#include <cstdint>

#include <agon/backend/cuda/heads.hpp>

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
    // cuDNN is told that all stand at multiples of 16 bytes; of what stands in a table not all does.
    auto const stands = [](void const* p) { return reinterpret_cast<std::uintptr_t>(p) % 16 == 0; };
    by_plan_ = planned_.exists() && stands(a) && stands(b) && stands(y);
    if (by_plan_) planned_.bind(a, b, y, room);
  }
  /// Runs once, so that all code is loaded, and that an engine which fails after all is not taken.
  void try_out() {
    if (!by_plan_) return;
    try {
      planned_.run();
      Device::the().wait();
    } catch (Error const&) {
      by_plan_ = false;
    }
  }
  void run() const {
    if (by_plan_) return planned_.run();
    run_convolution(op_, g_, a_, b_, y_, extent_, static_cast<float*>(room_));
  }

 private:
  Op op_;
  Geometry g_;
  long extent_ = 0;
  PlannedConvolution planned_;
  bool by_plan_ = false;
  float *a_ = nullptr, *b_ = nullptr, *y_ = nullptr;
  void* room_ = nullptr;
};

}  // namespace agon::cuda
