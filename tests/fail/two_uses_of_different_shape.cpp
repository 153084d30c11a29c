// expect: layer 2 of 2, Linear<1> of D: its weight takes 12 features and the input has 27; give every use of
//   a network the same shape
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>

using namespace agon;

using D = Seq<Flatten, Linear<1>>;
struct Twice {
  static constexpr void build(Graph& g) {
    Weights d{"D"};
    g.keep("a", apply<D>(d, g.add_input("x", Image<3, 2, 2>)));
    g.keep("b", apply<D>(d, g.add_input("y", Image<3, 3, 3>)));
  }
};
constexpr auto calls = Compiled<Twice>::program.counts.calls;
