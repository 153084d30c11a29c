#pragma once
#include <array>
#include <initializer_list>

#include <agon/core/error.hpp>
#include <agon/graph/program.hpp>

namespace agon {

/// How many samples the batches of a program have: N, and of further domains M and so on, which are as large
/// as the first unless told otherwise.
struct Batches {
  std::array<long, most_domains> of{};

  constexpr Batches(long n) { of.fill(n); }
  constexpr Batches(std::initializer_list<long> n) {
    std::size_t k = 0;
    for (long m : n) of[k++] = m;
    for (; k > 0 && k < of.size(); ++k) of[k] = of[0];
  }
  constexpr long operator[](int domain) const { return of[std::size_t(domain)]; }
  /// Samples of a value that is `batched` as shapes and operands say; 1 if the batch shares it.
  constexpr long samples(int batched) const { return batched ? (batched & 255) * (*this)[batched >> 8] : 1; }
  constexpr bool operator==(Batches const&) const = default;
};

/// Samples that a call is told of: those of its result or of an operand, and of a stack those of one batch in
/// it.
constexpr long samples_of(Call const& c, Batches const& batch) {
  short const samples = c.domain.batched  ? c.domain.batched
                        : c.in[0].batched ? c.in[0].batched
                                          : c.in[1].batched;
  bool const in_parts = c.head >= Op::stack && c.head <= Op::put_samples;
  return in_parts ? batch[c.domain.domain()] : batch.samples(samples);
}

/// Throws Error if a program cannot run that many samples: too few for its batch statistics, or not a
/// multiple of the groups that it takes means over.
inline void check_samples(ProgramView const& program, Batches const& batch) {
  for (long n : batch.of)
    if (n < program.smallest_batch)
      throw Error(joined({"batch ", n}), {"this program needs at least ", program.smallest_batch,
                                          " samples, for its batch statistics"});
  for (Call const& c : program.call)
    if (long const n = batch.samples(c.domain.batched);
        c.head == Op::group_mean && n > c.index && n % c.index)
      throw Error(joined({"batch ", n}),
                  {"this program compares samples in groups of ", c.index, "; take a multiple of it"});
}

}  // namespace agon
