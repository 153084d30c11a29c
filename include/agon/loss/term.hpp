#pragma once
#include <agon/graph/tensor.hpp>

/// The algebra of objectives. A term is a struct with a member `discriminator(s)`, a member `generator(s)`,
/// or both: each gives the scalar that this player minimises, written with the symbols `s`. Terms are added,
/// scaled and restricted player by player: `nonsaturating + 100 * l1`.
namespace agon {

enum class Player { Discriminator, Generator };

/// What a term may read. A discriminator's logits are of its current version: before its update in its own
/// loss, after it in the generator's.
struct Symbols {
  Tensor real;         // the batch from the data: of image-to-image systems the target picture
  Tensor fake;         // G's picture
  Tensor input;        // what G was given: a picture, or the latent
  Tensor real_logits;  // D's logits of the real batch; empty in G's loss
  Tensor fake_logits;  // and of the fake
};

template <class T>
concept ForDiscriminator = requires(T t, Symbols const& s) {
  t.discriminator(s);
};
template <class T>
concept ForGenerator = requires(T t, Symbols const& s) {
  t.generator(s);
};
template <class T>
concept Term = ForDiscriminator<T> || ForGenerator<T>;

/// The loss of one player; empty if the term says nothing about it.
template <Player P, Term T>
constexpr Tensor loss(T const& t, Symbols const& s) {
  if constexpr (P == Player::Discriminator) {
    if constexpr (ForDiscriminator<T>) return t.discriminator(s);
  } else {
    if constexpr (ForGenerator<T>) return t.generator(s);
  }
  return {};
}

template <Term A, Term B>
struct Sum {
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
};

template <Term T>
struct Scaled {
  double factor;
  T term;
  constexpr Tensor discriminator(Symbols const& s) const requires ForDiscriminator<T> {
    return factor * term.discriminator(s);
  }
  constexpr Tensor generator(Symbols const& s) const requires ForGenerator<T> {
    return factor * term.generator(s);
  }
};

/// A term for one player only.
template <Player P, Term T>
struct On {
  T term;
  constexpr Tensor discriminator(Symbols const& s) const
      requires(P == Player::Discriminator && ForDiscriminator<T>) {
    return term.discriminator(s);
  }
  constexpr Tensor generator(Symbols const& s) const requires(P == Player::Generator && ForGenerator<T>) {
    return term.generator(s);
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

}  // namespace agon
