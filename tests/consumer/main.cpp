#include <iostream>

#include <agon/agon.hpp>

std::string other();
agon::Array4 other_output();

using Net = agon::Seq<agon::Conv<8, 4, 2>, agon::LeakyReLU<0.2>, agon::Conv<1, 4, 1>>;

int main() {
  std::string const here = agon::describe<Net, agon::Image<3, 16, 16>>();
  std::cout << here;
  agon::Store<float> store;
  agon::Inference<Net, agon::Image<3, 16, 16>, agon::Cpu> const net(store);
  agon::Array4 const output = net(xt::ones<float>({1, 3, 16, 16}));
  return here == other() && output == other_output() ? 0 : 1;
}
