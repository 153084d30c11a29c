// The step of bench/dcgan28_step.cpp in LibTorch (Debian: libtorch-dev, 1.13), to compare with; built by
// hand:
//
//   g++ -std=c++17 -O2 -march=native -fopenmp -I/usr/include/torch/csrc/api/include
//       bench/peers/libtorch_dcgan28.cpp -o libtorch_dcgan28 -ltorch -ltorch_cpu -lc10
//   OMP_NUM_THREADS=2 ./libtorch_dcgan28
//
// Debian's reference BLAS makes it several times slower: install libopenblas0-pthread, which takes its place.
// Its allocator gives pages back after every step; tuned, it keeps them:
//
//   MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296 ./libtorch_dcgan28
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <torch/torch.h>
#include <vector>

namespace nn = torch::nn;
using torch::Tensor;

nn::Conv2d down(int in, int out, int kernel, int stride, int padding) {
  return nn::Conv2d(nn::Conv2dOptions(in, out, kernel).stride(stride).padding(padding).bias(false));
}
nn::ConvTranspose2d up(int in, int out, int kernel, int stride, int padding) {
  return nn::ConvTranspose2d(
      nn::ConvTranspose2dOptions(in, out, kernel).stride(stride).padding(padding).bias(false));
}
nn::LeakyReLU leaky() { return nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.2)); }

void weights_trainable(nn::Sequential& net, bool yes) {
  for (Tensor p : net->parameters()) p.set_requires_grad(yes);
}

int main() {
  torch::manual_seed(1);
  int const batch = 64;
  nn::Sequential generator(up(100, 256, 4, 1, 0), nn::BatchNorm2d(256), nn::ReLU(),     // 4x4
                           up(256, 128, 3, 2, 1), nn::BatchNorm2d(128), nn::ReLU(),     // 7x7
                           up(128, 64, 4, 2, 1), nn::BatchNorm2d(64), nn::ReLU(),       // 14x14
                           up(64, 1, 4, 2, 1), nn::Tanh());                             // 28x28
  nn::Sequential discriminator(down(1, 64, 4, 2, 1), leaky(),                           // 14x14
                               down(64, 128, 4, 2, 1), nn::BatchNorm2d(128), leaky(),   // 7x7
                               down(128, 256, 4, 2, 1), nn::BatchNorm2d(256), leaky(),  // 3x3
                               down(256, 1, 3, 1, 0));                                  // 1x1
  auto const adam = torch::optim::AdamOptions(2e-4).betas({0.5, 0.999});
  torch::optim::Adam optimiser_g(generator->parameters(), adam),
      optimiser_d(discriminator->parameters(), adam);
  Tensor const real = 2 * torch::rand({batch, 1, 28, 28}) - 1;
  auto loss = [&](Tensor const& logits, double target) {
    return torch::binary_cross_entropy_with_logits(logits, torch::full_like(logits, target));
  };

  auto step = [&] {
    Tensor const fake = generator->forward(torch::randn({batch, 100, 1, 1}));
    optimiser_d.zero_grad();
    (loss(discriminator->forward(real), 1) + loss(discriminator->forward(fake.detach()), 0)).backward();
    optimiser_d.step();

    weights_trainable(discriminator, false);
    optimiser_g.zero_grad();
    loss(discriminator->forward(fake), 1).backward();
    optimiser_g.step();
    weights_trainable(discriminator, true);
  };

  for (int k = 0; k < 5; ++k) step();
  std::vector<double> ms;
  for (int k = 0; k < 30; ++k) {
    auto const start = std::chrono::steady_clock::now();
    step();
    ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
  }
  std::sort(ms.begin(), ms.end());
  std::printf("LibTorch %s, dcgan28_step, %d threads: %.1f ms a step (median of %zu; %.1f to %.1f)\n",
              TORCH_VERSION, torch::get_num_threads(), ms[ms.size() / 2], ms.size(), ms.front(), ms.back());
}
