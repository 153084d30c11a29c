#include <agon/network.hpp>

using Net = agon::Seq<agon::Conv<8, 4, 2>, agon::LeakyReLU<0.2>>;

static_assert(agon::output_shape<Net, agon::Image<3, 16, 16>> == agon::Image<8, 8, 8>);

int main() {}
