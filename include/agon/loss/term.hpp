#pragma once
#include <agon/loss/symbols.hpp>

/// The algebra of objectives. A term is a struct with a member `discriminator(s)`, a member `generator(s)`,
/// or both: each gives the scalar that this player minimises, written with the symbols `s`. Terms are added,
/// scaled and restricted player by player: `nonsaturating + 100 * l1`.
namespace agon {

enum class Player { Discriminator, Generator };

template <class T>
concept ForDiscriminator = requires(T t, Symbols const& s) {
  t.discriminator(s);
};
template <class T>
concept ForGenerator = requires(T t, Symbols const& s) {
  t.generator(s);
};
/// It changes D's weights after each of their updates.
template <class T>
concept Constraint = requires(T t, Weights& d) {
  t.constrain(d);
};
template <class T>
concept Term = ForDiscriminator<T> || ForGenerator<T> || Constraint<T>;

/// The generator's loss, whose symbols have no logits of the real batch: a number stands in their place, and
/// a term that reads it is refused.
template <ForGenerator T>
constexpr Tensor generator_loss(T const& t, Symbols s) {
  Graph& g = s.graph();
  if (!s.real_logits) s.real_logits = g.constant(0);
  int const absent = s.real_logits.id;
  std::size_t const first = g.node.size();
  Tensor const y = t.generator(s);
  if (s.real_logits.node().op == Op::constant)
    for (std::size_t i = first; i < g.node.size(); ++i)
      for (int j : g.node[i].in)
        if (j == absent)
          g.refuse(
              "it reads logits of real pictures, which are not there in the loss of the generator; "
              "apply D to them, s.critic(s.real)");
  return y;
}

/// The loss of one player; empty if the term says nothing about it. Diagnoses begin with the term's name.
template <Player P, Term T>
constexpr Tensor loss(T const& t, Symbols const& s) {
  constexpr bool of_d = P == Player::Discriminator;
  if constexpr (of_d ? ForDiscriminator<T> : ForGenerator<T>) {
    Place here{.layer = LayerName<T>::value.at};
    Place*& place = s.graph().place;
    Place* const before = place;
    place = &here;
    Tensor y;
    if constexpr (of_d)
      y = t.discriminator(s);
    else
      y = generator_loss(t, s);
    place = before;
    return y;
  }
  return {};
}

/// Changes D's weights as the objective demands after their update.
template <Term T>
constexpr void constrain(T const& t, Weights& d) {
  if constexpr (Constraint<T>) t.constrain(d);
}

template <Term A, Term B>
struct Sum {
  static constexpr auto name = text("sum");
  A a;
  B b;
  constexpr Tensor discriminator(Symbols const& s) const requires ForDiscriminator<A> || ForDiscriminator<B> {
    Tensor const x = loss<Player::Discriminator>(a, s), y = loss<Player::Discriminator>(b, s);
    return x && y ? x + y : x ? x : y;
  }
  constexpr Tensor generator(Symbols const& s) const requires ForGenerator<A> || ForGenerator<B> {
    Tensor const x = loss<Player::Generator>(a, s), y = loss<Player::Generator>(b, s);
    return x && y ? x + y : x ? x : y;
  }
  constexpr void constrain(Weights& d) const requires Constraint<A> || Constraint<B> {
    agon::constrain(a, d);
    agon::constrain(b, d);
  }
};

template <Term T>
struct Scaled {
  static constexpr auto name = text("product");
  double factor;
  T term;
  constexpr Tensor discriminator(Symbols const& s) const requires ForDiscriminator<T> {
    return factor * loss<Player::Discriminator>(term, s);
  }
  constexpr Tensor generator(Symbols const& s) const requires ForGenerator<T> {
    return factor * loss<Player::Generator>(term, s);
  }
  constexpr void constrain(Weights& d) const requires Constraint<T> { term.constrain(d); }
};

/// A term for one player only.
template <Player P, Term T>
struct On {
  static constexpr auto name = text("on");
  T term;
  constexpr Tensor discriminator(Symbols const& s) const
      requires(P == Player::Discriminator && ForDiscriminator<T>) {
    return loss<P>(term, s);
  }
  constexpr Tensor generator(Symbols const& s) const requires(P == Player::Generator && ForGenerator<T>) {
    return loss<P>(term, s);
  }
  constexpr void constrain(Weights& d) const requires(P == Player::Discriminator && Constraint<T>) {
    term.constrain(d);
  }
};

template <Term A, Term B>
constexpr Sum<A, B> operator+(A a, B b) {
  return {a, b};
}
template <Term T>
constexpr Scaled<T> operator*(double factor, T t) {
  return {factor, t};
}
template <Player P, Term T>
constexpr On<P, T> on(T t) {
  static_assert(P == Player::Discriminator ? ForDiscriminator<T> : ForGenerator<T>,
                "on<Player>: the term says nothing about this player");
  return {t};
}

/// Whether D is a critic: its outputs are scores, of which differences alone mean something. A term says so
/// by a member `critic = true`, and so does every objective that holds it.
template <class T>
inline constexpr bool makes_critic = requires {
  requires T::critic;
};
template <class T>
inline constexpr bool makes_critic<T const> = makes_critic<T>;
template <class A, class B>
inline constexpr bool makes_critic<Sum<A, B>> = makes_critic<A> || makes_critic<B>;
template <class T>
inline constexpr bool makes_critic<Scaled<T>> = makes_critic<T>;
template <Player P, class T>
inline constexpr bool makes_critic<On<P, T>> = makes_critic<T>;

/// Whether an objective reads the value of that name, or applies D to pictures of its own ("critic"): found
/// out by writing it down once, for pictures of 3x8x8.
template <Term T>
constexpr bool needs(T const& t, std::string_view what) {
  Graph g;
  Weights d{.name = "D"};
  List<std::string_view> asked;
  auto summed = [](Weights& w, Tensor x, Use, Wires&) {
    ++w.uses;
    return sum_to(square(x), x.shape().per_sample(1));
  };
  Shape const picture = image(3, 8, 8);
  Symbols s{.real = g.add_input("real", picture),
            .fake = g.add_input("fake", picture),
            .input = g.add_input("input", picture),
            .real_logits = g.add_input("D(real)", features(1)),
            .fake_logits = g.add_input("D(fake)", features(1)),
            .critic = {.net = summed, .weights = &d},
            .asked = &asked};
  loss<Player::Discriminator>(t, s);
  loss<Player::Generator>(t, s);
  for (std::string_view value : asked)
    if (value == what) return true;
  return what == "critic" && d.uses > 0;
}

}  // namespace agon
