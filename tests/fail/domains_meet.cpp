// expect: batches of 3x4x4 and 3x4x4 of M samples do not meet; give both as many samples
#include <agon/graph/compile.hpp>
#include <agon/network.hpp>

using namespace agon;

struct Meeting {
  static constexpr void build(Graph& g) {
    g.keep("y", g.add_input("x", Image<3, 4, 4>) + g.add_input("z", Image<3, 4, 4>.samples(1, 1)));
  }
};
constexpr auto calls = Compiled<Meeting>::program.counts.calls;
