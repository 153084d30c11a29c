#pragma once
#include <memory>
#include <mutex>
#include <vector>

#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>
#include <agon/layer/facts.hpp>
#include <agon/layer/named.hpp>
#include <agon/train/boundary.hpp>

namespace agon {

/// Net alone as a program: "input" to "output".
template <class Net, Shape In, Name Prefix, Mode How>
struct Application {
  static constexpr void build(Graph& g) {
    Weights w{.name = Prefix.at};
    g.keep("output", apply<Net>(w, g.add_input("input", In), {.mode = How}));
  }
};

/// A network put to use: a batch in, a batch out, as (N, C, H, W) arrays. The parameters are those of a
/// store, by names that begin with Prefix; they are read, never written.
///
/// Calls are const and may come from several threads at once: each takes a machine of its own, made when all
/// others of that batch size are busy.
template <class Net, Shape In, class Backend, Name Prefix = "G", Mode How = Mode::Eval>
class Inference {
 public:
  using Scalar = typename Backend::Scalar;
  using Program = Application<Net, In, Prefix, How>;
  static constexpr Shape output = output_shape<Net, In>;

  /// On the parameters of `store`, which must live as long; those it lacks are made.
  explicit Inference(Store<Scalar>& store) : store_(&store) { store.add(Compiled<Program>::program); }

  /// `x`: (N, C, H, W) as In says. Of a mode with chance, `key` names the draws. Throws Error if the batch is
  /// empty or of another shape.
  Array4 operator()(Array4 const& x, RandomKey key = {}) const {
    long const batch = long(x.shape(0));
    if (batch < 1) throw Error("input", "the batch is empty");
    check_batch("input", x, In, batch);
    std::unique_ptr<Engine> e = take(batch);
    to_channels_last(x, In, e->input("input"));
    e->run(key);
    Array4 y = from_channels_last(std::span<Scalar const>(e->output("output")), output);
    std::lock_guard const lock(mutex_);
    idle_.push_back(std::move(e));
    return y;
  }

 private:
  using Engine = typename Backend::template Engine<Program>;
  Store<Scalar>* store_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Engine>> idle_;

  std::unique_ptr<Engine> take(long batch) const {
    std::lock_guard const lock(mutex_);
    for (auto& e : idle_)
      if (e->batch() == batch) {
        std::swap(e, idle_.back());
        std::unique_ptr<Engine> mine = std::move(idle_.back());
        idle_.pop_back();
        return mine;
      }
    return std::make_unique<Engine>(*store_, batch);
  }
};

}  // namespace agon
