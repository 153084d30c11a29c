#pragma once
#ifdef __CUDACC__
// nvcc's front end does not know the vectors of this backend: in what it compiles Cpu is a name, no more.
namespace agon {
struct Cpu;
struct CpuDirect;
struct CpuFastest;
}  // namespace agon
#else
#include <string>

#include <agon/backend/cpu/machine.hpp>
#include <agon/core/words.hpp>
#include <agon/graph/compile.hpp>

namespace agon {

namespace cpu {
inline namespace AGON_CPU {

/// A program's machine: its tables and its kernels.
template <class P, int MostOutputs = 2>
class Engine : public Machine {
  static constexpr auto const& program = Compiled<P>::program;
  static constexpr auto table = kernels<program>(std::make_integer_sequence<int, program.counts.kernels>{});
  static Heads const& heads() {
#ifdef AGON_KERNELS_ELSEWHERE
    return heads_elsewhere(MostOutputs);
#else
    return heads_for<program, MostOutputs>;
#endif
  }

 public:
  using Scalar = float;
  /// Room for batches of that many samples. Throws Error if one is too small, or if the store holds a slot of
  /// another shape.
  Engine(Store<float>& store, Batches const& batch) : Machine(program, table.data(), heads(), store, batch) {}
};

}  // namespace AGON_CPU
}  // namespace cpu

/// Which convolutions a program may take, where they pay: the largest tile of Winograd's, along a side. Their
/// error, relative to double precision in the norm, on the layers of real networks and at most on thousands
/// of random shapes: direct 3e-7 and 4e-7; tiles of 2 and 3 for a 4x4 kernel with stride 2, and of 2 for 3x3,
/// 3e-7 to 6e-7 and 9e-7; of 2 for a 4x4 kernel with stride 1 and of 3 for 3x3 7e-7 to 1.9e-6 and 3e-6; of 4
/// 1e-6 to 3.3e-6 and 4e-6. Weight gradients of one to seven filters, or in groups, add pixel after pixel:
/// 1.2e-6 and 3e-6 at most.
template <int MostOutputs>
struct CpuBackend {
  using Scalar = float;
  template <class P>
  using Engine = cpu::Engine<P, MostOutputs>;
  /// One line for people: what instructions the program was built for, and how many threads it uses.
  static std::string machine_text() {
    int const n = thread_count();
    return joined({cpu::instruction_set, " code, ", n, n == 1 ? " thread" : " threads"});
  }
};
/// The backend of this machine's processor, in float, with tiles of 2 and 3.
struct Cpu : CpuBackend<3> {};
/// With direct convolutions alone.
struct CpuDirect : CpuBackend<1> {};
/// With tiles of 4 too: the fastest, and the least exact.
struct CpuFastest : CpuBackend<4> {};

}  // namespace agon
#endif
