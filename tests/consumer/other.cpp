#include <agon/agon.hpp>

using Net = agon::Seq<agon::Conv<8, 4, 2>, agon::LeakyReLU<0.2>, agon::Conv<1, 4, 1>>;

std::string other() { return agon::describe<Net, agon::Image<3, 16, 16>>(); }

agon::Array4 other_output() {
  agon::Store<float> store;
  agon::Inference<Net, agon::Image<3, 16, 16>, agon::Cpu> const net(store);
  return net(xt::ones<float>({1, 3, 16, 16}));
}
