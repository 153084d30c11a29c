#pragma once
#include <array>
#include <tuple>
#include <utility>

#include <agon/backend/cpu/convolution.hpp>
#include <agon/backend/cpu/convolution_data.hpp>
#include <agon/backend/cpu/convolution_weight.hpp>
#include <agon/backend/cpu/fast_weight.hpp>
#include <agon/backend/cpu/few_filters.hpp>
#include <agon/backend/cpu/few_pixels.hpp>
#include <agon/backend/cpu/grouped.hpp>
#include <agon/backend/cpu/move.hpp>
#include <agon/backend/cpu/product.hpp>
#include <agon/backend/samples.hpp>

/// Which algorithm makes the result of a call: a rule over its shapes. A program holds those that it calls,
/// so that no others are compiled into it; or, with AGON_KERNELS_ELSEWHERE, all, and none is compiled there.
namespace agon::cpu {
inline namespace AGON_CPU {

/// A convolution or product: the memory it needs, the chunks it makes, and the work.
struct Head {
  Room (*room)(Dense const&) = nullptr;
  Chunks (*chunks)(Dense const&) = nullptr;
  void (*run)(Dense const&, float const*, float const*, float*, Workspace const&, Done const&) = nullptr;
};
/// An algorithm of an operation, and whether it may be taken: of those that may the first is.
template <Op O, class A>
struct Choice {
  static constexpr Op op = O;
  using Algorithm = A;
  static constexpr bool holds(Dense const& d) {
    if constexpr (requires { A::pays(d); })
      return A::pays(d);
    else
      return true;
  }
};
/// The rules stand apart from the work, for they are asked at run time too.
struct Rule {
  Op op{};
  bool (*holds)(Dense const&) = nullptr;
};
template <class... C>
struct Choices {
  static constexpr std::array<Rule, sizeof...(C)> rules() { return {Rule{C::op, C::holds}...}; }
  template <std::size_t K>
  static constexpr Head head() {
    using A = typename std::tuple_element_t<K, std::tuple<C...>>::Algorithm;
    return {A::room, A::chunks, A::run};
  }
  /// All of them: for tests and benchmarks, which ask at run time.
  static constexpr std::array<Head, sizeof...(C)> heads() {
    return {Head{C::Algorithm::room, C::Algorithm::chunks, C::Algorithm::run}...};
  }
};
using Algorithms = Choices<
    Choice<Op::conv, Grouped>, Choice<Op::conv, FewFilters>, Choice<Op::conv, Dots>,
    Choice<Op::conv, FewPixelsForward>, Choice<Op::conv, FastForward<Winograd<4, 2>>>,
    Choice<Op::conv, FastForward<Winograd<4, 3>>>, Choice<Op::conv, FastForward<Winograd<3, 2>>>,
    Choice<Op::conv, FastForward<Winograd<2, 2>>>, Choice<Op::conv, FastForward<Winograd<3, 3>>>,
    Choice<Op::conv, FastForward<Winograd<2, 3>>>, Choice<Op::conv, FastForward<Winograd<2, 4>>>,
    Choice<Op::conv, Forward>, Choice<Op::conv_data, Grouped>, Choice<Op::conv_data, FewPixelsData>,
    Choice<Op::conv_data, OnePixel>, Choice<Op::conv_data, Scatter>,
    Choice<Op::conv_data, FastData<Winograd<4, 2>>>, Choice<Op::conv_data, FastData<Winograd<4, 3>>>,
    Choice<Op::conv_data, FastData<Winograd<3, 2>>>, Choice<Op::conv_data, FastData<Winograd<2, 2>>>,
    Choice<Op::conv_data, FastData<Winograd<3, 3>>>, Choice<Op::conv_data, FastData<Winograd<2, 3>>>,
    Choice<Op::conv_data, FastData<Winograd<2, 4>>>, Choice<Op::conv_data, Phases>,
    Choice<Op::conv_weight, Grouped>, Choice<Op::conv_weight, FewFiltersWeight>,
    Choice<Op::conv_weight, WeightSums>, Choice<Op::conv_weight, FastWeight<Winograd<4, 2>>>,
    Choice<Op::conv_weight, FastWeight<Winograd<4, 3>>>, Choice<Op::conv_weight, FastWeight<Winograd<3, 2>>>,
    Choice<Op::conv_weight, FastWeight<Winograd<2, 2>>>, Choice<Op::conv_weight, FastWeight<Winograd<3, 3>>>,
    Choice<Op::conv_weight, FastWeight<Winograd<2, 3>>>, Choice<Op::conv_weight, FastWeight<Winograd<2, 4>>>,
    Choice<Op::conv_weight, WeightProduct>, Choice<Op::matmul, Product>, Choice<Op::product, SampleProducts>>;
inline constexpr auto rules = Algorithms::rules();
constexpr std::size_t head_of(Dense const& d) {
  std::size_t k = 0;
  while (rules[k].op != d.op || !rules[k].holds(d)) ++k;
  return k;
}

struct Mover {
  Op op{};
  void (*run)(Dense const&, float const* a, float const* b, float* y) = nullptr;
};
inline constexpr std::array movers{Mover{Op::concat, concat},
                                   Mover{Op::slice, by_row<slice_row>},
                                   Mover{Op::pad, by_row<pad_row>},
                                   Mover{Op::flatten, turn},
                                   Mover{Op::unflatten, turn},
                                   Mover{Op::extend, by_row<extend_row>},
                                   Mover{Op::fold, by_row<fold_row>},
                                   Mover{Op::max_take, max_take},
                                   Mover{Op::max_put, max_put},
                                   Mover{Op::take_row, take_rows},
                                   Mover{Op::put_row, put_all_rows},
                                   Mover{Op::stack, stack},
                                   Mover{Op::take_samples, take_samples},
                                   Mover{Op::put_samples, put_samples},
                                   Mover{Op::group_mean, group_means}};
constexpr std::size_t mover_of(Op o) { return std::size_t(o) - std::size_t(Op::concat); }

/// Those that a program calls; the others are empty.
struct Heads {
  std::array<Head, rules.size()> dense{};
  std::array<Mover, movers.size()> moving{};
  int most_outputs = 3;  // as in Dense
};
constexpr Dense operands(Call const& c, Batches const& batch, int most_outputs) {
  return {c.head, c.window, c.index, c.in[0], c.in[1], c.domain, samples_of(c, batch), most_outputs};
}
/// So many that more change no choice of an algorithm.
inline constexpr long many_samples = 1 << 20;
/// The algorithm of a call: the one for its batch if the program holds it, or else that for many samples,
/// which fits any batch; that for one sample may not.
constexpr Head const& chosen(Heads const& h, Call const& c, Dense const& d) {
  Head const& best = h.dense[head_of(d)];
  return best.run ? best : h.dense[head_of(operands(c, many_samples, h.most_outputs))];
}
/// Which algorithms a program holds: what pays for one sample, and for many. Between them a third may pay
/// best, and is not taken.
struct Called {
  std::array<bool, rules.size()> dense{};
  std::array<bool, movers.size()> moving{};
};
template <auto const& P, int MostOutputs>
constexpr Called called_by() {
  Called r;
  for (Call const& c : P.call) {
    if (is_movement(c.head)) r.moving[mover_of(c.head)] = true;
    if (!is_dense(c.head)) continue;
    for (long batch : {1l, many_samples}) r.dense[head_of(operands(c, batch, MostOutputs))] = true;
  }
  return r;
}
template <auto const& P, int MostOutputs>
inline constexpr Called called = called_by<P, MostOutputs>();

template <auto const& P, int MostOutputs, std::size_t... H, std::size_t... M>
constexpr Heads heads_in(std::index_sequence<H...>, std::index_sequence<M...>) {
  auto head = []<std::size_t K>() -> Head {
    if constexpr (called<P, MostOutputs>.dense[K])
      return Algorithms::head<K>();
    else
      return {};
  };
  return {{head.template operator()<H>()...},
          {(called<P, MostOutputs>.moving[M] ? movers[M] : Mover{})...},
          MostOutputs};
}
template <auto const& P, int MostOutputs>
inline constexpr Heads heads_for = heads_in<P, MostOutputs>(std::make_index_sequence<rules.size()>{},
                                                            std::make_index_sequence<movers.size()>{});

/// All of them, compiled in the one file of a program that includes agon/kernels.hpp.
Heads const& heads_elsewhere(int most_outputs);

}  // namespace AGON_CPU
}  // namespace agon::cpu
