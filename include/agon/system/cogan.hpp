#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include <agon/data/unpaired.hpp>
#include <agon/net/cogan.hpp>
#include <agon/system/cogan_step.hpp>
#include <agon/system/gan.hpp>
#include <agon/train/clip.hpp>

namespace agon {

namespace cogan {

/// As the authors train, digits, whose networks have pixels in (0, 1), and faces: D moves, and then G by
/// noise of its own, on each batch. GANRecipe::Moves::alternating is one program, in which G learns from the
/// pictures that D has seen.
inline constexpr GANRecipe digits{.moves = GANRecipe::Moves::in_turns, .unit_pixels = true};
inline constexpr GANRecipe faces{.moves = GANRecipe::Moves::in_turns};
/// Digits of domain a with one of ten classes each, for domain adaptation.
inline constexpr GANRecipe adaptation{.moves = GANRecipe::Moves::in_turns,
                                      .condition = {.classes = 10, .form = Condition::Form::index},
                                      .unit_pixels = true};

}  // namespace cogan

/// Which of the two.
enum class Domain { a, b };

/// Coupled GANs (Liu and Tuzel 2016): pairs of corresponding pictures of two domains, learned from pictures
/// of each that are no pairs. G and D are one network of each pair, whose Shared layers both have in common;
/// the step is CoGANStep. D ends in one logit, or in those of the classes fake and real.
///
/// The authors' PyTorch code, with {.optimiser = {.optimiser = {.rate = 2e-4, .beta1 = 0.5}, .decay = 5e-4}}:
///
///   CoGAN<CoGANGeneratorDigits<>, CoGANDiscriminatorDigits, nonsaturating, Features<100>, Cpu,
///         WeightDecay<Adam>>
///
/// and with the same numbers their Caffe code, except that there biases of D's last two layers have twice the
/// rate, and losses are means over real and fake pictures together:
///
///   CoGAN<CoGANGeneratorDigitsCaffe<>, CoGANDiscriminatorDigitsCaffe, nonsaturating,
///         uniform_latent<100>(-1, 1), Cpu, WeightDecay<Adam, Decayed::weights>>
template <class G, class D, auto Objective = nonsaturating, Latent Z = Features<100>, class Backend = Cpu,
          class Optimiser = Adam, GANRecipe How = cogan::digits>
class CoGAN : public GAN<Coupled<G>, cogan::Judges<D>, Objective, Z, Backend, Optimiser, How> {
  using Model = GAN<Coupled<G>, cogan::Judges<D>, Objective, Z, Backend, Optimiser, How>;

 public:
  static constexpr Shape pair = Model::image;  // both pictures' channels
  static constexpr Shape image{pair.c / 2, pair.h, pair.w, true};

  using Model::Model;

  /// As many pictures of each domain, in [-1, 1], (N, C, H, W), which are no pairs, and the labels of a's if
  /// D learns classes. Throws Error if the two differ in number, or a class is missing or is none.
  void feed(Array4 const& a, Array4 const& b, std::vector<std::int32_t> const& labels = {}) {
    beside(a, b);
    Model::feed(both_, labels);
  }
  void feed(data::DomainBatch const& batch) {
    if constexpr (How.condition)
      feed(batch.a, batch.b, batch.labels);
    else
      feed(batch.a, batch.b);
  }

  /// n pairs in [-1, 1], each of one latent, which depends on the seed and their number alone.
  data::DomainBatch sample(long n, std::uint64_t seed = 0, long first = 0) const {
    return parted(Model::sample(n, seed, first));
  }
  /// The pairs of given latents.
  data::DomainBatch draw(Array4 const& z) const requires(!How.condition) { return parted(Model::draw(z)); }
  /// 64 pairs, a picture of a beside that of b.
  data::Picture picture(data::Unpaired const&) const { return picture(sample(64)); }
  static data::Picture picture(data::DomainBatch const& pairs) {
    std::size_t const n = pairs.a.shape(0), size = std::size_t(image.size());
    Array4 all = data::empty_batch(int(2 * n), image);
    for (std::size_t k = 0; k < 2 * n; ++k)
      std::copy_n((k % 2 ? pairs.b : pairs.a).data() + k / 2 * size, size, all.data() + k * size);
    return data::grid(all, 16);
  }

  /// The likeliest class of each picture of a domain, in [-1, 1], (N, C, H, W), by the logits that D leaves
  /// as "classes" (section 4 of the paper: classes learned in a are told in b).
  std::vector<std::int32_t> predict(Array4 const& pictures, Domain domain) requires(bool(How.condition)) {
    InferenceAt<"classes", cogan::Judges<D>, pair, Backend, "D"> const logits_of(this->store());
    long const count = long(pictures.shape(0)), at_once = 100, size = image.size(),
               width = logits_of.output.c / 2;
    check_batch("pictures", pictures, image, count);
    std::vector<std::int32_t> labels;
    for (long first = 0; first < count; first += at_once) {
      long const n = std::min(at_once, count - first);
      Array4 x = data::empty_batch(int(n), image);
      std::copy_n(pictures.data() + first * size, n * size, x.data());
      beside(x, x);
      if (How.unit_pixels)
        for (float& v : both_) v = 0.5f * v + 0.5f;
      Array4 const logits = logits_of(both_);
      for (long i = 0; i < n; ++i) {
        float const* const row = logits.data() + (2 * i + (domain == Domain::b)) * width;
        labels.push_back(std::int32_t(std::max_element(row, row + width) - row));
      }
    }
    return labels;
  }
  /// The share of a labelled set, pictures of a domain, that is predicted as labelled.
  double accuracy(data::Images const& set, Domain domain) requires(bool(How.condition)) {
    if (set.labels.empty()) throw Error(set.name, "has no labels to be right about");
    std::vector<std::int32_t> const found = predict(data::take(set, 0, set.count()).images, domain);
    long right = 0;
    for (std::size_t i = 0; i < found.size(); ++i) right += found[i] == set.labels[i];
    return double(right) / set.count();
  }

  void save(std::string const& path, data::Position position = {}) const {
    Model::Training::save(path, "CoGAN", position);
  }
  data::Position load(std::string const& path) { return Model::Training::load(path, "CoGAN"); }

 private:
  Array4 both_ = Array4::from_shape({0, 0, 0, 0});

  /// Makes both_ of the channels of a's pictures and b's.
  void beside(Array4 const& a, Array4 const& b) {
    long const n = long(a.shape(0)), size = image.size();
    check_batch("a", a, image, n);
    check_batch("b", b, image, n);
    if (long(both_.shape(0)) != n) both_ = data::empty_batch(int(n), pair);
    for (long i = 0; i < n; ++i) {
      std::copy_n(a.data() + i * size, size, both_.data() + 2 * i * size);
      std::copy_n(b.data() + i * size, size, both_.data() + (2 * i + 1) * size);
    }
  }
  static data::DomainBatch parted(Array4 const& both) {
    long const n = long(both.shape(0)), size = image.size();
    data::DomainBatch two{data::empty_batch(int(n), image), data::empty_batch(int(n), image), {}};
    for (long i = 0; i < 2 * n; ++i)
      std::copy_n(both.data() + i * size, size, (i % 2 ? two.b : two.a).data() + i / 2 * size);
    return two;
  }
};

}  // namespace agon
