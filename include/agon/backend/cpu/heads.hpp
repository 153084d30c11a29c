#pragma once
#include <array>
#include <utility>

#include <agon/backend/cpu/convolution.hpp>
#include <agon/backend/cpu/convolution_weight.hpp>
#include <agon/backend/cpu/grouped.hpp>
#include <agon/backend/cpu/move.hpp>
#include <agon/backend/cpu/product.hpp>
#include <agon/backend/samples.hpp>

/// Which algorithm makes the result of a call: a rule over its shapes. A program holds those that it calls,
/// so that no others are compiled into it.
namespace agon::cpu {
inline namespace AGON_CPU {

/// A convolution or product: the memory it needs, the chunks it makes, and the work.
struct Head {
  Room (*room)(Dense const&) = nullptr;
  Chunks (*chunks)(Dense const&) = nullptr;
  void (*run)(Dense const&, float const*, float const*, float*, Workspace const&, Done const&) = nullptr;
};
/// Of the algorithms of an operation, the first whose rule holds is taken. The rules stand apart from the
/// work, for they are asked at run time.
struct Rule {
  Op op{};
  bool (*holds)(Dense const&) = nullptr;
};
template <class... A>
constexpr std::array<Head, sizeof...(A)> heads_of() {
  return {Head{A::room, A::chunks, A::run}...};
}
inline constexpr std::array heads = heads_of<Grouped, Dots, Forward, Grouped, Scatter, Phases, Grouped,
                                             WeightSums, WeightProduct, Product, SampleProducts>();
constexpr bool always(Dense const&) { return true; }
inline constexpr std::array rules{Rule{Op::conv, Grouped::pays},
                                  Rule{Op::conv, Dots::pays},
                                  Rule{Op::conv, always},
                                  Rule{Op::conv_data, Grouped::pays},
                                  Rule{Op::conv_data, Scatter::pays},
                                  Rule{Op::conv_data, always},
                                  Rule{Op::conv_weight, Grouped::pays},
                                  Rule{Op::conv_weight, WeightSums::pays},
                                  Rule{Op::conv_weight, always},
                                  Rule{Op::matmul, always},
                                  Rule{Op::product, always}};
static_assert(rules.size() == heads.size());
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
  std::array<Head, heads.size()> dense{};
  std::array<Mover, movers.size()> moving{};
};
constexpr Dense operands(Call const& c, Batches const& batch) {
  short const samples = c.domain.batched  ? c.domain.batched
                        : c.in[0].batched ? c.in[0].batched
                                          : c.in[1].batched;
  bool const in_parts = c.head >= Op::stack && c.head <= Op::put_samples;
  return {c.head,
          c.window,
          c.index,
          c.in[0],
          c.in[1],
          c.domain,
          in_parts ? batch[c.domain.domain()] : batch.samples(samples)};
}
template <auto const& P>
constexpr bool calls_head(std::size_t k) {
  for (Call const& c : P.call)
    if (is_dense(c.head) && head_of(operands(c, 1)) == k) return true;
  return false;
}
template <auto const& P>
constexpr bool calls_mover(std::size_t k) {
  for (Call const& c : P.call)
    if (is_movement(c.head) && mover_of(c.head) == k) return true;
  return false;
}
template <auto const& P, std::size_t... H, std::size_t... M>
constexpr Heads heads_in(std::index_sequence<H...>, std::index_sequence<M...>) {
  return {{(calls_head<P>(H) ? heads[H] : Head{})...}, {(calls_mover<P>(M) ? movers[M] : Mover{})...}};
}
template <auto const& P>
inline constexpr Heads heads_for = heads_in<P>(std::make_index_sequence<heads.size()>{},
                                               std::make_index_sequence<movers.size()>{});

}  // namespace AGON_CPU
}  // namespace agon::cpu
