#include <doctest/doctest.h>

#include <agon/network.hpp>

using namespace agon;

// Types, facts and refusals ask little of a compiler: this file compiles without any -fconstexpr option (g++
// 12, clang 18 and later).
static_assert(output_shape<UNet<3, 64, 8>, Image<3, 256, 256>> == Image<3, 256, 256>);
static_assert(parameter_count<UNet<3, 64, 8>, Image<3, 256, 256>> == 54'413'955);
static_assert(receptive_field<PatchGAN<286>> == 286);
static_assert(layer_rows<UNet<3, 64, 8>, Image<3, 256, 256>>.size() > 0);
static_assert(parameter_count<DCGANGenerator64<>, Features<100>> == 3'576'704);

TEST_CASE("the largest nets of the library are described under default limits") {
  std::string const table = describe<UNet<3, 64, 8>, Image<3, 256, 256>>();
  CHECK(table.find("54,413,955") != std::string::npos);
}
