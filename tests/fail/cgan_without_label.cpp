// expect: layer 3 of 9, With<y>: it reads a value "y" that nobody gave or named before; give the network an
//   input of that name, or put Let<"y"> before it
#include <agon/network.hpp>

using namespace agon;

using Net = CGANGeneratorMNIST;
constexpr auto shape = output_shape<Net, Features<100>>;
