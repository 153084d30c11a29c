// The rows of bench_steps that dlib can express: dcgan28_step, which is dlib's own example dnn_dcgan_train_ex
// without its copies of pictures, dcgan64_step and mlp_step. For cyclegan_fb and style_fb it lacks instance
// norm, reflected borders and nearest upsampling; pix2pix was not tried.
//
// As in that example D is updated after each of its two batches, for gradients of two batches cannot be
// added, and its weights' gradients are made where G alone learns too, for they cannot be turned off.
#include <dlib/dnn.h>
#include <dlib/revision.h>
#include <vector>

#include "peer.hpp"

namespace {

using namespace agon::bench;
using dlib::resizable_tensor;

// clang-format off
template <long Filters, long Kernel, int Stride, int Padding, class Below>
using Conv = dlib::add_layer<dlib::con_<Filters, Kernel, Kernel, Stride, Stride, Padding, Padding>, Below>;
template <long Filters, long Kernel, int Stride, int Padding, class Below>
using Up = dlib::add_layer<dlib::cont_<Filters, Kernel, Kernel, Stride, Stride, Padding, Padding>, Below>;
using Numbers = dlib::input<dlib::matrix<float>>;

using Generator28 =
    dlib::htan<Up<1, 4, 2, 1,
    dlib::relu<dlib::bn_con<Up<64, 4, 2, 1,
    dlib::relu<dlib::bn_con<Up<128, 3, 2, 1,
    dlib::relu<dlib::bn_con<Up<256, 4, 1, 0, Numbers>>>>>>>>>>>;
using Discriminator28 = dlib::loss_binary_log<
    Conv<1, 3, 1, 0,
    dlib::leaky_relu<dlib::bn_con<Conv<256, 4, 2, 1,
    dlib::leaky_relu<dlib::bn_con<Conv<128, 4, 2, 1,
    dlib::leaky_relu<Conv<64, 4, 2, 1, Numbers>>>>>>>>>>;

using Generator64 =
    dlib::htan<Up<3, 4, 2, 1,
    dlib::relu<dlib::bn_con<Up<64, 4, 2, 1,
    dlib::relu<dlib::bn_con<Up<128, 4, 2, 1,
    dlib::relu<dlib::bn_con<Up<256, 4, 2, 1,
    dlib::relu<dlib::bn_con<Up<512, 4, 1, 0, Numbers>>>>>>>>>>>>>>;
using Discriminator64 = dlib::loss_binary_log<
    Conv<1, 4, 1, 0,
    dlib::leaky_relu<dlib::bn_con<Conv<512, 4, 2, 1,
    dlib::leaky_relu<dlib::bn_con<Conv<256, 4, 2, 1,
    dlib::leaky_relu<dlib::bn_con<Conv<128, 4, 2, 1,
    dlib::leaky_relu<Conv<64, 4, 2, 1, Numbers>>>>>>>>>>>>>;

using GeneratorMLP =
    dlib::htan<dlib::fc<784,
    dlib::leaky_relu<dlib::fc<512,
    dlib::leaky_relu<dlib::fc<256, Numbers>>>>>>;
using DiscriminatorMLP = dlib::loss_binary_log<
    dlib::fc<1,
    dlib::leaky_relu<dlib::fc<256,
    dlib::leaky_relu<dlib::fc<512, Numbers>>>>>>;
// clang-format on

template <class G, class D>
class AdversarialStep {
 public:
  /// The sizes of latents and pictures: samples, channels, rows, columns.
  AdversarialStep(std::vector<long> const& latent, std::vector<long> const& picture, bool biases) {
    set_size(z_, latent);
    set_size(real_, picture);
    fill({real_.host(), real_.size()});
    dlib::matrix<float> const one(
        1, 1);  // a network wants to have made a tensor itself, whatever it is given then
    resizable_tensor made;
    d_.to_tensor(&one, &one + 1, made);
    g_.to_tensor(&one, &one + 1, made);
    auto slope = [](dlib::leaky_relu_& l) { l = dlib::leaky_relu_(0.2f); };
    dlib::visit_computational_layers(d_, slope);
    dlib::visit_computational_layers(g_, slope);
    if (!biases) {
      auto no_bias = [](auto& l) {
        if constexpr (requires { l.disable_bias(); }) l.disable_bias();
      };
      dlib::visit_computational_layers(d_, no_bias);
      dlib::visit_computational_layers(g_, no_bias);
    }
  }
  void operator()() {
    float* const z = z_.host_write_only();
    for (std::size_t i = 0; i < z_.size(); ++i) z[i] = float(random_.get_random_gaussian());
    learn(real_, 1);
    dlib::tensor const& fake = g_.forward(z_);
    learn(fake, -1);

    judge(fake, 1);
    g_.back_propagate_error(z_, d_.get_final_data_gradient());
    g_.update_parameters(adam_g_, rate);
  }

 private:
  static constexpr double rate = 2e-4;
  G g_;
  D d_;
  std::vector<dlib::adam> adam_g_ = std::vector<dlib::adam>(G::num_computational_layers, {0, 0.5f, 0.999f}),
                          adam_d_ = std::vector<dlib::adam>(D::num_computational_layers, {0, 0.5f, 0.999f});
  resizable_tensor z_, real_;
  dlib::rand random_{1};

  static void set_size(resizable_tensor& x, std::vector<long> const& n) {
    x.set_size(n[0], n[1], n[2], n[3]);
  }
  /// D's gradients of a batch that should be taken for real (1) or for fake (-1).
  void judge(dlib::tensor const& x, float label) {
    std::vector<float> const labels(std::size_t(x.num_samples()), label);
    d_.compute_loss(x, labels.begin());
    d_.back_propagate_error(x);
  }
  void learn(dlib::tensor const& x, float label) {
    judge(x, label);
    d_.update_parameters(adam_d_, rate);
  }
};

template <class G, class D>
void add(std::string const& name, double gflop, std::vector<long> const& latent,
         std::vector<long> const& picture, bool biases) {
  add_peer(name, gflop, [=]() -> std::function<void()> {
    auto const step = std::make_shared<AdversarialStep<G, D>>(latent, picture, biases);
    return [step] { (*step)(); };
  });
}

}  // namespace

int main(int argc, char** argv) {
  add<Generator64, Discriminator64>("dcgan64_step", gflop::dcgan64_step, {64, 100, 1, 1}, {64, 3, 64, 64},
                                    false);
  add<Generator28, Discriminator28>("dcgan28_step", gflop::dcgan28_step, {64, 100, 1, 1}, {64, 1, 28, 28},
                                    false);
  add<GeneratorMLP, DiscriminatorMLP>("mlp_step", gflop::mlp_step, {64, 100, 1, 1}, {64, 784, 1, 1}, true);
  std::string const version = std::to_string(DLIB_MAJOR_VERSION) + "." + std::to_string(DLIB_MINOR_VERSION);
  return run(argc, argv, "5", {{"peer", "dlib " + version}});
}
