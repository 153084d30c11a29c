#pragma once
#include <agon/graph/tensor.hpp>

/// What a program keeps of its networks while it is built: parameters, and values with names.
namespace agon {

/// How a program uses a network.
enum class Mode {
  Train,           // batch statistics, which also move the running ones; dropout on
  Eval,            // running statistics; dropout off
  BatchStatistics  // batch statistics, the running ones left alone; dropout on: pix2pix at test time
};
struct Use {
  Mode mode = Mode::Train;
  bool frozen = false;  // no gradient reaches the parameters
};

/// The parameters and statistics of one network in a program, in order of first use, each at its current
/// version. Running statistics that no parameter's gradient needs stand among them: an order, not a kind, is
/// what two uses share.
struct Weights {
  /// The parameters of one Shared<"name", ...>: a run of `current`.
  struct Section {
    std::string_view name;
    std::size_t first = 0, last = 0;  // [first, last)
  };

  std::string_view name;      // of the network: the first part of every name in it, unless empty
  Weights* shared = nullptr;  // where Shared layers keep theirs; null: among this network's own
  List<Tensor> current{};
  List<Section> section{};
  int uses = 0;

  static constexpr Slot const& slot(Tensor t) {
    while (t.node().op == Op::update) t.id = t.node().in[0];
    return t.graph->slot[t.node().index];
  }
  constexpr List<Tensor> trainable() const {
    List<Tensor> r;
    for (Tensor t : current)
      if (slot(t).role == Role::parameter) r.push_back(t);
    return r;
  }
  /// From here on `value` stands for `old`.
  constexpr void replace(Tensor old, Tensor value) {
    for (std::size_t i = current.size(); i-- > 0;)  // most often it was made just now
      if (current[i].id == old.id) {
        current[i] = value;
        return;
      }
  }
};

/// Values that layers read and leave by name.
class Wires {
 public:
  struct Wire {
    std::string_view name;
    Tensor value;
    constexpr bool operator==(Wire const& o) const { return name == o.name && value.id == o.value.id; }
  };

  constexpr Wires() = default;
  constexpr Wires& set(std::string_view name, Tensor t) {
    for (Wire& w : all_)
      if (w.name == name) {
        w.value = t;
        return *this;
      }
    all_.push_back({name, t});
    return *this;
  }
  /// Empty if there is none of that name.
  constexpr Tensor operator[](std::string_view name) const {
    for (Wire const& w : all_)
      if (w.name == name) return w.value;
    return {};
  }
  constexpr Wire const* begin() const { return all_.begin(); }
  constexpr Wire const* end() const { return all_.end(); }
  /// The same values under the same names, set in the same order.
  constexpr bool operator==(Wires const& o) const {
    if (all_.size() != o.all_.size()) return false;
    for (std::size_t i = 0; i < all_.size(); ++i)
      if (!(all_[i] == o.all_[i])) return false;
    return true;
  }

 private:
  List<Wire> all_;
};

}  // namespace agon
