#pragma once
#include <array>
#include <bit>
#include <vector>

#include <agon/backend/samples.hpp>

namespace agon {

/// Where a backend keeps what a program's operands are found in, at one batch.
struct Bases {
  std::vector<float*> slots;
  float* shared = nullptr;
  std::array<float*, most_domains> samples{};
  float *tables = nullptr, *scalars = nullptr, *inverse_batches = nullptr;
};
/// Where an operand lies; a constant or a stream at `number`, which the backend has put there (see
/// number_in).
inline float* address(Operand const& o, Bases const& b, Batches const& batch, float* number) {
  switch (o.where) {
    case Where::slot: return b.slots[std::size_t(o.index)];
    case Where::shared: return b.shared + o.offset;
    case Where::sample: {
      int const domain = o.batched >> 8;
      return b.samples[std::size_t(domain)] + o.offset * batch[domain];
    }
    case Where::table: return b.tables + o.offset;
    case Where::constant:
    case Where::stream: return number;
    case Where::scalar: return b.scalars + o.index;
    case Where::inverse_batch: return b.inverse_batches + o.index;
    default: return nullptr;
  }
}
/// What kernels find at the address of a constant, or of a stream of random numbers: its bits.
inline float number_in(Operand const& o) {
  return o.where == Where::stream ? std::bit_cast<float>(o.index) : float(o.value);
}

}  // namespace agon
