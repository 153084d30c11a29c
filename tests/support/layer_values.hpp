#pragma once
#include <doctest/doctest.h>

#include <agon/network.hpp>

#include "values.hpp"

namespace agon::test {

/// y = Net(x), and the gradient of sum(y dy) by x, by all parameters under their names, and by the values
/// beside x other than labels.
template <class Net, Shape In, Mode How, Wire... Beside>
struct Derived {
  static constexpr void build(Graph& g) {
    Weights w{.name = "net"};
    Wires wires;
    Tensor const x = g.add_input("x", In);
    (wires.set(Beside.name.at, g.add_input(Beside.name.at, Beside.shape)), ...);
    Tensor const y = apply<Net>(w, x, {.mode = How}, wires), dy = g.add_input("dy", y.shape());
    List<Tensor> by = w.trainable();
    std::size_t const parameters = by.size();
    List<std::string_view> beside;
    auto also = [&](std::string_view name, Tensor t) {
      if (name != "label") by.push_back(t), beside.push_back(name);
    };
    also("x", x);
    (also(Beside.name.at, wires[Beside.name.at]), ...);
    auto const d = gradient(sum(y * dy), by);
    g.keep("y", y);
    for (std::size_t k = 0; k < d.size(); ++k) {
      if (k >= parameters) {
        g.keep(beside[k - parameters], d[k]);
        continue;
      }
      Label const l = Weights::slot(by[k]).name;
      List<char> const name(g.names.begin() + l.at, g.names.begin() + l.at + l.size);
      g.keep(std::string_view(name.data(), name.size()), d[k]);
    }
  }
};

}  // namespace agon::test
