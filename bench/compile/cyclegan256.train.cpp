// A training step of CycleGAN at 256x256, with the loss of identity: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

using Generator = CycleGANGenerator<3>;
using Discriminator = CycleGANDiscriminator<>;

struct Step {
  static constexpr void build(Graph& g) {
    Weights to_b{"G_A"}, to_a{"G_B"}, of_a{"D_B"}, of_b{"D_A"};
    Tensor const a = g.add_input("A", Image<3, 256, 256>), b = g.add_input("B", Image<3, 256, 256>);
    Tensor const fake_b = apply<Generator>(to_b, a), fake_a = apply<Generator>(to_a, b);
    auto game = [](Weights& d, Tensor fake) { return mean(square(apply<Discriminator>(d, fake) - 1)); };
    auto away = [](Tensor x, Tensor y) { return mean(abs(x - y)); };
    Tensor const cycle = away(apply<Generator>(to_a, fake_b), a) + away(apply<Generator>(to_b, fake_a), b);
    Tensor const same = away(apply<Generator>(to_b, b), b) + away(apply<Generator>(to_a, a), a);
    descend({&to_b, &to_a}, game(of_b, fake_b) + game(of_a, fake_a) + 10 * cycle + 5 * same);
    judge(of_b, b, g.add_input("former B", fake_b.shape()));
    judge(of_a, a, g.add_input("former A", fake_a.shape()));
    g.keep("fake B", fake_b);
    g.keep("fake A", fake_a);
  }

 private:
  /// Fake pictures come from the pool of former ones, which the program's owner keeps.
  static constexpr void judge(Weights& d, Tensor real, Tensor fake) {
    Symbols const s{.real = real,
                    .fake = fake,
                    .input = {},
                    .real_logits = apply<Discriminator>(d, real),
                    .fake_logits = apply<Discriminator>(d, fake)};
    descend<Adam>(d, 0.5 * loss<Player::Discriminator>(lsgan, s));
  }
};

int main() { run<Step>(); }
