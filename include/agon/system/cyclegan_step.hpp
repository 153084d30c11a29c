#pragma once
#include <agon/graph/gradient.hpp>
#include <agon/layer/facts.hpp>
#include <agon/layer/scope.hpp>
#include <agon/loss/term.hpp>
#include <agon/system/verdict.hpp>

/// A step of CycleGAN (Zhu et al. 2017) as its PyTorch release makes it, in two programs over one store:
/// first both generators move, then both discriminators. Between the two, the pools of former pictures, in
/// the memory of the host, change what the discriminators see.
///
/// Networks have the release's names: "G_A" and "G_B" draw from pictures of A and of B, and "D_A" and "D_B"
/// judge what those two draw. So D_A judges pictures of B.
namespace agon {

/// The generators' half: one move of both down the sum of the objective's losses in either direction. G draws
/// B's pictures from A's, F the way back. The cycle, and what a generator makes of its own target's pictures,
/// are computed only for an objective that reads "F(fake)" and "G(real)".
///
/// Reads "A" and "B"; keeps "fake.B" = G(A) and "fake.A" = F(B), "loss.G" and, of each direction, "loss.G_A"
/// and "loss.G_B"; and as far as the objective needs them "cycle.A" = E |F(G(A)) - A|, "cycle.B",
/// "identity.A" = E |F(A) - A| and "identity.B", per number.
template <class G, class F, class D, auto Objective, Shape A, class Optimiser>
struct CycleGANGenerators {
  static constexpr void build(Graph& g) {
    Weights to_b{"G_A"}, to_a{"G_B"}, of_b{"D_A"}, of_a{"D_B"};
    Wires from_a, from_b;
    Tensor const a = g.add_input("A", A), fake_b = apply<G>(to_b, a, {}, from_a);
    Tensor const b = g.add_input("B", fake_b.shape()), fake_a = apply<F>(to_a, b, {}, from_b);
    if (!(fake_a.shape() == a.shape()))
      return g.refuse("of a picture that is ", a.shape(), " its generators make one that is ", b.shape(),
                      ", and of that one that is ", fake_a.shape(),
                      "; let F lead back to the shape that G begins with");
    if (needs(Objective, "F(fake)")) {
      Tensor const back_a = apply<F>(to_a, fake_b), back_b = apply<G>(to_b, fake_a);
      from_a.set("F(fake)", back_a);
      from_b.set("F(fake)", back_b);
      g.keep("cycle.A", mean(abs(back_a - a)));
      g.keep("cycle.B", mean(abs(back_b - b)));
    }
    if (needs(Objective, "G(real)")) {
      if (!(a.shape() == b.shape()))
        return g.refuse(
            "its objective asks what generators make of pictures of their target, and those of A are ",
            a.shape(), " and those of B ", b.shape(),
            "; leave identity_mapping out, or make both of one shape");
      Tensor const same_b = apply<G>(to_b, b), same_a = apply<F>(to_a, a);
      from_a.set("G(real)", same_b);
      from_b.set("G(real)", same_a);
      g.keep("identity.A", mean(abs(same_a - a)));
      g.keep("identity.B", mean(abs(same_b - b)));
    }
    Tensor const loss_a = one_way(of_b, a, b, fake_b, from_a), loss_b = one_way(of_a, b, a, fake_a, from_b);
    Tensor const total = loss_a + loss_b;
    descend(to_b, to_a, total);
    g.keep("loss.G", total);
    g.keep("loss.G_A", loss_a);
    g.keep("loss.G_B", loss_b);
    g.keep("fake.A", fake_a);
    g.keep("fake.B", fake_b);
  }

 private:
  static constexpr Tensor one_way(Weights& d, Tensor input, Tensor real, Tensor fake, Wires const& values) {
    return loss<Player::Generator>(Objective, Symbols{.real = real,
                                                      .fake = fake,
                                                      .input = input,
                                                      .real_logits = {},
                                                      .fake_logits = apply<D>(d, fake),
                                                      .critic = {.net = apply<D>, .weights = &d},
                                                      .values = &values});
  }
  /// Both gradients at the same point, and then both moves.
  static constexpr void descend(Weights& first, Weights& second, Tensor loss) {
    List<Tensor> all = first.trainable();
    std::size_t const n = all.size();
    for (Tensor const t : second.trainable()) all.push_back(t);
    List<Tensor> const d = gradient(loss, all);
    Optimiser::descend(first, List<Tensor>(d.begin(), d.begin() + n));
    Optimiser::descend(second, List<Tensor>(d.begin() + n, d.end()));
  }
};

/// The discriminators' half: a move of each down half its loss (section 7.1 of the paper) on real pictures
/// and on those that came out of a pool. There is no input that belongs to them.
///
/// Reads "A", "B", "pooled.A" and "pooled.B"; keeps "loss.D", the sum of "loss.D_A" and "loss.D_B", both
/// halved, and "D(x)", "D(G(z))" and "accuracy" (see verdict.hpp), means of the two discriminators.
template <class G, class D, auto Objective, Shape A, class Optimiser>
struct CycleGANDiscriminators {
  static constexpr void build(Graph& g) {
    Weights of_b{"D_A"}, of_a{"D_B"};
    Tensor const a = g.add_input("A", A), b = g.add_input("B", output_shape<G, A>);
    Symbols const s = judged(of_b, b, g.add_input("pooled.B", b.shape())),
                  t = judged(of_a, a, g.add_input("pooled.A", a.shape()));
    keep_verdict(g, Verdict(s, t));
    Tensor const loss_a = move(of_b, s), loss_b = move(of_a, t);
    if (!loss_a) return;
    g.keep("loss.D", loss_a + loss_b);
    g.keep("loss.D_A", loss_a);
    g.keep("loss.D_B", loss_b);
  }

 private:
  static constexpr Symbols judged(Weights& d, Tensor real, Tensor fake) {
    Tensor const of_real = apply<D>(d, real), of_fake = apply<D>(d, fake);
    return {.real = real,
            .fake = fake,
            .input = {},
            .real_logits = of_real,
            .fake_logits = of_fake,
            .critic = {.net = apply<D>, .weights = &d}};
  }
  static constexpr Tensor move(Weights& d, Symbols const& s) {
    Tensor const whole = loss<Player::Discriminator>(Objective, s);
    if (!whole) {
      s.graph().refuse(
          "its objective leaves the discriminators nothing to minimise; add a term for them, as lsgan");
      return {};
    }
    Tensor const half = 0.5 * whole;
    Optimiser::descend(d, gradient(half, d.trainable()));
    constrain(Objective, d);
    return half;
  }
};

}  // namespace agon
