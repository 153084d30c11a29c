#include <iostream>

#include <agon/agon.hpp>

std::string other();

using Net = agon::Seq<agon::Conv<8, 4, 2>, agon::LeakyReLU<0.2>, agon::Conv<1, 4, 1>>;

int main() {
  std::string const here = agon::describe<Net, agon::Image<3, 16, 16>>();
  std::cout << here;
  return here == other() ? 0 : 1;
}
