// expect: SlopeOf<h2>: it reads a value "h2" that nobody gave or named before; give the network an
//   input of that name, or put Let<"h2"> before it
#include <agon/network.hpp>
#include <agon/study/slope.hpp>

using namespace agon;

using Net = Seq<Conv<8, 4, 2>, Mark<"h1">, Flatten, Linear<1>>;
constexpr auto shape =
    output_shape<study::SlopeOf<"h2", "at", Net>, Image<3, 16, 16>, Wire{"at", Image<8, 8, 8>}>;
