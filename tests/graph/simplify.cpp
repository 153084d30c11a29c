#include <doctest/doctest.h>

#include <agon/graph/gradient.hpp>
#include <agon/graph/simplify.hpp>

using namespace agon;

/// What is left of the graph that `write` writes; it returns what to keep.
static constexpr Graph simplified(auto write) {
  Graph g;
  g.keep("y", write(g));
  return simplify(g);
}
static constexpr int count(Graph const& g, Op op) {
  int n = 0;
  for (Node const& v : g.node) n += v.op == op;
  return n;
}
static constexpr Node const& result(Graph const& g) { return g.node[g.output[0]]; }
static constexpr Tensor x(Graph& g) { return g.add_input("x", image(2, 3, 3)); }

// ---- dead code goes; inputs, updates and outputs stay ----
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Tensor const a = x(g);
    exp(a) * 3;
    return tanh(a);
  });
  return s.node.size() == 2 && count(s, Op::tanh) == 1;
}());
static_assert(
    [] {
      Graph const s = simplified([](Graph& g) {
        x(g);
        return g.add_input("y", features(1));
      });
      return count(s, Op::input) == 2;
    }(),
    "an input that nobody reads is still the program's face");
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Tensor const p = g.add_slot({.shape = channels(2)});
    update(p, p * 0.5);
    return x(g);
  });
  return count(s, Op::update) == 1 && count(s, Op::mul) == 1;
}());

// ---- constants fold ----
static_assert([] {
  Graph const s =
      simplified([](Graph& g) { return x(g) * ((g.constant(3) - 1) * 4 / g.constant(2) + -g.constant(1)); });
  return count(s, Op::constant) == 1 && result(s).op == Op::mul && s.node[result(s).in[1]].value == 3;
}());

// ---- identities ----
static_assert(result(simplified([](Graph& g) { return x(g) * 1; })).op == Op::input);
static_assert(result(simplified([](Graph& g) { return 1 * x(g); })).op == Op::input);
static_assert(result(simplified([](Graph& g) { return x(g) + 0; })).op == Op::input);
static_assert(result(simplified([](Graph& g) { return 0 + x(g); })).op == Op::input);
static_assert(result(simplified([](Graph& g) { return x(g) - 0; })).op == Op::input);
static_assert(result(simplified([](Graph& g) { return 0 - x(g); })).op == Op::sub, "0 - x is not x");
static_assert(
    [] {
      Graph const s = simplified([](Graph& g) { return exp(x(g)) * 0; });
      return result(s).op == Op::broadcast && result(s).shape == image(2, 3, 3) && count(s, Op::exp) == 0;
    }(),
    "zeros keep their shape");
static_assert(
    [] {
      Graph const s = simplified(
          [](Graph& g) { return broadcast(g.constant(1), image(2, 3, 3)) * g.add_input("p", features(1)); });
      return result(s).shape == image(2, 3, 3) && result(s).op != Op::input;
    }(),
    "1 * p is not p where it makes p larger");

// ---- what has spoken to the gradient is gone ----
static_assert([] {
  Graph const s = simplified([](Graph& g) { return stop_gradient(x(g)) * 2; });
  return count(s, Op::stop) == 0;
}());

// ---- an operation that broadcasts by itself needs no broadcast ----
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Tensor const a = x(g), c = g.add_slot({.shape = channels(2)});
    return a + broadcast(c, a.shape());
  });
  return count(s, Op::broadcast) == 0 && result(s).op == Op::add;
}());

// ---- equal expressions merge ----
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Tensor const a = x(g);
    return tanh(a * 2) + tanh(a * 2);
  });
  return count(s, Op::tanh) == 1 && count(s, Op::mul) == 1 && result(s).in[0] == result(s).in[1];
}());
static_assert(
    [] {
      Graph const s = simplified([](Graph& g) {
        Tensor const a = x(g);
        return (a - 2) * (a - 3) + (a * 2) * (2 - a);
      });
      return count(s, Op::sub) == 3;
    }(),
    "and different ones do not");
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Tensor const a = x(g), w = g.add_slot({.shape = {2, 9, 2, false}});
    return conv(a, w, {3, 1, 1}) + conv(a, w, {3, 1, 1}) +
           conv(concat(a, a), g.add_slot({.shape = {2, 9, 4, false}}), {3, 1, 1});
  });
  return count(s, Op::conv) == 2;
}());
static_assert(
    [] {
      Graph const s = simplified([](Graph& g) { return slice(x(g), 0, 1) + slice(x(g), 1, 1); });
      return count(s, Op::slice) == 2;
    }(),
    "slices from different channels differ");

// ---- draws: one name is one draw, two names are two ----
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Shape const d = features(4);
    return g.random(Distribution::uniform, d, "a") - g.random(Distribution::uniform, d, "b") +
           g.random(Distribution::uniform, d, "a") * g.random(Distribution::normal, d, "a");
  });
  return count(s, Op::random) == 3;
}());

// ---- updates are never merged, and versions stay apart ----
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Tensor const p = g.add_slot({.shape = channels(2)}), once = update(p, p * 0.5),
                 twice = update(once, once * 0.5);
    return x(g) * twice;
  });
  return count(s, Op::update) == 2 && count(s, Op::mul) == 3;
}());
static_assert([] {
  Graph const s = simplified([](Graph& g) {
    Tensor const p = g.add_slot({.shape = channels(2)}), q = g.add_slot({.shape = channels(2)}),
                 c = g.add_slot({.shape = channels(2)});
    update(p, c);
    update(q, c);
    return x(g);
  });
  return count(s, Op::update) == 2;
}());
static_assert(
    [] {
      Graph const s = simplified([](Graph& g) {
        Tensor const a = x(g), p = g.add_slot({.shape = channels(2)});
        Tensor const before = tanh(a * p), next = update(p, p * 0.5), after = tanh(a * next);
        return before - after;
      });
      return count(s, Op::tanh) == 2 && s.node[result(s).in[0]] != s.node[result(s).in[1]];
    }(),
    "D before and after its own update");

// ---- a second time there is nothing to do ----
static_assert([] {
  Graph const once = simplified([](Graph& g) {
    Tensor const a = x(g), w = g.add_slot({.shape = {2, 9, 2, false}});
    Tensor const l = mean(softplus(conv(tanh(a), w, {3, 1, 1})));
    return gradient(l, {w})[0];
  });
  Graph const twice = simplify(once);
  if (once.node.size() != twice.node.size()) return false;
  for (std::size_t i = 0; i < once.node.size(); ++i)
    if (!(once.node[i] == twice.node[i])) return false;
  return true;
}());

TEST_CASE("laws of simplification are asserted by the compiler") {
  CHECK(simplified([](Graph& g) { return x(g); }).node.size() == 1);
}
