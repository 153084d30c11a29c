// expect: smooth: the term has no labels; smooth one that has, such as nonsaturating or lsgan, before adding
//   others
#include <agon/network.hpp>

using namespace agon;

constexpr auto objective = smooth(100 * l1, 0.9);
