// expect: two inputs are called "y"; give each a name of its own
#include <agon/network.hpp>

using namespace agon;

constexpr auto shape = output_shape<With<"y">, Features<3>, Wire{"y", Features<2>}, Wire{"y", Features<1>}>;
