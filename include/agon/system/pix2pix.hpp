#pragma once
#include <algorithm>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/pairs.hpp>
#include <agon/layer/describe.hpp>
#include <agon/layer/receptive_field.hpp>
#include <agon/loss/adversarial.hpp>
#include <agon/loss/reconstruction.hpp>
#include <agon/net/patchgan.hpp>
#include <agon/net/unet.hpp>
#include <agon/system/pix2pix_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/ema.hpp>
#include <agon/train/inference.hpp>
#include <agon/train/model_options.hpp>
#include <agon/train/training.hpp>

namespace agon {

/// pix2pix (Isola et al. 2017): pictures out of pictures, learned from pairs. A generator from Input, a
/// discriminator that reads input and picture together, an objective, a backend and an optimiser. Without a
/// latent, noise is dropout, at test time too, and normalisation goes by the batch at hand then.
template <class G, class D, Shape Input, auto Objective = nonsaturating + 100 * l1, class Backend = Cpu,
          class Optimiser = Adam, pix2pix::Recipe How = pix2pix::release>
class Pix2Pix : public Training<Pix2PixStep<G, D, Objective, Input, Optimiser, How>, Backend, Optimiser> {
 public:
  using Options = ModelOptions<Optimiser>;
  static constexpr Shape image = output_shape<G, Input>;

  explicit Pix2Pix(Options const& o = {}) : Base(o.chosen(), o.seed), generator_(this->store()) {}

  /// Pictures in [-1, 1], (N, C, H, W): what G is given, and what it should draw.
  void feed(Array4 const& input, Array4 const& target) {
    Base::feed("input", input, Input);
    Base::feed("target", target, image);
  }
  void feed(data::PairBatch const& batch) { feed(batch.input, batch.target); }

  /// G's pictures for some inputs, (N, C, H, W), one by one, as at the paper's test time. `key` names the
  /// dropout.
  Array4 generate(Array4 const& input, RandomKey key = {}) const {
    std::size_t const n = input.shape(0), c = std::size_t(Input.c), h = std::size_t(Input.h),
                      w = std::size_t(Input.w);
    check_batch("input", input, Input, long(n));
    Array4 all = Array4::from_shape({n, std::size_t(image.c), std::size_t(image.h), std::size_t(image.w)});
    Array4 one = Array4::from_shape({1, c, h, w});
    for (std::size_t i = 0; i < n; ++i) {
      std::copy_n(input.begin() + long(i) * Input.size(), Input.size(), one.begin());
      key.step = std::uint32_t(i);
      Array4 const y = generator_(one, key);
      std::copy(y.begin(), y.end(), all.begin() + long(i) * image.size());
    }
    return all;
  }
  /// How real D thinks each patch of `picture` is, given the input: (N, 1, rows, columns), in (0, 1).
  Array4 probability_map(Array4 const& input, Array4 const& picture) {
    constexpr Shape both{Input.c + image.c, Input.h, Input.w, true};
    long const n = long(input.shape(0));
    check_batch("input", input, Input, n);
    check_batch("picture", picture, image, n);
    Array4 x =
        Array4::from_shape({std::size_t(n), std::size_t(both.c), std::size_t(both.h), std::size_t(both.w)});
    for (long i = 0; i < n; ++i) {
      std::copy_n(input.begin() + i * Input.size(), Input.size(), x.begin() + i * both.size());
      std::copy_n(picture.begin() + i * image.size(), image.size(),
                  x.begin() + i * both.size() + Input.size());
    }
    return Inference<ProbabilityMap<D>, both, Backend, "D", Mode::BatchStatistics>(this->store())(x);
  }
  /// The pixels that a cell of that map sees.
  static constexpr PixelWindow window(int row, int column) {
    return window_of<D, Shape{Input.c + image.c, Input.h, Input.w, true}>(row, column);
  }
  /// Tables of both networks' layers.
  static std::string summary() {
    return joined({"G\n", describe<G, Input>(), "D\n",
                   describe<D, Shape{Input.c + image.c, Input.h, Input.w, true}>()});
  }
  /// The first pairs of a set: input, output, target in a row.
  data::Picture picture(data::Pairs const& set) const {
    data::PairBatch const b = data::take(set, 0, std::min(4, set.count()));
    return data::rows(b.input, generate(b.input), b.target);
  }

  void save(std::string const& path, data::Position position = {}) const {
    Base::save(path, "Pix2Pix", position);
  }
  data::Position load(std::string const& path) { return Base::load(path, "Pix2Pix"); }

 private:
  using Base = Training<Pix2PixStep<G, D, Objective, Input, Optimiser, How>, Backend, Optimiser>;
  Inference<G, Input, Backend, drawn_network<Optimiser>, Mode::BatchStatistics> generator_;
};

}  // namespace agon
