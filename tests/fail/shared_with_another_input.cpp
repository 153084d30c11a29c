// expect: layer 1 of 1, Linear<4>, inside layer 2 of 2, Shared<tail> of B: a shared parameter is 4x1x3 in one
//   place
//   and 4x1x5 in another; give both the same layers and inputs
#include <agon/network.hpp>

using namespace agon;

using Tail = Shared<"tail", Linear<4>>;
struct Two {
  constexpr Tensor operator()(Scope& s, Tensor x) const {
    Weights pool{"pool"}, a{"A", &pool}, b{"B", &pool};
    (void)apply<Seq<Linear<3>, Tail>>(a, x);
    (void)apply<Seq<Linear<5>, Tail>>(b, x);
    return s.graph.fault.empty() ? x : x;
  }
};
using Net = Two;
constexpr auto shape = output_shape<Net, Features<2>>;
