// pix2pix's networks in their first release, Torch7 (github.com/phillipi/pix2pix, models.lua): a bias in
// every convolution. The counts follow from its layers: 54,419,459 and, of the 70x70 discriminator,
// 2,769,601.
#include <doctest/doctest.h>

#include <agon/layer/describe.hpp>
#include <agon/layer/receptive_field.hpp>
#include <agon/net/torch7.hpp>

using namespace agon;

constexpr Shape photo = Image<3, 256, 256>, pair = Image<6, 256, 256>;

static_assert(output_shape<torch7::UNet<3>, photo> == photo);
static_assert(parameter_count<torch7::UNet<3>, photo> == 54'419'459);
static_assert(parameter_count<torch7::PatchGAN<1>, pair> == 9'153);
static_assert(parameter_count<torch7::PatchGAN<16>, pair> == 139'713);
static_assert(parameter_count<torch7::PatchGAN<34>, pair> == 666'817);
static_assert(parameter_count<torch7::PatchGAN<70>, pair> == 2'769'601);
static_assert(parameter_count<torch7::PatchGAN<142>, pair> == 6'965'441);
static_assert(parameter_count<torch7::PatchGAN<286>, pair> == 11'161'281);
static_assert(output_shape<torch7::PatchGAN<70>, pair> == Image<1, 30, 30>);
static_assert(receptive_field<torch7::PatchGAN<70>> == 70);

TEST_CASE("dropout follows the three innermost steps up") {
  int drops = 0;
  Shape last{};
  for (LayerRow const& r : layer_rows<torch7::UNet<3>, photo>)
    if (r.layer.view().starts_with("Dropout")) {
      ++drops;
      last = r.output;
    }
  CHECK(drops == 3);
  CHECK(last == Image<512, 8, 8>);
}
