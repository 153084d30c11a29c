#pragma once
#include <string>

#include <agon/backend/cuda/machine.hpp>
#include <agon/graph/compile.hpp>

namespace agon {

namespace cuda {

/// A program's machine: its tables and its kernels.
template <class P>
class Engine : public Machine {
  static constexpr auto const& program = Compiled<P>::program;

 public:
  using Scalar = float;
  /// Room for batches of that many samples. Throws Error if one is too small, if the store holds a slot of
  /// another shape, or if the device has too little memory.
  Engine(Store<float>& store, Batches const& batch)
      : Machine(program, kernels<program>.data(), store, batch) {}
};

}  // namespace cuda

/// One line for people: which device programs run on. Throws Error if there is none.
inline std::string machine_text() { return cuda::Device::the().text(); }

/// The backend of an NVIDIA GPU, in float: `Pix2Pix<..., Cuda>`, in a file that nvcc compiles.
struct Cuda {
  using Scalar = float;
  template <class P>
  using Engine = cuda::Engine<P>;
};

}  // namespace agon
