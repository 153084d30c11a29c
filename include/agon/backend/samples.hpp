#pragma once
#include <agon/core/error.hpp>
#include <agon/graph/program.hpp>

namespace agon {

/// Throws Error if a program cannot run that many samples: too few for its batch statistics, or not a
/// multiple of the groups that it takes means over.
inline void check_samples(ProgramView const& program, long batch) {
  if (batch < program.smallest_batch)
    throw Error(joined({"batch ", batch}), {"this program needs at least ", program.smallest_batch,
                                            " samples, for its batch statistics"});
  for (Call const& c : program.call)
    if (c.head == Op::group_mean && batch > c.index && batch % c.index)
      throw Error(joined({"batch ", batch}),
                  {"this program compares samples in groups of ", c.index, "; take a multiple of it"});
}

}  // namespace agon
