#pragma once
#include <agon/graph/tensor.hpp>

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
  std::string_view name;  // of the network: the first part of every name in it, unless empty
  List<Tensor> current{};
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
    for (Tensor& t : current)
      if (t.id == old.id) t = value;
  }
};

/// The name of a layer in tables and messages: its own `name`, or the compiler's for a type without one.
template <class L>
struct LayerName {
  static constexpr auto make() {
    if constexpr (requires { L::name.at; })
      return text<120>(L::name);
    else {
      std::string_view f = __PRETTY_FUNCTION__;  // "... [with L = Name]" or "... [L = Name]"
      f.remove_prefix(f.find("L = ") + 4);
      return text<120>(f.substr(0, f.find_first_of(";]")));
    }
  }
  static constexpr auto value = make();
};

/// What a layer sees while it builds: the graph, its parameters by name, and how it is used.
class Scope {
 public:
  Graph& graph;
  Mode const mode;
  bool bias = true;         // NoBias turns it off
  double deviation = 0.02;  // of fresh weights

  constexpr Scope(Weights& weights, Graph& g, Use use)
      : graph(g), mode(use.mode), frozen_(use.frozen), weights_(weights), use_(weights.uses++) {}

  /// A parameter of the layer at hand: at first normal with the given mean and deviation.
  constexpr Tensor parameter(std::string_view name, Shape d, double mean = 0, double sigma = 0) {
    return parameter(name, Slot{.role = Role::parameter, .shape = d, .mean = mean, .deviation = sigma});
  }
  constexpr Tensor parameter(std::string_view name, Slot const& s) {
    Tensor const t = take(name, s);
    return frozen_ ? stop_gradient(t) : t;
  }
  /// The weight of a window over `in` channels for each group, (window, in, out).
  constexpr Tensor kernel(Window const& v, int in, int out) {
    return parameter("weight", {.role = Role::parameter,
                                .layout = Layout::kernel,
                                .shape = {out, v.places(), in, false},
                                .image = {.h = v.y.kernel, .w = v.x.kernel},
                                .deviation = deviation});
  }
  /// A number for each element of `d` that steps update and no gradient reaches.
  constexpr Tensor statistic(std::string_view name, Shape d, double fill) {
    return take(name, Slot{.role = Role::statistic, .shape = d, .mean = fill});
  }
  constexpr void store(Tensor old, Tensor value) { weights_.replace(old, update(old, value)); }

  /// Fresh draws at this place, different for each use of the network in a step.
  constexpr Tensor random(Distribution kind, Shape d) {
    Text<200> name;
    write_path(name, graph.place);
    name << '@' << use_;
    if (int const k = graph.place->draws++) name << '#' << k;
    return graph.random(kind, d, name.view());
  }

  /// Applies layer `index` of `count`.
  template <class L>
  constexpr Tensor call(Tensor x, int index, int count) {
    Place here{.outer = graph.place, .index = index, .count = count, .layer = LayerName<L>::value.at};
    graph.place = &here;
    TracedLayer s{
        .layer = here.layer, .first_node = int(graph.node.size()), .first_slot = int(graph.slot.size())};
    std::size_t const steps = graph.traced.size();
    Tensor const y = L{}(*this, x);
    if (steps == graph.traced.size()) {
      s.path = path();
      s.shape = y.shape();
      s.last_node = int(graph.node.size());
      s.last_slot = int(graph.slot.size());
      graph.traced.push_back(s);
    }
    graph.place = here.outer;
    return y;
  }
  /// Runs `body` with `label` as a further part of the names in it.
  constexpr Tensor under(char const* label, bool instead_of_index, auto const& body) {
    Place here{.outer = graph.place, .label = label};
    if (instead_of_index && here.outer && !here.outer->label) here.outer->silent = true;
    graph.place = &here;
    Tensor const y = body();
    graph.place = here.outer;
    return y;
  }

 private:
  bool frozen_;
  Weights& weights_;
  int use_;
  std::size_t next_ = 0;

  constexpr void write_path(auto& t, Place const* p) const {
    if (!p) {
      t << weights_.name;
      return;
    }
    write_path(t, p->outer);
    if (!p->label && p->silent) return;
    if (!t.empty()) t << '.';
    p->label ? t << p->label : t << p->index;
  }
  constexpr Label path(std::string_view name = {}) {
    Text<200> t;
    write_path(t, graph.place);
    if (!t.empty() && !name.empty()) t << '.';
    t << name;
    return graph.label(t.view());
  }
  constexpr Tensor take(std::string_view name, Slot s) {
    if (next_ == weights_.current.size()) {
      s.name = path(name);
      weights_.current.push_back(graph.add_slot(s));
    }
    return weights_.current[next_++];
  }
};

/// Two layers that name a parameter alike would share it unasked.
constexpr void refuse_doubles(Graph& g, std::size_t first_slot) {
  List<std::uint32_t> names;
  for (std::size_t i = first_slot; i < g.slot.size(); ++i) {
    std::uint32_t const n = stream_of(g.name(g.slot[i].name));
    for (std::uint32_t other : names)
      if (other == n)
        return g.refuse("two parameters are called ", g.name(g.slot[i].name),
                        "; tell their layers apart by Named");
    names.push_back(n);
  }
}

/// Applies a network to `x`: in the first use of `weights` its parameters are made, later ones share them.
template <class Net>
constexpr Tensor apply(Weights& weights, Tensor x, Use use = {}) {
  Scope s(weights, *x.graph, use);
  Place root{.layer = LayerName<Net>::value.at, .silent = true, .network = weights.name};
  x.graph->place = &root;
  std::size_t const slots = x.graph->slot.size();
  Tensor const y = Net{}(s, x);
  x.graph->place = nullptr;
  refuse_doubles(*x.graph, slots);
  return y;
}

}  // namespace agon
