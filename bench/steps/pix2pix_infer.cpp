// A picture through pix2pix's U-Net-256, 12.10 nominal GFLOP: running statistics, no dropout.
#include <agon/net/unet.hpp>

#include "../step.hpp"

namespace {

using namespace agon;

struct Generate {
  static constexpr void build(Graph& g) {
    Weights w{.name = "G"};
    g.keep("output",
           apply<UNet<3, 64, 8>>(w, g.add_input("input", Image<3, 256, 256>), {.mode = Mode::Eval}));
  }
};

bench::Row<Generate> const row{"pix2pix_infer", 1};

}  // namespace
