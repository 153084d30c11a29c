// The GAN of fully connected layers.
#include "../programs/mlp.hpp"
#include "row.hpp"

int main(int argc, char** argv) {
  return agon::bench::measure<agon::bench::MLP::Step>("mlp_step", argc, argv);
}
