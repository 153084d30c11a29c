// A NaN or an infinity in an operand of a dense call of the cpu backend comes out where plain loops let it
// out, and does not spread to other samples, channels or filters: what fills up vectors and tiles is
// multiplied with such numbers too, and must not be taken.
#include "support/geometry.hpp"

using namespace agon;
using namespace agon::cpu;
using test::Geometry, test::Geometries, test::numbers;

namespace {

/// May element `from` of an operand of a convolution's call reach element `to` of the result? The zeros
/// beside an image count as pixels, and a tile as one: within a sample, or between one channel and one
/// filter, it may.
bool may_reach(Geometry const& g, Op op, int operand, long from, long to) {
  long const in = g.w.w, filters = g.w.c, out = g.y.c / g.v.groups;
  bool const shared = filters == 1;
  auto channel_of_weight = [&](long e) { return e / filters % in; };
  auto group_of_weight = [&](long e) { return e % filters / out; };
  switch (op) {
    case Op::conv:
      if (operand == 0) return from / g.x.size() == to / g.y.size();
      return shared || from % filters == to % g.y.c;
    case Op::conv_data:
      if (operand == 0) return from / g.y.size() == to / g.x.size();
      return channel_of_weight(from) == to % g.x.c % in &&
             (shared || group_of_weight(from) == to % g.x.c / in);
    default:
      if (operand == 1) return shared || from % g.y.c == to % filters;
      return from % g.x.c % in == channel_of_weight(to) &&
             (shared || from % g.x.c / in == group_of_weight(to));
  }
}

/// Spoils one element of an operand with v: the result is not finite where that in double is not, and has the
/// bits of the unspoiled one wherever `may_reach` denies it.
void check(Dense const& d, std::array<std::vector<float>, 2> operand, int which, long element, float v,
           auto const& exact, auto const& may_reach) {
  Head const head = test::head_for(d);
  auto const clean = test::run(head, d, operand[0], operand[1]);
  operand[std::size_t(which)][std::size_t(element)] = v;
  auto const want = exact(operand[0], operand[1]);
  auto const got = test::run(head, d, operand[0], operand[1]);
  long lost = 0, spread = 0;
  for (std::size_t k = 0; k < got.size(); ++k) {
    lost += !std::isfinite(want[k]) && std::isfinite(got[k]);
    spread += got[k] != clean[k] && !may_reach(long(k), !std::isfinite(want[k]));
  }
  CHECK(lost == 0);
  CHECK(spread == 0);
}

constexpr float infinity = std::numeric_limits<float>::infinity();

}  // namespace

TEST_CASE("what is not finite in a convolution stays in its sample, its channel or its filter") {
  test::use_threads(1);
  for (std::uint32_t k = 0; k < 400; ++k) {
    Geometry const g = Geometries::at(k);
    if (g.work() > 2'000'000) continue;
    INFO(g.text());
    auto const x = numbers(g.x.size() * g.batch, "x"), w = numbers(g.w.size(), "w"),
               y = numbers(g.y.size() * g.batch, "y");
    test::Numbers r(k);
    for (Op op : {Op::conv, Op::conv_data, Op::conv_weight})
      for (int most_outputs : {1, 3, 4}) {
        Dense const d = g.call(op, most_outputs);
        if (most_outputs > 1 && head_of(d) == head_of(g.call(op, most_outputs == 4 ? 3 : 1))) continue;
        std::array const operand{op == Op::conv_data ? y : x, op == Op::conv_weight ? y : w};
        int const which = r.below(2);
        long const element = r.below(int(operand[std::size_t(which)].size()));
        float const v = r.below(2) ? test::nan : infinity;
        CAPTURE(int(op));
        CAPTURE(most_outputs);
        CAPTURE(which);
        CAPTURE(element);
        // direct algorithms take no pixel that a plain loop would not
        bool const no_others = most_outputs == 1 && which == 0 && op != Op::conv_weight;
        auto exact = [&](auto const& p, auto const& q) { return g.exact(op, p, q); };
        check(d, operand, which, element, v, exact, [&](long to, bool reached) {
          return no_others ? reached : may_reach(g, op, which, element, to);
        });
      }
  }
}

TEST_CASE("what is not finite in a product stays in its row or its column") {
  test::use_threads(1);
  for (auto const& [batch, m, k, n] :
       {std::array{3, 5, 7, 9}, {2, 31, 20, 65}, {1, 64, 301, 130}, {5, 1, 1, 1}, {2, 33, 500, 4}})
    for (int transposed : {0, 1, 2, 3})
      for (bool of_samples : {false, true})
        for (int which : {0, 1}) {
          INFO(batch, " times ", m, " x ", k, " x ", n, ", transposed ", transposed, ", operand ", which);
          auto matrix = [=](int rows, int columns) { return Shape{columns, rows, 1, of_samples}; };
          Dense const d{.op = of_samples ? Op::product : Op::matmul,
                        .index = transposed,
                        .a = transposed & 1 ? matrix(k, m) : matrix(m, k),
                        .b = transposed & 2 ? matrix(n, k) : matrix(k, n),
                        .y = matrix(m, n),
                        .batch = batch};
          std::array const operand{numbers(d.extent(d.a), "a"), numbers(d.extent(d.b), "b")};
          long const size = long(operand[std::size_t(which)].size());
          auto exact = [&](auto const& p, auto const& q) {
            Graph g;
            Tensor const s = g.add_input("a", d.a), t = g.add_input("b", d.b);
            (void)append(d.op, d.y, {s, t}, transposed);
            return test::exact(g, batch, p, q);
          };
          for (long element : {0l, size / 2, size - 1})
            check(d, operand, which, element, which ? infinity : test::nan, exact,
                  [](long, bool reached) { return reached; });
        }
}
