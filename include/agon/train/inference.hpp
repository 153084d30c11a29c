#pragma once
#include <algorithm>
#include <array>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>
#include <agon/graph/labels.hpp>
#include <agon/layer/facts.hpp>
#include <agon/layer/named.hpp>
#include <agon/train/boundary.hpp>

namespace agon {

/// Net alone as a program: "input", and the inputs Beside it, to "output"; that is the value Of, or what the
/// network ends in.
template <class Net, Shape In, Name Prefix, Mode How, Name Of = "", Wire... Beside>
struct Application {
  static constexpr void build(Graph& g) {
    Weights w{.name = Prefix.at};
    lay_out<Net, Beside...>(g, w, In, {.mode = How}, Of.at);
  }
  /// The inputs that are classes. (An image is none, which spares compilers the search.)
  static constexpr ClassInputs classes = [] {
    if (!((In.h * In.w == 1) || ... || (Beside.shape.h * Beside.shape.w == 1))) return ClassInputs{};
    Graph g;
    build(g);
    return class_inputs(g);
  }();
};

/// What a network is given by name for one call: a batch for an input beside the main one, (N, C, H, W),
/// which must outlive the call; or a number, as of a Fade.
class Given {
 public:
  std::string_view const name;
  Array4 const* const batch = nullptr;
  double const number = 0;

  Given(std::string_view n, Array4 const& x) : name(n), batch(&x) {}
  Given(std::string_view n, double v) : name(n), number(v) {}
};

/// A network put to use: a batch in, the value Of of each sample out, as (N, C, H, W) arrays; if Of is empty,
/// what the network ends in. The parameters are those of a store, by names that begin with Prefix; they are
/// read, never written.
///
/// Calls are const and may come from several threads at once: each takes a machine of its own, made when all
/// others of that batch size are busy.
template <Name Of, class Net, Shape In, class Backend, Name Prefix = "G", Mode How = Mode::Eval,
          Wire... Beside>
class InferenceAt {
 public:
  using Scalar = typename Backend::Scalar;
  using Program = Application<Net, In, Prefix, How, Of, Beside...>;
  static constexpr Shape output =
      Compiled<Program>::ok ? Compiled<Program>::program.output[0].shape : Shape{};

  /// On the parameters of `store`, which must live as long; those it lacks are made.
  explicit InferenceAt(Store<Scalar>& store) : store_(&store) { store.add(program); }

  /// `x`: (N, C, H, W) as In says. Of a mode with chance, `key` names the draws. Throws Error if the batch is
  /// empty or of another shape, if a class is not a whole number below their count, or if the network has an
  /// input beside x, or a number.
  Array4 operator()(Array4 const& x, RandomKey key = {}) const { return run(x, {}, key); }

  /// The same with all that the network takes beside x, by name and in any order:
  /// `generator(z, {{"y", labels}, {"fade", 0.5}})`. Throws Error also if one of them is missing, there
  /// twice, unknown, or a batch of another shape or number of samples.
  Array4 operator()(Array4 const& x, std::initializer_list<Given> beside, RandomKey key = {}) const {
    return run(x, beside, key);
  }

 private:
  using Engine = typename Backend::template Engine<Program>;
  static constexpr auto& program = Compiled<Program>::program;
  static constexpr ClassInputs classes = Program::classes;
  Store<Scalar>* store_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<Engine>> idle_;

  Array4 run(Array4 const& x, std::span<Given const> beside, RandomKey key) const {
    long const batch = long(x.shape(0));
    if (batch < 1) throw Error("input", "the batch is empty");
    check_given(beside);
    std::array<Array4 const*, 1 + sizeof...(Beside)> from{&x};
    for (std::size_t k = 0; k < from.size(); ++k) {
      std::string const name(program.name(program.input[k].name));
      if (k > 0) from[k] = find(beside, name, true)->batch;
      Shape const d = program.input[k].shape;
      check_batch(name, *from[k], d, batch * d.times());
      for (ClassInput const& c : classes)
        if (c.input == int(k)) check_classes(name, *from[k], c.channel, c.count);
    }
    std::unique_ptr<Engine> e = take(batch);
    for (std::size_t k = 0; k < from.size(); ++k)
      to_channels_last(*from[k], program.input[k].shape, e->input(program.name(program.input[k].name)));
    for (Label const l : program.scalar)
      e->set(program.name(l), find(beside, program.name(l), false)->number);
    e->run(key);
    Array4 y = from_channels_last(std::span<Scalar const>(e->output("output")), output);
    std::lock_guard const lock(mutex_);
    idle_.push_back(std::move(e));
    return y;
  }

  /// Throws Error unless each input beside the main one has a batch, each number its value, and nothing else
  /// is there.
  static void check_given(std::span<Given const> beside) {
    auto takes = [](std::string_view name, bool batch) {
      if (!batch)
        return std::any_of(program.scalar.begin(), program.scalar.end(),
                           [&](Label l) { return program.name(l) == name; });
      return std::any_of(program.input.begin() + 1, program.input.end(),
                         [&](Terminal const& t) { return program.name(t.name) == name; });
    };
    for (Given const& g : beside) {
      if (!takes(g.name, g.batch))
        throw Error(g.name, takes(g.name, !g.batch) ? g.batch ? "it is a number, and was given a batch"
                                                              : "it takes a batch, and was given a number"
                                                    : "the network takes nothing of that name");
      if (find(beside, g.name, g.batch) != &g) throw Error(g.name, "it was given twice");
    }
    for (std::size_t k = 1; k < program.input.size(); ++k)
      if (std::string_view const name = program.name(program.input[k].name); !find(beside, name, true))
        throw Error(name, "the network takes a batch of that name, and none was given");
    for (Label const l : program.scalar)
      if (!find(beside, program.name(l), false))
        throw Error(program.name(l), "the network takes a number of that name, and none was given");
  }
  static Given const* find(std::span<Given const> beside, std::string_view name, bool batch) {
    for (Given const& g : beside)
      if (g.name == name && (g.batch != nullptr) == batch) return &g;
    return nullptr;
  }

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

/// A network put to use, up to its end: `Inference<Net, Features<120>, Cpu, "G", Mode::Eval, Wire{"y",
/// Features<1>}>`.
template <class Net, Shape In, class Backend, Name Prefix = "G", Mode How = Mode::Eval, Wire... Beside>
class Inference : public InferenceAt<"", Net, In, Backend, Prefix, How, Beside...> {
 public:
  using InferenceAt<"", Net, In, Backend, Prefix, How, Beside...>::InferenceAt;
};

}  // namespace agon
