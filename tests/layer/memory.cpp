#include <doctest/doctest.h>

#include <agon/layer/layers.hpp>
#include <agon/layer/memory.hpp>
#include <agon/net/unet.hpp>

using namespace agon;

// Every size is a multiple of 16 numbers, as offsets are.
using Net = Seq<Linear<32>, Tanh, Linear<16>, Tanh, Linear<48>>;
inline constexpr Shape in = Features<64>;

// Forward: the input stays; the first hidden values have died when the output is made, whose 48 numbers find
// no room in their 32.
static_assert(inference_arenas<Net, in> == ArenaBytes{4 * (64 + 32 + 16 + 48), 0});
static_assert(inference_bytes<Net, in> == 4 * 160);
static_assert(inference_bytes<Seq<Tanh, LeakyReLU<0.2>>, in> == 4 * (64 + 64), "one pass, in place");
static_assert(inference_bytes<With<"y">, in, Wire{"y", Features<16>}> == 4 * (64 + 16 + 80));

// Back: the input, the output's gradient and both hidden values stay; the gradients of the two lie beside
// each other while one is made from the other. The output itself is not needed.
static_assert(training_bytes<Net, in> == 4 * (64 + 48 + 32 + 16 + 16 + 32));
static_assert(training_arenas<Net, in>.shared == 4 * parameter_count<Net, in>, "their gradients");
static_assert(training_arenas<Net, in>.of(10) == 10 * training_bytes<Net, in> + 4 * 3424);

// U-Net: all of it fits where its two widest values lie beside their concatenation and the input; a list of
// all layers' outputs is three times as long. The way back needs them.
using U = UNet<3, 64, 8>;
inline constexpr Shape photo = Image<3, 256, 256>;
static_assert(inference_bytes<U, photo> <= 4 * (3 * 256 * 256 + 4 * 64 * 128 * 128));
static_assert(3 * inference_bytes<U, photo> < activation_bytes<U, photo>);
static_assert(training_bytes<U, photo> > activation_bytes<U, photo> &&
              training_bytes<U, photo> < 2 * activation_bytes<U, photo>);
static_assert(training_arenas<U, photo>.shared >= 4 * parameter_count<U, photo>);

TEST_CASE("arenas are those of the programs") {
  struct Alone {
    static constexpr void build(Graph& g) {
      Weights w{.name = "G"};
      g.keep("output", apply<Net>(w, g.add_input("input", in), {.mode = Mode::Eval}));
    }
  };
  CHECK(inference_bytes<Net, in> == 4 * Compiled<Alone>::program.savings.sample_numbers[0]);
}
