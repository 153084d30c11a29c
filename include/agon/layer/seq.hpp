#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// How many places a layer takes in the sequence that it stands in: a Seq as many as its layers do.
template <class L>
inline constexpr int length_of = 1;
template <class L>
requires requires { L::length; }
inline constexpr int length_of<L> = L::length;

/// y = (... L2(L1(x))). A Seq inside a Seq, or a block that derives from one, goes on with the numbering of
/// the outer: blocks are for the reader, names of parameters count layers.
template <class... L>
struct Seq {
  static constexpr int length = (0 + ... + length_of<L>);

  constexpr Tensor operator()(Scope& s, Tensor x) const { return run(s, x, 0, length); }
  constexpr Tensor run(Scope& s, Tensor x, [[maybe_unused]] int first, [[maybe_unused]] int count) const {
    ((x = one<L>(s, x, first, count), first += length_of<L>), ...);
    return x;
  }

 private:
  template <class M>
  static constexpr Tensor one(Scope& s, Tensor x, int index, int count) {
    if constexpr (requires { M::length; })
      return M{}.run(s, x, index, count);
    else
      return s.call<M>(x, index, count);
  }
};

}  // namespace agon
