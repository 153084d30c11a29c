#pragma once
#include <algorithm>
#include <string>
#include <vector>

#include <agon/backend/cpu/cpu.hpp>
#include <agon/data/batches.hpp>
#include <agon/data/grid.hpp>
#include <agon/data/unpaired.hpp>
#include <agon/net/dtn.hpp>
#include <agon/system/dtn_step.hpp>
#include <agon/train/adam.hpp>
#include <agon/train/ema.hpp>
#include <agon/train/inference.hpp>
#include <agon/train/model_options.hpp>
#include <agon/train/training.hpp>

namespace agon {

namespace detail {

/// G = g(f(x)) put to use.
template <class F, class G, Shape Source, class Backend, Name Drawn>
class Translator {
  using Features = Inference<F, Source, Backend, "f">;
  Features features_;
  Inference<G, Features::output, Backend, Drawn> decoder_;

 public:
  explicit Translator(auto& store) : features_(store), decoder_(store) {}
  Array4 operator()(Array4 const& x) const { return decoder_(features_(x)); }
};
template <class F, class G, Shape Source, class Backend, Name Drawn>
requires(dtn::from_pixels<G>()) class Translator<F, G, Source, Backend, Drawn>
    : public Inference<G, Source, Backend, Drawn> {
 public:
  using Translator::Inference::Inference;
};

/// The shape of G's pictures.
template <class F, class G, Shape Source>
inline constexpr Shape translated = output_shape<G, output_shape<F, Source>>;
template <class F, class G, Shape Source>
requires(dtn::from_pixels<G>()) inline constexpr Shape translated<F, G, Source> = output_shape<G, Source>;

}  // namespace detail

/// The Domain Transfer Network (Taigman, Polyak and Wolf 2017): pictures of a source drawn as those of a
/// target, learned without pairs, by a function f to which both should look the same. G = g(f(x)), with f out
/// of a classifier of the source; or G learns from pixels, FromPixels<...>. D tells three classes of
/// pictures, or, with an objective of one logit, two. One objective, whose terms may be left out; the step is
/// DTNStep.
///
///   Classifier<DTNFeatures<>, 10, Image<3, 32, 32>> f;    // trained, and saved as "f.safetensors"
///   DTN<DTNFeatures<>, DTNDecoder<>, DTNDiscriminator<>, Image<3, 32, 32>> model;
///   model.load_f("f.safetensors");
///   train(model, data::unpaired(source, target), {.batch = 128, .steps = 2000, .out = "out/dtn"});
template <class F, class G, class D, Shape Source, auto Objective = dtn::digits, class Backend = Cpu,
          class Optimiser = Adam>
class DTN : public Training<DTNStep<F, G, D, Objective, Source, Optimiser>, Backend, Optimiser> {
  using Step = DTNStep<F, G, D, Objective, Source, Optimiser>;
  using Base = Training<Step, Backend, Optimiser>;

 public:
  using Options = ModelOptions<Optimiser>;
  static constexpr Shape source = Source, target = detail::translated<F, G, Source>;
  static constexpr bool has_f = dtn::has_f<G, Objective>();  // f is in G, or in a term

  explicit DTN(Options const& o = {}) : Base(o.chosen(), o.seed), translator_(this->store()) {}

  /// Reads f: the body of a Classifier's checkpoint, that of another DTN, or a file of f's names alone.
  /// Throws Error, and changes nothing, if it does not fit.
  void load_f(std::string const& path) requires(has_f) {
    data::Safetensors const file(path);
    auto const& all = file.tensors();
    bool const classifier =
        std::any_of(all.begin(), all.end(), [](auto const& t) { return t.name.starts_with("C.body."); });
    load_parameters(this->store(), path, "f", classifier ? "C.body" : "f");
    knows_f_ = true;
  }

  /// Pictures in [-1, 1], (N, C, H, W), as many of each domain; of a set without pairs A is the source.
  void feed(Array4 const& from_source, Array4 const& from_target) {
    long const n = long(from_source.shape(0));
    check_batch("source", from_source, Source, n);
    check_batch("target", from_target, target, n);
    Base::feed("source", from_source, Source);
    Base::feed("target", from_target, target);
  }
  void feed(data::DomainBatch const& batch) { feed(batch.a, batch.b); }

  /// One step on what was fed. Throws Error if f was never loaded, and NotFinite if a loss is not a number
  /// any more: the parameters are lost then.
  Report advance() {
    launch();
    return report();
  }
  /// The halves of `advance()`, as in Training.
  void launch() {
    check_f();
    if constexpr (Step::plays)
      Base::launch();
    else
      this->run({"G"});
  }
  Report report() const {
    if constexpr (Step::plays)
      return Base::report();
    else
      return this->checked({.loss_g = this->value("loss.G"), .d_moved = false});
  }

  /// Pictures of the source, (N, C, H, W), drawn as ones of the target, by running statistics. Throws Error
  /// if f was never loaded.
  Array4 translate(Array4 const& pictures) const {
    check_f();
    long const n = long(pictures.shape(0)), at_once = 100;
    check_batch("pictures", pictures, Source, n);
    Array4 all = data::empty_batch(int(n), target);
    for (long first = 0; first < n; first += at_once) {
      long const count = std::min(at_once, n - first);
      Array4 some = data::empty_batch(int(count), Source);
      std::copy_n(pictures.data() + first * Source.size(), some.size(), some.data());
      Array4 const y = translator_(some);
      std::copy(y.begin(), y.end(), all.data() + first * target.size());
    }
    return all;
  }
  /// The first sources (A) of a set, each with what G makes of it on its right; of 32 four in a row.
  data::Picture picture(data::Unpaired const& set) const {
    int const columns = set.a.count() < 32 ? 1 : 4, each = columns == 1 ? std::min(8, set.a.count()) : 8;
    std::vector<Array4> from, to;
    for (int k = 0; k < columns; ++k) {
      from.push_back(data::take(set.a, k * each, each).images);
      to.push_back(translate(from.back()));
    }
    if (columns == 1) return data::rows({&from[0], &to[0]});
    return data::rows({&from[0], &to[0], &from[1], &to[1], &from[2], &to[2], &from[3], &to[3]});
  }

  void save(std::string const& path, data::Position position = {}) const {
    Base::save(path, "DTN", position);
  }
  /// A checkpoint brings its f.
  data::Position load(std::string const& path) {
    data::Position const position = Base::load(path, "DTN");
    knows_f_ = true;
    return position;
  }

 private:
  detail::Translator<F, G, Source, Backend, drawn_network<Optimiser>> translator_;
  bool knows_f_ = !has_f;

  void check_f() const {
    if (!knows_f_)
      throw Error("f",
                  "was never loaded; train a Classifier of the source, save it, and give load_f its file");
  }
};

}  // namespace agon
