#pragma once
#include <agon/layer/coupled.hpp>
#include <agon/layer/log_odds.hpp>
#include <agon/system/adversarial_step.hpp>

namespace agon {

namespace cogan {

/// Both discriminators: pictures of both domains, one's channels after the other's, to a logit each.
template <class D>
struct Judges : CoupledHalves<Seq<D, LogOdds>> {};

}  // namespace cogan

/// One step of coupled GANs (Liu and Tuzel 2016, equation 3) as one program: AdversarialStep of pairs. G is
/// both generators, which draw a pair of pictures from one z; D is both discriminators, each of which judges
/// the picture of its domain. What the two of a kind share is one set of parameters, whose gradient is the
/// sum of what comes through either.
///
/// A mean over D's two logits is what the authors' code takes: the mean over the pictures of both domains as
/// one batch, half the sum of the domains' losses. A term that applies D to pictures of its own, such as a
/// penalty of its slope, sees the pair as one picture.
///
/// Reads "real", real pictures of both domains, which are no pairs: a channel of each, if they are gray.
/// Keeps what AdversarialStep does; "fake" is the pair.
template <class G, class D, auto Objective, Latent Z, class Optimiser, Phase Part = Phase::both,
          Condition Y = Condition{}>
struct CoGANStep : AdversarialStep<Coupled<G>, cogan::Judges<D>, Objective, Z, Optimiser, Part, Y> {};

}  // namespace agon
