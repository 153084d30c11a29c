#pragma once
#include <algorithm>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/images.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/net/dcgan.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/ema.hpp>
#include <agon/train/inference.hpp>
#include <agon/train/model_options.hpp>
#include <agon/train/training.hpp>

namespace agon {

/// DCGAN (Radford, Metz and Chintala 2015): pictures out of noise. A generator from Latent, a discriminator
/// with one logit or a map of them, an objective, a backend and an optimiser; the step is AdversarialStep.
/// The original's rates are the default: Adam 2e-4, beta1 0.5.
template <class G, class D, auto Objective = nonsaturating, Shape Latent = Features<100>, class Backend = Cpu,
          class Optimiser = Adam>
class DCGAN : public Training<AdversarialStep<G, D, Objective, Latent, Optimiser>, Backend, Optimiser> {
 public:
  using Options = ModelOptions<Optimiser>;
  static constexpr Shape image = output_shape<G, Latent>;

  explicit DCGAN(Options const& o = {}) : Base(o.chosen(), o.seed), generator_(this->store()) {}

  /// A batch of pictures in [-1, 1], (N, C, H, W).
  void feed(Array4 const& real) { Base::feed("real", real, image); }
  void feed(data::ImageBatch const& batch) { feed(batch.images); }

  /// n pictures from noise that depends on the seed and their number alone, by running statistics: (n, C, H,
  /// W).
  Array4 sample(long n, std::uint64_t seed = 0, long first = 0) const {
    long const at_once = 64;
    Array4 all = Array4::from_shape(
        {std::size_t(n), std::size_t(image.c), std::size_t(image.h), std::size_t(image.w)});
    for (long done = 0; done < n; done += at_once) {
      long const count = std::min(at_once, n - done);
      Array4 const x = generator_(noise(count, seed, first + done));
      std::copy(x.begin(), x.end(), all.begin() + done * image.size());
    }
    return all;
  }
  /// Standard normal latents of samples first, first + 1, ...
  static Array4 noise(long n, std::uint64_t seed, long first) {
    Array4 z = Array4::from_shape(
        {std::size_t(n), std::size_t(Latent.c), std::size_t(Latent.h), std::size_t(Latent.w)});
    for (long i = 0; i < n * Latent.size(); ++i)
      z.data()[i] =
          float(normal(draw({seed, 0}, stream_of("sample"), std::uint32_t(first + i / Latent.size()),
                            std::uint32_t(i % Latent.size()))));
    return z;
  }
  data::Picture picture(data::Images const&) const { return data::grid(sample(64)); }

  void save(std::string const& path, data::Position position = {}) const {
    Base::save(path, "DCGAN", position);
  }
  data::Position load(std::string const& path) { return Base::load(path, "DCGAN"); }

 private:
  using Base = Training<AdversarialStep<G, D, Objective, Latent, Optimiser>, Backend, Optimiser>;
  Inference<G, Latent, Backend, drawn_network<Optimiser>> generator_;
};

}  // namespace agon
