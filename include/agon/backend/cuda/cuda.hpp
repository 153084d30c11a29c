#pragma once
#include <string>

#include <agon/backend/cuda/machine.hpp>
#include <agon/graph/compile.hpp>

namespace agon {

namespace cuda {

/// A program's machine: its tables and its kernels.
template <class P, CudaPolicy Policy>
class Engine : public Machine {
  static constexpr auto const& program = Compiled<P>::program;

 public:
  using Scalar = float;
  /// Room for batches of that many samples. Throws Error if one is too small, if the store holds a slot of
  /// another shape, or if the device has too little memory.
  Engine(Store<float>& store, Batches const& batch)
      : Machine(program, kernels<program, OnDevice>.data(), store, batch, Policy) {}
};

}  // namespace cuda

/// The backend of an NVIDIA GPU, in a file that nvcc compiles. It may do what a policy says:
/// `Pix2Pix<..., CudaWith<CudaPolicy{.fastest = true}>>`.
template <CudaPolicy Policy>
struct CudaWith {
  using Scalar = float;
  template <class P>
  using Engine = cuda::Engine<P, Policy>;
  /// One line for people: which device programs run on. Throws Error if there is none.
  static std::string machine_text() { return cuda::Device::the().text(); }
};
/// Exact products, and the same bits in every run.
struct Cuda : CudaWith<CudaPolicy{}> {};
/// Products for tensor cores, of factors that were made coarser.
struct CudaTF32 : CudaWith<CudaPolicy{.precision = Precision::tf32}> {};
struct CudaBF16 : CudaWith<CudaPolicy{.precision = Precision::bf16}> {};

}  // namespace agon
