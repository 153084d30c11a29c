// DCGAN on 64x64 pictures.
#include "../programs/dcgan64.hpp"
#include "row.hpp"

int main(int argc, char** argv) {
  return agon::bench::measure<agon::bench::DCGAN64>("dcgan64_step", argc, argv);
}
