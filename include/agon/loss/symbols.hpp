#pragma once
#include <agon/layer/scope.hpp>

namespace agon {

/// D as a function that a term applies to pictures of its own. Its weights are of the version that the loss
/// at hand is about: before D's update in its own loss, after it in the generator's. Running statistics do
/// not move.
struct CriticFunction {
  Tensor (*net)(Weights&, Tensor, Use, Wires&) = nullptr;  // apply<D>
  Weights* weights = nullptr;
  Tensor beside{};               // channels that D reads before the picture's, if any
  Wires const* wires = nullptr;  // values that it reads by name, if any

  /// D's logits of x.
  constexpr Tensor operator()(Tensor x) const {
    Wires named = known();
    return run(x, named);
  }
  /// What D leaves on its way under a name, by Let<"name">.
  constexpr Tensor at(std::string_view name, Tensor x) const {
    Wires named = known();
    Tensor const logits = run(x, named), found = named[name];
    if (found) return found;
    x.graph->refuse("D leaves no value \"", name, "\"; put Let<\"", name, "\"> behind one of its layers");
    return logits;
  }

 private:
  constexpr Wires known() const {
    Wires named;
    if (wires) named = *wires;  // g++ 12 frees the values of a conditional expression too early
    return named;
  }
  constexpr Tensor run(Tensor x, Wires& named) const {
    if (!net) {
      x.graph->refuse(
          "it applies D to pictures of its own, and this system does not let it; take a "
          "system that sets Symbols::critic");
      return x;
    }
    Place* const place = x.graph->place;
    Tensor const y = net(*weights, beside ? concat(beside, x) : x, {.mode = Mode::BatchStatistics}, named);
    x.graph->place = place;
    return y;
  }
};

/// What a term may read. A discriminator's logits are of its current version: before its update in its own
/// loss, after it in the generator's.
///
/// Some systems give more, by name: s["mu"] is a value of that name. A term that reads one in a system
/// without it is refused. Names of the terms here, besides those that G leaves by Let<"name">:
///
///   "G(real)"   what G makes of the real picture: where both are of one kind
///   "F(fake)"   the fake picture on its way back to the input's domain, by another generator F
///   "f(input)"  features of what G was given, by a network f that does not learn
///   "f(fake)"   and of the fake picture
///   "label"     the class of each sample, a whole number
struct Symbols {
  Tensor real;                    // the batch from the data: of image-to-image systems the target picture
  Tensor fake;                    // G's picture
  Tensor input;                   // what G was given: a picture, or the latent
  Tensor real_logits;             // D's logits of the real batch; empty in G's loss
  Tensor fake_logits;             // and of the fake
  CriticFunction critic{};        // D, for pictures of a term's own
  Wires const* values = nullptr;  // what is given by name, if anything
  std::string_view name = "objective";      // the first part of the names of random draws
  List<std::string_view>* asked = nullptr;  // if any: notes the names of values that are read

  constexpr Graph& graph() const {
    for (Tensor t : {fake, real, input, fake_logits})
      if (t) return *t.graph;
    return *real_logits.graph;
  }
  constexpr Tensor operator[](std::string_view value) const {
    if (asked) asked->push_back(value);
    if (Tensor const t = values ? (*values)[value] : Tensor{}) return t;
    graph().refuse("it reads a value \"", value,
                   "\" that this system does not give; take a system that does, "
                   "or set it in Symbols::values");
    return fake;
  }
  /// Draws of a term: the same for the same name.
  constexpr Tensor random(Distribution kind, Shape d, std::string_view draw) const {
    return graph().random(kind, d, text<100>(name, '.', draw).view());
  }
};

}  // namespace agon
