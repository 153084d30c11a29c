#pragma once
#include <algorithm>
#include <cmath>
#include <doctest/doctest.h>
#include <limits>
#include <vector>
#ifdef _OPENMP
#include <omp.h>
#endif

#include <agon/backend/cpu/heads.hpp>
#include <agon/backend/reference/evaluate.hpp>
#include <agon/backend/store.hpp>
#include <agon/graph/tensor.hpp>

/// Dense calls of the cpu backend against plain loops in double.
namespace agon::test {

using cpu::Dense, cpu::Head, cpu::Room;

inline std::vector<float> numbers(long n, std::string_view name) {
  std::vector<float> x(static_cast<std::size_t>(n));
  for (long i = 0; i < n; ++i)
    x[std::size_t(i)] = float(normal(draw({7, 0}, stream_of(name), 0, std::uint32_t(i))));
  return x;
}

inline void use_threads(int n) {
#ifdef _OPENMP
  omp_set_num_threads(n);
#else
  (void)n;
#endif
}

inline constexpr float nan = std::numeric_limits<float>::quiet_NaN();

/// The call by that algorithm, every chunk's rows reported once and in whole. The workspaces hold NaN: what
/// nobody wrote must not be read.
inline void run(Head const& head, Dense const& d, float const* a, float const* b, float* y) {
  Room const room = head.room(d);
  std::vector<float> shared(std::size_t(room.shared), nan), own(std::size_t(room.own * thread_count()), nan);
  long const rows = (d.y.batched ? d.batch : 1) * long(d.y.h) * d.y.w;
  std::vector<int> seen(std::size_t(rows), 0), called(std::size_t(head.chunks(d).count), 0);
  head.run(d, a, b, y, {shared.data(), own.data(), room.own}, [&](long chunk, long from, long to) {
    ++called[std::size_t(chunk)];
    for (long r = from; r < to; ++r) ++seen[std::size_t(r)];
  });
  REQUIRE(std::count(seen.begin(), seen.end(), 1) == rows);
  REQUIRE(std::count(called.begin(), called.end(), 1) == long(called.size()));
}
inline std::vector<float> run(Head const& head, Dense const& d, std::vector<float> const& a,
                              std::vector<float> const& b) {
  std::vector<float> y(std::size_t(d.extent(d.y)), nan);
  run(head, d, a.data(), b.data(), y.data());
  return y;
}
/// The same with NaN before and behind each operand and the result, where nothing may be written and what is
/// read must not count.
inline std::vector<float> run_among_nan(Head const& head, Dense const& d, std::vector<float> const& a,
                                        std::vector<float> const& b) {
  constexpr long margin = 4096;
  auto framed = [](std::vector<float> const& x) {
    std::vector<float> all(x.size() + 2 * margin, nan);
    std::copy(x.begin(), x.end(), all.begin() + margin);
    return all;
  };
  std::vector<float> const left = framed(a), right = framed(b);
  std::vector<float> y = framed(std::vector<float>(std::size_t(d.extent(d.y)), nan));
  run(head, d, left.data() + margin, right.data() + margin, y.data() + margin);
  auto is_nan = [](float x) { return std::isnan(x); };
  REQUIRE(std::all_of(y.begin(), y.begin() + margin, is_nan));
  REQUIRE(std::all_of(y.end() - margin, y.end(), is_nan));
  return {y.begin() + margin, y.end() - margin};
}
inline Head head_for(Dense const& d) { return cpu::Algorithms::heads()[cpu::head_of(d)]; }

/// The last node of g, in double.
inline std::vector<double> exact(Graph& g, long batch, std::vector<float> const& a,
                                 std::vector<float> const& b) {
  std::vector<double> x(a.begin(), a.end()), w(b.begin(), b.end());
  reference::Evaluator<double> e{g, batch};
  e.input = {x.data(), w.data()};
  e.run();
  return std::move(e.value.back());
}
/// Relative L2 distance.
inline double distance(std::vector<double> const& want, std::vector<float> const& got) {
  REQUIRE(want.size() == got.size());
  double difference = 0, norm = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    difference += (want[i] - got[i]) * (want[i] - got[i]);
    norm += want[i] * want[i];
  }
  return difference == 0 ? 0 : std::sqrt(difference / norm);  // all may be zero
}
/// That of the call from the same operation in double, which is the last node of g.
inline double error(Graph& g, Head const& head, Dense const& d, std::vector<float> const& a,
                    std::vector<float> const& b) {
  return distance(exact(g, d.batch, a, b), run(head, d, a, b));
}

/// A convolution of x with w to y, and its two adjoints, by the algorithms that `choose(d)` names. One that
/// names none is left out.
inline void check_convolution(Window const& v, Shape x, Shape w, Shape y, long batch, double within,
                              auto const& choose) {
  auto const xs = numbers(x.size() * batch, "x"), ws = numbers(w.size(), "w"),
             ys = numbers(y.size() * batch, "y");
  auto check = [&](Op op, Shape p, Shape q, Shape r, auto const& ps, auto const& qs, auto const& build) {
    Dense const d{op, v, 0, p, q, r, batch};
    Head const head = choose(d);
    if (!head.run) return;
    CAPTURE(int(op));
    Graph g;
    Tensor const a = g.add_input("a", p), b = g.add_input("b", q);
    build(a, b);
    CHECK(error(g, head, d, ps, qs) < within);
  };
  check(Op::conv, x, w, y, xs, ws, [&](Tensor a, Tensor b) { (void)conv(a, b, v); });
  check(Op::conv_data, y, w, x, ys, ws, [&](Tensor a, Tensor b) { (void)conv_data(a, b, v, x); });
  check(Op::conv_weight, x, y, w, xs, ys, [&](Tensor a, Tensor b) { (void)conv_weight(a, b, v, w); });
}

}  // namespace agon::test
