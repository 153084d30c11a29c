#pragma once
#include <agon/layer/layers.hpp>

#include "steps.hpp"

/// Whole steps of one backend against reference.
namespace agon::test {

/// A generator of Features<6> to pictures of 8x8, and a critic of them.
struct SmallGenerator : Seq<Linear<32>, Reshape<8, 2, 2>, BatchNorm, ReLU, ConvTranspose<4, 4, 2>, ReLU,
                            ConvTranspose<1, 4, 2>, Tanh> {};
struct SmallCritic : Seq<Conv<8, 4, 2>, LeakyReLU<0.2>, Conv<8, 4, 2>, LeakyReLU<0.2>, Flatten, Linear<1>> {};

/// Three steps of P by a backend and by reference in double. A bias before a norm has no gradient but
/// rounding, of which Adam makes whole steps: without biases, if a network has such.
template <class P, class Backend>
void check_against_reference(long batch, bool biases = true) {
  Store<double> exact_store(1);
  Store<float> store(1);
  Steps<P, Reference<double>> exact(exact_store, batch);
  Steps<P, Backend> steps(store, batch);
  Farthest far;
  for (long t = 1; t <= 3; ++t) {
    exact.run(t), steps.run(t);
    for (std::string const& name : exact.names())
      if (biases || !name.ends_with("bias")) far.see(distance(steps.of(name), exact.of(name)), name);
  }
  INFO(far.name);
  MESSAGE("within " << far.error);
  CHECK(far.error < 1e-3);
}

}  // namespace agon::test
