// expect: layer 1 of 1, OriginalDropout<1>: its rate is 1; it must be at least 0 and less than 1
#include <agon/network.hpp>

using namespace agon;

using Net = Seq<OriginalDropout<1>>;
constexpr auto shape = output_shape<Net, Features<8>>;
