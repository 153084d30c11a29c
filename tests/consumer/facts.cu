// What nvcc knows of networks is what g++ and clang know of them.
#include <agon/network.hpp>

using namespace agon;

inline constexpr Shape latent = Features<100>, wide = Features<128>, digit = Image<1, 28, 28>,
                       small = Image<3, 32, 32>, picture = Image<3, 64, 64>, large = Image<3, 256, 256>;
inline constexpr Wire label{"y", Features<10>};

static_assert(parameter_count<GANDiscriminatorMNIST, Features<784>> == 1'231'441);
static_assert(parameter_count<CGANGeneratorMNIST, latent, label> == 2'413'984);
static_assert(parameter_count<DCGANGenerator64<>, latent> == 3'576'704);
static_assert(parameter_count<theano::ConditionalDiscriminator, digit, label> == 6'688'202);
static_assert(output_shape<CoGANGeneratorDigits<>, latent> == digit);
static_assert(parameter_count<UNet<3, 64, 8>, large> == 54'413'955);
static_assert(receptive_field<PatchGAN<70>> == 70);
static_assert(parameter_count<Paper::Discriminator<"C64-C128-C256-C512">, Image<6, 256, 256>> == 2'768'705);
static_assert(parameter_count<WGANGPGenerator64<>, wide> == 8'540'483);
static_assert(parameter_count<WGANGPCritic64<>, picture> == 7'491'841);
static_assert(parameter_count<CycleGANGenerator<3>, large> == 11'378'179);
static_assert(parameter_count<DTNFeatures<>, small> == 896'384);
static_assert(parameter_count<AlexNet<>, Image<3, 224, 224>> == 60'965'224);
