// A training step of the Domain Transfer Network, digits at 32x32: what bench/compile_time.sh compiles.
#include "step.hpp"

using namespace agon;

struct Step {
  static constexpr void build(Graph& g) {
    Weights features{"f"}, decoder{"g"}, discriminator{"D"};
    auto seen = [&](Tensor x) {
      Tensor const rgb = x.shape().c == 3 ? x : concat(concat(x, x), x);
      return apply<DTNFeatures<>>(features, rgb, {.mode = Mode::Eval, .frozen = true});
    };
    Tensor const source = g.add_input("source", Image<3, 32, 32>),
                 target = g.add_input("target", Image<1, 32, 32>);
    Tensor const code = seen(source), moved = apply<DTNDecoder<>>(decoder, code);
    Tensor const again = apply<DTNDecoder<>>(decoder, seen(target));
    // G of a source picture, G of a target picture, a target picture
    auto is = [&](int kind, Tensor picture) {
      Tensor const label = g.table(channels(3), {double(kind == 0), double(kind == 1), double(kind == 2)});
      return cross_entropy(apply<DTNDiscriminator<>>(discriminator, picture), label);
    };
    descend<Adam>(discriminator, is(0, moved) + is(1, again) + is(2, target));
    Tensor const constancy = mean(square(seen(moved) - code)), identity = mean(square(again - target));
    descend<Adam>(decoder, is(2, moved) + is(2, again) + 15 * constancy + 15 * identity);
  }
};

int main() { run<Step>(128); }
