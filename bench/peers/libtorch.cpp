// The rows of bench_steps in LibTorch, with the layers, losses, optimiser and order of agon's steps. Each row
// comes in LibTorch's own order of numbers and as NAME/channels_last; pix2pix_infer/frozen is traced and
// frozen, with batch norm folded into the convolutions.
//
// Debian's reference BLAS makes it several times slower: install libopenblas0-pthread, which takes its place.
// The system's allocator gives pages back after every step; it keeps them with
//
//   MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296
#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/frontend/tracer.h>
#include <torch/csrc/jit/passes/frozen_graph_optimizations.h>
#include <torch/csrc/jit/passes/frozen_ops_to_mkldnn.h>
#include <torch/torch.h>

#include "peer.hpp"

namespace {

using namespace agon::bench;
namespace nn = torch::nn;
using torch::Tensor;

// ---- layers ----

/// Kernel, stride, padding.
struct Window {
  int kernel, stride, padding;
};
constexpr Window k4s2{4, 2, 1}, k4s1{4, 1, 1}, k3s1{3, 1, 1};

nn::Conv2d conv(int in, int out, Window w, bool bias) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, w.kernel).stride(w.stride).padding(w.padding).bias(bias));
}
nn::ConvTranspose2d up(int in, int out, Window w, bool bias, int output_padding = 0) {
  return nn::ConvTranspose2d(nn::ConvTranspose2dOptions(in, out, w.kernel)
                                 .stride(w.stride)
                                 .padding(w.padding)
                                 .output_padding(output_padding)
                                 .bias(bias));
}
nn::LeakyReLU leaky() { return nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.2).inplace(true)); }
nn::ReLU relu() { return nn::ReLU(nn::ReLUOptions(true)); }
nn::BatchNorm2d batch_norm(int c) { return nn::BatchNorm2d(c); }
nn::InstanceNorm2d instance_norm(int c) { return nn::InstanceNorm2d(c); }

// ---- networks ----

using Net = nn::Sequential;

/// Level k of the U-Net and all below it, beside its input.
struct LevelImpl : nn::Module {
  Net down, up_;
  std::shared_ptr<LevelImpl> inner;
  LevelImpl(int k, int depth) {
    auto width = [](int level) { return 64 * (level < 3 ? 1 << level : 8); };
    bool const innermost = k == depth - 1;
    down->push_back(leaky());
    down->push_back(conv(width(k - 1), width(k), k4s2, false));
    if (!innermost) {
      down->push_back(batch_norm(width(k)));
      inner = register_module("inner", std::make_shared<LevelImpl>(k + 1, depth));
    }
    up_->push_back(relu());
    up_->push_back(up(innermost ? width(k) : 2 * width(k), width(k - 1), k4s2, false));
    up_->push_back(batch_norm(width(k - 1)));
    if (k > 3 && !innermost) up_->push_back(nn::Dropout(0.5));
    register_module("down", down);
    register_module("up", up_);
  }
  Tensor forward(Tensor x) {
    Tensor y = down->forward(x);
    if (inner) y = inner->forward(y);
    return torch::cat({x, up_->forward(y)}, 1);
  }
};
TORCH_MODULE(Level);

// clang-format off
Net unet256() {
  return Net(conv(3, 64, k4s2, false), Level(1, 8), relu(), up(128, 3, k4s2, true), nn::Tanh());
}
Net patchgan70() {
  return Net(conv(6, 64, k4s2, true), leaky(),
             conv(64, 128, k4s2, false), batch_norm(128), leaky(),
             conv(128, 256, k4s2, false), batch_norm(256), leaky(),
             conv(256, 512, k4s1, false), batch_norm(512), leaky(),
             conv(512, 1, k4s1, true));
}

Net dcgan64_generator() {
  return Net(up(100, 512, {4, 1, 0}, false), batch_norm(512), relu(),
             up(512, 256, k4s2, false), batch_norm(256), relu(),
             up(256, 128, k4s2, false), batch_norm(128), relu(),
             up(128, 64, k4s2, false), batch_norm(64), relu(),
             up(64, 3, k4s2, false), nn::Tanh());
}
Net dcgan64_discriminator() {
  return Net(conv(3, 64, k4s2, false), leaky(),
             conv(64, 128, k4s2, false), batch_norm(128), leaky(),
             conv(128, 256, k4s2, false), batch_norm(256), leaky(),
             conv(256, 512, k4s2, false), batch_norm(512), leaky(),
             conv(512, 1, {4, 1, 0}, false));
}
Net dcgan28_generator() {
  return Net(up(100, 256, {4, 1, 0}, false), batch_norm(256), relu(),
             up(256, 128, {3, 2, 1}, false), batch_norm(128), relu(),
             up(128, 64, k4s2, false), batch_norm(64), relu(),
             up(64, 1, k4s2, false), nn::Tanh());
}
Net dcgan28_discriminator() {
  return Net(conv(1, 64, k4s2, false), leaky(),
             conv(64, 128, k4s2, false), batch_norm(128), leaky(),
             conv(128, 256, k4s2, false), batch_norm(256), leaky(),
             conv(256, 1, {3, 1, 0}, false));
}
Net mlp_generator() {
  return Net(nn::Linear(100, 256), leaky(), nn::Linear(256, 512), leaky(), nn::Linear(512, 784), nn::Tanh());
}
Net mlp_discriminator() {
  return Net(nn::Linear(784, 512), leaky(), nn::Linear(512, 256), leaky(), nn::Linear(256, 1));
}
// clang-format on

struct BlockImpl : nn::Module {
  Net conv_block;
  BlockImpl()
      : conv_block(nn::ReflectionPad2d(1), conv(256, 256, {3, 1, 0}, true), instance_norm(256), relu(),
                   nn::ReflectionPad2d(1), conv(256, 256, {3, 1, 0}, true), instance_norm(256)) {
    register_module("conv_block", conv_block);
  }
  Tensor forward(Tensor x) { return x + conv_block->forward(x); }
};
TORCH_MODULE(Block);

// clang-format off
Net cyclegan_generator() {
  Net net(nn::ReflectionPad2d(3), conv(3, 64, {7, 1, 0}, true), instance_norm(64), relu(),
          conv(64, 128, {3, 2, 1}, true), instance_norm(128), relu(),
          conv(128, 256, {3, 2, 1}, true), instance_norm(256), relu());
  for (int k = 0; k < 9; ++k) net->push_back(Block());
  net->extend(*Net(up(256, 128, {3, 2, 1}, true, 1), instance_norm(128), relu(),
                   up(128, 64, {3, 2, 1}, true, 1), instance_norm(64), relu(),
                   nn::ReflectionPad2d(3), conv(64, 3, {7, 1, 0}, true), nn::Tanh()));
  return net;
}
// clang-format on

/// Two convolutions at each of 4 to 64 pixels.
Net style_stack() {
  Net net;
  int in = 512;
  for (int out : {512, 512, 512, 256, 128}) {
    if (!net->is_empty())
      net->push_back(
          nn::Upsample(nn::UpsampleOptions().scale_factor(std::vector<double>{2, 2}).mode(torch::kNearest)));
    for (int from : {in, out}) {
      net->push_back(conv(from, out, k3s1, true));
      net->push_back(leaky());
    }
    in = out;
  }
  return net;
}

// ---- steps ----

using Step = std::function<void()>;

/// In what order numbers lie.
using Order = torch::MemoryFormat;
Tensor in_order(Tensor const& x, Order order) { return x.dim() == 4 ? x.contiguous(order) : x; }
Net in_order(Net net, Order order) {
  for (Tensor p : net->parameters()) p.set_data(in_order(p, order));
  return net;
}
Tensor data(torch::IntArrayRef sizes, Order order) { return in_order(2 * torch::rand(sizes) - 1, order); }

void set_trainable(Net const& net, bool yes) {
  for (Tensor p : net->parameters()) p.set_requires_grad(yes);
}
/// No gradients, rather than zeros: what is not there needs no adding to.
void forget_gradients(Net const& net) {
  for (Tensor p : net->parameters()) p.mutable_grad().reset();
}
/// Of logits, to be real or not.
Tensor cross_entropy(Tensor const& logits, double real) {
  return torch::binary_cross_entropy_with_logits(logits, torch::full_like(logits, real));
}

/// Two networks and their optimisers.
struct Players {
  Net g, d;
  torch::optim::Adam adam_g, adam_d;
  Players(Net generator, Net discriminator)
      : g(generator),
        d(discriminator),
        adam_g(g->parameters(), options()),
        adam_d(d->parameters(), options()) {}
  static torch::optim::AdamOptions options() { return torch::optim::AdamOptions(2e-4).betas({0.5, 0.999}); }
  void update_d(Tensor const& loss) {
    forget_gradients(d);
    loss.backward();
    adam_d.step();
  }
  /// loss() goes through D, whose weights are given.
  void update_g(auto const& loss) {
    set_trainable(d, false);
    forget_gradients(g);
    loss().backward();
    adam_g.step();
    set_trainable(d, true);
  }
};

Step adversarial_step(Net g, Net d, Tensor const& real, std::vector<long> const& latent, Order order) {
  auto const p = std::make_shared<Players>(in_order(g, order), in_order(d, order));
  return [=] {
    Tensor const fake = p->g->forward(torch::randn(latent));
    p->update_d(cross_entropy(p->d->forward(real), 1) + cross_entropy(p->d->forward(fake.detach()), 0));
    p->update_g([&] { return cross_entropy(p->d->forward(fake), 1); });
  };
}

Step pix2pix_step(Order order) {
  auto const p = std::make_shared<Players>(in_order(unet256(), order), in_order(patchgan70(), order));
  Tensor const input = data({1, 3, 256, 256}, order), target = data({1, 3, 256, 256}, order);
  return [=] {
    Tensor const fake = p->g->forward(input);
    auto judged = [&](Tensor const& picture) { return p->d->forward(torch::cat({input, picture}, 1)); };
    p->update_d(0.5 * (cross_entropy(judged(fake.detach()), 0) + cross_entropy(judged(target), 1)));
    p->update_g([&] { return cross_entropy(judged(fake), 1) + 100 * torch::l1_loss(fake, target); });
  };
}

Step pix2pix_infer(Order order) {
  Net g = in_order(unet256(), order);
  g->eval();
  Tensor const input = data({1, 3, 256, 256}, order);
  return [=]() mutable {
    c10::InferenceMode const without_gradients;
    benchmark::DoNotOptimize(g->forward(input).data_ptr());
  };
}

Step pix2pix_infer_frozen() {
  Net g = unet256();
  g->eval();
  set_trainable(g, false);
  Tensor const input = data({1, 3, 256, 256}, Order::Contiguous);
  auto run = [&g](torch::jit::Stack x) { return torch::jit::Stack{g->forward(x[0].toTensor())}; };
  auto name = [](Tensor const&) { return std::string(); };
  std::shared_ptr<torch::jit::Graph> graph = torch::jit::tracer::trace({input}, run, name, true).first->graph;
  torch::jit::OptimizeFrozenGraph(graph);
  torch::jit::ConvertFrozenOpsToMKLDNN(graph);
  auto const f = std::make_shared<torch::jit::GraphFunction>("generator", graph, nullptr);
  return [=] {
    c10::InferenceMode const without_gradients;
    benchmark::DoNotOptimize((*f)({input}).toTensor().data_ptr());
  };
}

/// To the gradients of all parameters, which are kept.
Step forward_and_back(Net net, Tensor const& input, Order order) {
  in_order(net, order);
  return [=]() mutable {
    forget_gradients(net);
    net->forward(input).square().mean().backward();
  };
}

void add_rows(Order order, std::string const& way) {
  using std::vector;
  vector<long> const z{64, 100, 1, 1};
  add_peer("pix2pix_step" + way, gflop::pix2pix_step, [=] { return pix2pix_step(order); });
  add_peer("pix2pix_infer" + way, gflop::pix2pix_infer, [=] { return pix2pix_infer(order); });
  add_peer("dcgan64_step" + way, gflop::dcgan64_step, [=] {
    return adversarial_step(dcgan64_generator(), dcgan64_discriminator(), data({64, 3, 64, 64}, order), z,
                            order);
  });
  add_peer("dcgan28_step" + way, gflop::dcgan28_step, [=] {
    return adversarial_step(dcgan28_generator(), dcgan28_discriminator(), data({64, 1, 28, 28}, order), z,
                            order);
  });
  if (order == Order::Contiguous)
    add_peer("mlp_step", gflop::mlp_step, [=] {
      return adversarial_step(mlp_generator(), mlp_discriminator(), data({64, 784}, order), {64, 100}, order);
    });
  add_peer("cyclegan_fb" + way, gflop::cyclegan_fb, [=] {
    return forward_and_back(cyclegan_generator(), data({1, 3, 128, 128}, order), order);
  });
  add_peer("style_fb" + way, gflop::style_fb, [=] {
    return forward_and_back(style_stack(), data({8, 512, 4, 4}, order), order);
  });
}

}  // namespace

int main(int argc, char** argv) {
  torch::manual_seed(1);
  add_rows(Order::Contiguous, "");
  add_peer("pix2pix_infer/frozen", gflop::pix2pix_infer, pix2pix_infer_frozen);
  add_rows(Order::ChannelsLast, "/channels_last");
  return agon::bench::run(argc, argv, "5", {{"peer", "LibTorch " TORCH_VERSION}});
}
