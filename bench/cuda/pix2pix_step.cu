// Pix2pix.
#include "../programs/pix2pix.hpp"
#include "row.hpp"

int main(int argc, char** argv) {
  return agon::bench::measure<agon::bench::Pix2Pix256>("pix2pix_step", argc, argv);
}
