#pragma once
#include <algorithm>

#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>
#include <agon/layer/facts.hpp>
#include <agon/train/boundary.hpp>

namespace agon::study {

/// Net on a batch, whose running statistics move and nothing else does.
template <class Net, Shape In, Name Prefix>
struct SettlingStep {
  static constexpr void build(Graph& g) {
    Weights w{.name = Prefix.at};
    lay_out<Net>(g, w, In, {.mode = Mode::Train, .frozen = true});
  }
};

/// Moves the running statistics of a network, such as "D", to those of a set of pictures, (N, C, H, W), in
/// one pass over batches of `batch`; a last one that would not be full is left out. A discriminator has seen
/// real and drawn pictures in turn, and one drawn at random none at all. (The paper's code does the same
/// before it takes features.) Throws Error if pictures have another shape or make no batch.
template <class Net, Shape In, class Backend, Name Prefix>
void settle(Store<typename Backend::Scalar>& store, Array4 const& pictures, long batch = 100) {
  using Program = SettlingStep<Net, In, Prefix>;
  long const n = long(pictures.shape(0));
  check_batch("pictures", pictures, In, n);
  if (batch < 1 || batch > n) throw Error("pictures", {"there are ", n, ", which make no batch of ", batch});
  store.add(Compiled<Program>::program);
  typename Backend::template Engine<Program> engine(store, batch);
  Array4 part =
      Array4::from_shape({std::size_t(batch), std::size_t(In.c), std::size_t(In.h), std::size_t(In.w)});
  for (long first = 0; first + batch <= n; first += batch) {
    std::copy_n(pictures.data() + first * In.size(), part.size(), part.data());
    to_channels_last(part, In, engine.input("input"));
    engine.run({});
  }
}

}  // namespace agon::study
