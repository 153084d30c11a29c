#pragma once
#include <agon/layer/scope.hpp>
#include <agon/layer/seq.hpp>
#include <agon/loss/cross_entropy.hpp>
#include <agon/loss/total_variation.hpp>
#include <agon/loss/transfer.hpp>
#include <agon/system/adversarial_step.hpp>
#include <agon/system/verdict.hpp>
#include <agon/train/descend.hpp>

namespace agon {

/// A generator of a Domain Transfer Network that does not contain f: it learns from pixels, as f reads them.
template <class... L>
struct FromPixels : Seq<L...> {
  static constexpr bool from_pixels = true;
};

namespace dtn {

template <class G>
constexpr bool from_pixels() {
  if constexpr (requires { G::from_pixels; })
    return G::from_pixels;
  else
    return false;
}

/// The objective's digits: alpha = beta = 15 (Taigman et al. 2017, section 5.1).
inline constexpr auto digits = ternary + 15 * f_constancy<> + 15 * target_identity<>;
/// And faces: alpha 100, beta 1, gamma 0.05 (section 5.2).
inline constexpr auto faces =
    ternary + 100 * f_constancy<negative_cosine> + target_identity<> + 0.05 * total_variation<>;

/// Is f part of the program: of G, or of a term?
template <class G, auto Objective>
constexpr bool has_f() {
  return !from_pixels<G>() || needs(Objective, "f(input)") || needs(Objective, "f(fake)");
}

/// A picture of either domain as f reads it: a grey one three times, a coloured one as its luminance where f
/// is of grey pictures.
constexpr Tensor as_read(Tensor picture, Shape by_f) {
  Shape const d = picture.shape();
  if (d == by_f) return picture;
  if (d.h == by_f.h && d.w == by_f.w) {
    if (d.c == 1 && by_f.c == 3) return concat(concat(picture, picture), picture);
    if (d.c == 3 && by_f.c == 1)
      return 0.299 * slice(picture, 0, 1) + 0.587 * slice(picture, 1, 1) + 0.114 * slice(picture, 2, 1);
  }
  picture.graph->refuse("f reads sources of ", by_f, " and G draws ", d,
                        "; give both domains one size, and 1 or 3 channels");
  return picture;
}

/// What keep_verdict keeps, of three classes: a probability is that of the third, and a picture's class is
/// the likeliest.
constexpr void keep_verdict_of_three(Graph& g, Symbols const& s) {
  auto of_target = [](Tensor l) { return mean(exp(slice(l, 2, 1) - log_total(l))); };
  auto is = [](Tensor l, int k) {
    return mean((slice(l, k, 1) > slice(l, (k + 1) % 3, 1)) * (slice(l, k, 1) > slice(l, (k + 2) % 3, 1)));
  };
  g.keep("D(x)", of_target(s.real_logits));
  g.keep("D(G(z))", of_target(s.fake_logits));
  Tensor const real = is(s.real_logits, 2), fake = is(s.fake_logits, 0);
  g.keep("accuracy", 0.5 * (real + fake));
}

}  // namespace dtn

/// One step of a Domain Transfer Network (Taigman, Polyak and Wolf 2017, section 4) as one program: G =
/// g(f(x)) on a batch of the source and, if a term asks for it, on one of the target; D's update, then G's
/// against the new D. f is a function that is given: it works by running statistics, gradients pass through
/// it and none reaches it. G's running statistics follow the source, from which it will translate.
///
/// The objective may lack any of the terms; f of the fake, G of the target and D are there if it needs them.
/// A phase of one player's leaves the other's parameters alone.
///
/// Reads "source" and "target"; keeps "loss.D", "loss.G", "D(x)", "D(G(z))" and "accuracy" (see verdict.hpp;
/// of three logits the probability of a target picture) and "fake". Without a term for D there is none, nor
/// what is kept of it; a phase of the generator's keeps "loss.G" and "fake" alone.
template <class F, class G, class D, auto Objective, Shape Source, class Optimiser, Phase Part = Phase::both>
struct DTNStep {
  /// Whether the objective has a discriminator.
  static constexpr bool plays = ForDiscriminator<decltype(Objective)>;

  static constexpr void build(Graph& g) {
    Weights f{"f"}, generator{"G"}, discriminator{"D"};
    Wires values;
    auto const seen = [&](Tensor picture) {
      return apply<F>(f, dtn::as_read(picture, Source), {.mode = Mode::Eval, .frozen = true});
    };
    auto const given = [&](Tensor picture) {
      return dtn::from_pixels<G>() ? dtn::as_read(picture, Source) : seen(picture);
    };
    Tensor const source = g.add_input("source", Source), code = given(source);
    Tensor const fake = apply<G>(generator, code, {}, values);
    Tensor const target = g.add_input("target", fake.shape());
    if (needs(Objective, "f(input)")) values.set("f(input)", dtn::from_pixels<G>() ? seen(source) : code);
    if (needs(Objective, "f(fake)")) values.set("f(fake)", seen(fake));
    if (needs(Objective, "G(real)"))
      values.set("G(real)", apply<G>(generator, given(target), {.mode = Mode::BatchStatistics}));
    Symbols s{.real = target,
              .fake = fake,
              .input = source,
              .real_logits = {},
              .fake_logits = {},
              .values = &values};
    if (plays) s.critic = {.net = apply<D>, .weights = &discriminator};
    List<Tensor> of_d;
    if constexpr (plays && Part != Phase::generator) {
      s.real_logits = apply<D>(discriminator, target);
      s.fake_logits = apply<D>(discriminator, fake);
      Tensor const d_loss = loss<Player::Discriminator>(Objective, s);
      if (s.real_logits.shape().c == 3)
        dtn::keep_verdict_of_three(g, s);
      else
        keep_verdict(g, s);
      of_d = gradient(d_loss, discriminator.trainable());
      if (Part != Phase::at_once) move_discriminator(discriminator, of_d);
      g.keep("loss.D", d_loss);
    }
    if (Part != Phase::discriminator) {
      s.real_logits = {};
      if (!plays)
        s.fake_logits = g.constant(0);
      else if (Part != Phase::at_once)
        s.fake_logits = apply<D>(discriminator, fake);
      std::size_t const first = g.node.size();
      Tensor const g_loss = loss<Player::Generator>(Objective, s);
      if (!plays) refuse_readers(g, first, s.fake_logits);
      List<Tensor> const of_g = gradient(g_loss, generator.trainable());
      if (plays && Part == Phase::at_once) move_discriminator(discriminator, of_d);
      Optimiser::descend(generator, of_g);
      g.keep("loss.G", g_loss);
    }
    g.keep("fake", fake);
  }

 private:
  static_assert(ForGenerator<decltype(Objective)>, "DTN: the objective has no term for the generator");
  static_assert(plays || Part == Phase::both || Part == Phase::generator,
                "DTN: the objective has no term for the discriminator, which should move");

  static constexpr void move_discriminator(Weights& d, List<Tensor> const& gradients) {
    Optimiser::descend(d, gradients);
    constrain(Objective, d);
  }
  /// Nodes from `first` on must not read the logits of a discriminator that is not there.
  static constexpr void refuse_readers(Graph& g, std::size_t first, Tensor absent) {
    for (std::size_t i = first; i < g.node.size(); ++i)
      for (int j : g.node[i].in)
        if (j == absent.id)
          g.refuse(
              "the loss of the generator reads logits of a discriminator that the objective does not train; "
              "add "
              "a term for it");
  }
};

}  // namespace agon
