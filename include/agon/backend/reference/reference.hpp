#pragma once
#include <agon/backend/reference/evaluate.hpp>
#include <agon/backend/samples.hpp>
#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>

namespace agon {

namespace reference {

/// Runs a program node by node, as it was written: neither simplified nor fused.
template <class P, class S>
class Engine {
 public:
  using Scalar = S;

  /// Room for batches of that many samples. Throws Error if one is too small for the program.
  Engine(Store<S>& store, Batches const& batch) : store_(&store), values_{build(), batch} {
    check_samples(Compiled<P>::program, batch);
    store.add(Compiled<P>::program);
    values_.scalar.resize(graph_.scalar.size());
    for (Slot const& s : graph_.slot) values_.slot.push_back(store.find(graph_.name(s.name))->memory.data());
    for (Label const l : graph_.input)
      for (Node const& n : graph_.node)
        if (n.op == Op::input && graph_.input[std::size_t(n.index)] == l)
          inputs_.emplace_back(std::size_t(values_.count(n.shape)));
    for (auto const& m : inputs_) values_.input.push_back(m.data());
  }
  Engine(Engine const&) = delete;

  long batch() const { return values_.batch[0]; }
  Batches const& batches() const { return values_.batch; }
  /// The batch of that name, channels last.
  std::span<S> input(std::string_view name) { return inputs_[find(graph_.input, name)].span(); }
  std::span<S const> output(std::string_view name) const {
    return values_.value[std::size_t(graph_.output[find(graph_.output_name, name)])];
  }
  void set(std::string_view scalar, double v) { values_.scalar[find(graph_.scalar, scalar)] = v; }
  void run(RandomKey key) {
    store_->bring_back();
    values_.key = key;
    values_.run();
  }

 private:
  Store<S>* store_;
  Graph graph_;
  Evaluator<S> values_;
  std::vector<Memory<S>> inputs_;

  Graph const& build() {
    P::build(graph_);
    return graph_;
  }
  std::size_t find(List<Label> const& labels, std::string_view name) const {
    for (std::size_t i = 0; i < labels.size(); ++i)
      if (graph_.name(labels[i]) == name) return i;
    throw Error(name, "this program has nothing of that name");
  }
};

}  // namespace reference

/// The backend of plain loops over S: slow, and right.
template <class S>
struct Reference {
  using Scalar = S;
  template <class P>
  using Engine = reference::Engine<P, S>;
};

}  // namespace agon
