#pragma once
#include <agon/core/real.hpp>
#include <agon/layer/fresh.hpp>
#include <agon/layer/layer_name.hpp>
#include <agon/layer/weights.hpp>

namespace agon {

/// How weights are kept, against how they are used.
struct Storage {
  double gain = 0;        // if any: kept with deviation 1 / rate, used times gain / sqrt(inputs) * rate
  double rate = 1;        // biases too are used times this
  bool spectral = false;  // used divided by their largest singular value
  double epsilon = 1e-12;
};

/// What a layer sees while it builds: the graph, its parameters by name, values by name, and how it is used.
class Scope {
 public:
  Graph& graph;
  Mode const mode;
  bool bias = true;                           // NoBias turns it off
  bool frozen;                                // no gradient reaches parameters
  bool guided = false;                        // gradients at rectifiers are guided, as Guided says
  Fresh fresh{.spread = 0.02}, fresh_bias{};  // what weights and biases begin with
  double fresh_gain = 0.02;                   // the deviation of the gains of norms
  Storage storage{};
  Wires& wires;

  constexpr Scope(Weights& weights, Graph& g, Use use, Wires& values)
      : graph(g),
        mode(use.mode),
        frozen(use.frozen),
        wires(values),
        weights_(&weights),
        network_(weights.name),
        use_(weights.uses++) {}

  /// A parameter of the layer at hand: at first normal with the given mean and deviation.
  constexpr Tensor parameter(std::string_view name, Shape d, double mean = 0, double sigma = 0) {
    return parameter(name, Slot{.role = Role::parameter, .shape = d, .mean = mean, .deviation = sigma});
  }
  constexpr Tensor parameter(std::string_view name, Slot const& s) {
    Tensor const t = take(name, s);
    return frozen ? stop_gradient(t) : t;
  }
  /// A weight that sums over `inputs` numbers, as `storage` says. Of a window, an input reaches a result with
  /// one place in `skipped`.
  constexpr Tensor weight(Slot s, int inputs, int skipped = 1) {
    s.role = Role::parameter;
    double const outputs = s.layout == Layout::rows ? s.shape.w : s.shape.c;
    if (storage.gain > 0)
      s.deviation = 1 / storage.rate;
    else
      fresh.describe(s, double(s.shape.size()) / outputs,
                     outputs * s.shape.h / (fresh.strided ? skipped : 1));
    Tensor w = parameter(storage.spectral ? "weight_orig" : "weight", s);
    if (storage.gain > 0) w = w * (storage.gain * storage.rate / square_root(inputs));
    return storage.spectral ? w / spectral_norm(w, s.layout == Layout::rows) : w;
  }
  /// A bias for each of n channels that are sums over `inputs` numbers, if there are to be any.
  constexpr Tensor offset(Tensor y, int n, long inputs = 0) {
    if (!bias) return y;
    Slot s{.role = Role::parameter, .shape = channels(n)};
    fresh_bias.describe(s, double(inputs), n);
    Tensor const b = parameter("bias", s);
    return y + (storage.rate == 1 ? b : b * storage.rate);
  }
  /// The weight of a window, (window, in, out). Results sum over `summed` channels of each place: `in` for a
  /// convolution, and those of the input for its adjoint.
  constexpr Tensor kernel(Window const& v, int in, int out, int summed) {
    return weight({.layout = Layout::kernel,
                   .shape = {out, v.places(), in, false},
                   .image = {.h = v.y.kernel, .w = v.x.kernel}},
                  v.places() * summed, v.y.stride * v.x.stride);
  }
  /// A number for each element of `d` that steps update and no gradient reaches.
  constexpr Tensor statistic(std::string_view name, Shape d, double fill, double sigma = 0) {
    return statistic(name, Slot{.role = Role::statistic, .shape = d, .mean = fill, .deviation = sigma});
  }
  constexpr Tensor statistic(std::string_view name, Slot const& s) { return take(name, s); }
  constexpr void store(Tensor old, Tensor value) { weights_->replace(old, update(old, value)); }

  /// The value of that name; a refusal, and `instead`, if there is none.
  constexpr Tensor wire(std::string_view name, Tensor instead) {
    if (Tensor const t = wires[name]) return t;
    graph.refuse("it reads a value \"", name,
                 "\" that nobody gave or named before; give the network an input of "
                 "that name, or put Let<\"",
                 name, "\"> before it");
    return instead;
  }

  /// Fresh draws at this place, different for each use of the network in a step.
  constexpr Tensor random(Distribution kind, Shape d) {
    Text<200> name;
    write_path(name, graph.place, true);
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
  /// Runs `body`, which stands for x, on the parameters that all networks with the same shared weights have
  /// under `name`.
  constexpr Tensor share(char const* name, Tensor x, auto const& body) {
    if (coupled_) return share_beside(name, x, body);
    Weights* const own = weights_;
    std::size_t const next = next_;
    std::size_t k = 0;  // the section
    bool known = false;
    if (own->shared) {
      weights_ = own->shared;
      auto& section = weights_->section;
      while (k < section.size() && section[k].name != name) ++k;
      known = k < section.size();
      if (!known) section.push_back({name, weights_->current.size()});
      next_ = section[k].first;
    }
    Place here{.outer = graph.place, .label = name, .shared = own->shared != nullptr};
    graph.place = &here;
    Tensor const y = body();
    graph.place = here.outer;
    if (own->shared) {
      if (known) refuse_length(weights_->section[k]);
      weights_->section[k].last = next_;
      weights_ = own;
      next_ = next;
    }
    return y;
  }
  /// Runs `body`, which applies several networks beside one another: what they share by name is one set of
  /// parameters and, of one value, one result.
  constexpr void couple(auto const& body) {
    List<Known>* const before = coupled_;
    List<Known> known;
    coupled_ = &known;
    body();
    coupled_ = before;
  }
  /// Runs `body` with `label` as a further part of the names in it.
  constexpr Tensor under(char const* label, bool instead_of_index, auto const& body) {
    Place here{.outer = graph.place, .label = label};
    if (instead_of_index && here.outer && here.outer->label.empty()) here.outer->silent = true;
    graph.place = &here;
    Tensor const y = body();
    graph.place = here.outer;
    return y;
  }

 private:
  Weights* weights_;
  std::string_view network_;
  int use_;
  std::size_t next_ = 0;
  /// What coupled networks share, and what it was last applied to.
  struct Known {
    Weights::Section at;
    Tensor in, out;
    Wires before, after;
  };
  List<Known>* coupled_ = nullptr;

  /// share() among coupled networks, whose parameters all stand among this network's own.
  constexpr Tensor share_beside(char const* name, Tensor x, auto const& body) {
    std::size_t k = 0;
    while (k < coupled_->size() && (*coupled_)[k].at.name != name) ++k;
    bool const known = k < coupled_->size();
    if (known)
      if (Known const& last = (*coupled_)[k]; last.in.id == x.id && last.before == wires) {
        wires = last.after;
        return last.out;
      }
    std::size_t const next = next_, first = known ? (*coupled_)[k].at.first : next;
    Wires const before = wires;
    next_ = first;
    Place here{.outer = graph.place, .label = name, .shared = true};
    graph.place = &here;
    Tensor const y = body();
    graph.place = here.outer;
    Known const now{{name, first, next_}, x, y, before, wires};
    if (!known) {
      coupled_->push_back(now);
      return y;
    }
    refuse_length((*coupled_)[k].at);
    (*coupled_)[k] = now;
    next_ = next;
    return y;
  }
  /// Layers that were shared just now must have taken all of their section.
  constexpr void refuse_length(Weights::Section const& s) {
    if (next_ != s.last)
      graph.refuse("what is shared as \"", s.name, "\" has ", int(s.last - s.first),
                   " parameters in one place and ", int(next_ - s.first),
                   " in another; give both the same layers");
  }

  /// The largest singular value of w, by one step of the power method from the left vector that is kept
  /// (Miyato et al. 2018, algorithm 1). The vectors are constants for the gradient.
  constexpr Tensor spectral_norm(Tensor w, bool by_rows) {
    Shape const d = w.shape();
    int const rows = d.h * d.w;
    auto vector = [](int n) { return Shape{n, 1, 1, false}; };
    auto unit = [&](Tensor t) { return t / (sqrt(sum(square(t))) + storage.epsilon); };
    // u W and v W', where W is out x in: columns of w are outputs, or its rows are
    auto back = [&](Tensor u, Tensor m) {
      return matmul(u, m, false, !by_rows, vector(by_rows ? d.c : rows));
    };
    auto forth = [&](Tensor v, Tensor m) {
      return matmul(v, m, false, by_rows, vector(by_rows ? rows : d.c));
    };
    Tensor const u = statistic("weight_u", vector(by_rows ? rows : d.c), 0, 1), fixed = stop_gradient(w);
    Tensor const v = stop_gradient(unit(back(u, fixed))), next = stop_gradient(unit(forth(v, fixed)));
    if (mode == Mode::Train) store(u, next);
    return sum(next * forth(v, w));
  }

  constexpr void write_path(auto& t, Place const* p, bool draw) const {
    if (!p) {
      t << (draw ? network_ : weights_->name);
      return;
    }
    if (p->shared && !draw)
      t << weights_->name;
    else
      write_path(t, p->outer, draw);
    if (p->label.empty() && p->silent) return;
    if (!t.empty()) t << '.';
    p->label.empty() ? t << p->index : t << p->label;
  }
  constexpr Label path(std::string_view name = {}) {
    Text<200> t;
    write_path(t, graph.place, false);
    if (!t.empty() && !name.empty()) t << '.';
    t << name;
    return graph.label(t.view());
  }
  constexpr Tensor take(std::string_view name, Slot s) {
    if (next_ == weights_->current.size()) {
      s.name = path(name);
      weights_->current.push_back(graph.add_slot(s));
    }
    Tensor const t = weights_->current[next_++];
    if ((coupled_ || weights_->section.size()) && !(t.shape() == s.shape))
      graph.refuse("a shared parameter is ", t.shape(), " in one place and ", s.shape,
                   " in another; give both the same layers and inputs");
    return t;
  }
};

/// Two layers that name a parameter alike would share it unasked.
constexpr void refuse_doubles(Graph& g, std::size_t first_slot) {
  std::size_t room = 16;
  while (room < 2 * (g.slot.size() - first_slot)) room *= 2;
  List<std::uint32_t> seen(room);  // each name's number at the first free place from the number on
  for (std::size_t i = first_slot; i < g.slot.size(); ++i) {
    std::uint32_t const n = stream_of(g.name(g.slot[i].name));
    std::size_t at = n % room;
    for (; seen[at]; at = (at + 1) % room)
      if (seen[at] == n)
        return g.refuse("two parameters are called ", g.name(g.slot[i].name),
                        "; tell their layers apart by Named");
    seen[at] = n;
  }
}

/// Applies a network to `x`: in the first use of `weights` its parameters are made, later ones share them.
/// Its layers read and leave values in `wires`.
template <class Net>
constexpr Tensor apply(Weights& weights, Tensor x, Use use, Wires& wires) {
  Scope s(weights, *x.graph, use, wires);
  Place root{.layer = LayerName<Net>::value.at, .silent = true, .network = weights.name};
  x.graph->place = &root;
  std::size_t const slots = x.graph->slot.size();
  Tensor const y = Net{}(s, x);
  x.graph->place = nullptr;
  refuse_doubles(*x.graph, slots);
  return y;
}
template <class Net>
constexpr Tensor apply(Weights& weights, Tensor x, Use use = {}) {
  Wires none;
  return apply<Net>(weights, x, use, none);
}

}  // namespace agon
