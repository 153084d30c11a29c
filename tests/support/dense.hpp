#pragma once
#include <doctest/doctest.h>

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

/// The call by that algorithm, every chunk's rows reported once and in whole.
inline std::vector<float> run(Head const& head, Dense const& d, std::vector<float> const& a,
                              std::vector<float> const& b) {
  Room const room = head.room(d);
  Memory<float> shared{std::size_t(room.shared)}, own{std::size_t((room.own + 16) * thread_count())};
  for (float& x : shared.span()) x = 1e30f;  // what nobody wrote must not be read
  for (float& x : own.span()) x = 1e30f;
  std::vector<float> y(std::size_t(d.extent(d.y)), 777);
  long const rows = (d.y.batched ? d.batch : 1) * long(d.y.h) * d.y.w;
  std::vector<int> seen(std::size_t(rows), 0), called(std::size_t(head.chunks(d).count), 0);
  head.run(d, a.data(), b.data(), y.data(), {shared.data(), own.data(), room.own + 16},
           [&](long chunk, long from, long to) {
             ++called[std::size_t(chunk)];
             for (long r = from; r < to; ++r) ++seen[std::size_t(r)];
           });
  for (int s : seen) REQUIRE(s == 1);
  for (int c : called) REQUIRE(c == 1);
  return y;
}
inline Head head_for(Dense const& d) { return cpu::Algorithms::heads()[cpu::head_of(d)]; }

/// Relative L2 distance from the same operation in double, which is the last node of g.
inline double error(Graph& g, Head const& head, Dense const& d, std::vector<float> const& a,
                    std::vector<float> const& b) {
  std::vector<double> x(a.begin(), a.end()), w(b.begin(), b.end());
  reference::Evaluator<double> e{g, d.batch};
  e.input = {x.data(), w.data()};
  e.run();
  std::vector<double> const& want = e.value.back();
  std::vector<float> const got = run(head, d, a, b);
  REQUIRE(want.size() == got.size());
  double difference = 0, norm = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    difference += (want[i] - got[i]) * (want[i] - got[i]);
    norm += want[i] * want[i];
  }
  return std::sqrt(difference / norm);
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
