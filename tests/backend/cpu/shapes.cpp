// Convolutions, their adjoints and products of the cpu backend on shapes drawn at random: against plain loops
// in double, against each other, and with other numbers of threads.
#include "support/geometry.hpp"

using namespace agon;
using namespace agon::cpu;
using test::Geometry, test::Geometries, test::numbers, test::use_threads;

namespace {

/// The error that each algorithm may have, relative to the same in double, in the norm.
template <class A>
constexpr double within = 1e-6;
template <template <class> class A, int Outputs, int Taps>
constexpr double within<A<Winograd<Outputs, Taps>>> = Outputs == 4         ? (Taps == 3 ? 6e-6 : 3e-6)
                                                      : Outputs + Taps > 5 ? 4e-6
                                                                           : 1e-6;
template <>  // these two add pixel by pixel: their error grows with the root of the number of pixels
constexpr double within<WeightSums> = 2e-6;
template <>
constexpr double within<Grouped> = 4e-6;
template <class... C>
constexpr std::array<double, sizeof...(C)> bounds_of(Choices<C...>) {
  return {within<typename C::Algorithm>...};
}
constexpr auto bounds = bounds_of(Algorithms{});
constexpr auto heads = Algorithms::heads();

/// The same bits with more threads, alone or as a team.
void check_threads(Head const& head, Dense const& d, std::vector<float> const& a, std::vector<float> const& b,
                   std::vector<float> const& want) {
  for (int threads : {2, 3, 5}) {
    CAPTURE(threads);
    use_threads(threads);
    std::vector<float> got;
    if (threads == 3)
      got = test::run(head, d, a, b);
    else
      with_team([&] { got = test::run(head, d, a, b); });
    CHECK(got == want);
  }
  use_threads(1);
}
/// What the chosen algorithm makes of a and b, after the checks that need nothing else.
std::vector<float> checked(Dense const& d, std::vector<float> const& a, std::vector<float> const& b,
                           std::vector<double> const& want, bool by_threads) {
  std::size_t const algorithm = head_of(d);
  Head const head = heads[algorithm];
  INFO("operation ", int(d.op), ", most outputs ", d.most_outputs, ", algorithm ", algorithm);
  std::vector<float> const got = test::run(head, d, a, b);
  CHECK(test::distance(want, got) < bounds[algorithm]);
  CHECK(test::run_among_nan(head, d, a, b) == got);
  if (by_threads) check_threads(head, d, a, b, got);
  return got;
}

double dot(auto const& a, auto const& b) {
  double s = 0;
  for (std::size_t k = 0; k < a.size(); ++k) s += double(a[k]) * double(b[k]);
  return s;
}
double norm(auto const& a) { return std::sqrt(dot(a, a)); }

/// A convolution and its adjoints. <conv(x, w), y> = <x, conv_data(y, w)> = <w, conv_weight(x, y)>, as far as
/// the errors of the three allow.
void check(Geometry const& g, bool by_threads) {
  auto const x = numbers(g.x.size() * g.batch, "x"), w = numbers(g.w.size(), "w"),
             y = numbers(g.y.size() * g.batch, "y");
  auto const by_x = g.exact(Op::conv, x, w), by_y = g.exact(Op::conv_data, y, w),
             by_w = g.exact(Op::conv_weight, x, y);
  std::array<std::size_t, 3> before{};
  for (int most_outputs : {1, 3, 4}) {
    Dense const forward = g.call(Op::conv, most_outputs), data = g.call(Op::conv_data, most_outputs),
                weight = g.call(Op::conv_weight, most_outputs);
    std::array const chosen{head_of(forward), head_of(data), head_of(weight)};
    if (chosen == before) continue;
    before = chosen;
    auto const of_x = checked(forward, x, w, by_x, by_threads), of_y = checked(data, y, w, by_y, by_threads),
               of_w = checked(weight, x, y, by_w, by_threads);
    double const a = dot(of_x, y), b = dot(x, of_y), c = dot(w, of_w),
                 ea = bounds[chosen[0]] * norm(of_x) * norm(y), eb = bounds[chosen[1]] * norm(of_y) * norm(x),
                 ec = bounds[chosen[2]] * norm(of_w) * norm(w);
    CHECK(std::abs(a - b) <= ea + eb);
    CHECK(std::abs(a - c) <= ea + ec);
  }
}

/// A product of two matrices: of each sample's, of two that stand alone, of a batch of vectors with a matrix,
/// or of two such batches.
struct Extents {
  enum Kind { of_samples, alone, batched_rows, batched_inner };
  Kind kind;
  int batch, rows, inner, columns, transposed;

  static Extents at(std::uint32_t number) {
    test::Numbers r(9000 + number);
    auto any = [&](int most) {
      int const kind = r.below(3);
      return 1 + (kind == 0 ? r.below(7) : kind == 1 ? r.below(most / 4) : 32 * r.below(most / 32) + 31);
    };
    Extents e{Kind(number % 4), 1 + r.below(6), any(320), any(640), any(320), r.below(4)};
    if (long(e.rows) * e.inner * e.columns > 2'000'000 || e.kind == alone) e.batch = 1;
    if (e.kind == batched_rows) {
      e.batch = e.rows;
      e.transposed &= 2;
    } else if (e.kind == batched_inner) {
      e.batch = e.inner;
      e.transposed = 1;
    }
    return e;
  }
  Dense call() const {
    auto matrix = [&](int height, int width, bool turned, Kind batched) {
      return kind == batched ? features(width)
             : turned        ? Shape{height, width, 1, kind == of_samples}
                             : Shape{width, height, 1, kind == of_samples};
    };
    Shape const a =
        kind == batched_inner ? features(rows) : matrix(rows, inner, transposed & 1, batched_rows);
    return {.op = kind == of_samples ? Op::product : Op::matmul,
            .index = transposed,
            .a = a,
            .b = matrix(inner, columns, transposed & 2, batched_inner),
            .y = matrix(rows, columns, false, batched_rows),
            .batch = batch};
  }
};

/// Some algorithms have two ways of their own.
struct Way {
  char const* name;
  Op op;
  bool (*taken)(Dense const&);
};
template <class A, bool (*Holds)(Dense const&)>
bool takes(Dense const& d) {
  return heads[head_of(d)].run == A::run && Holds(d);
}
using ForwardOf3 = FastForward<Winograd<3, 3>>;
using DataOf3 = FastData<Winograd<3, 3>>;
constexpr Way ways[] = {
    {"weights where they lie", Op::conv, takes<Forward, Forward::unpacked>},
    {"tiles by columns", Op::conv, takes<ForwardOf3, ForwardOf3::by_columns>},
    {"position by position", Op::conv, takes<Forward, Forward::by_positions>},
    {"phases, position by position", Op::conv_data, takes<Phases, Phases::by_positions>},
    {"phases by columns", Op::conv_data, takes<Phases, Phases::by_columns>},
    {"tiles of the adjoint by columns", Op::conv_data, takes<DataOf3, DataOf3::by_columns>},
    {"y where it lies", Op::conv_weight, takes<WeightProduct, WeightProduct::unpacked>},
    {"products by columns", Op::matmul, takes<Product, Product::by_columns>}};

constexpr int convolutions = 850, products = 200, apart = 10;  // every tenth with other numbers of threads

}  // namespace

TEST_CASE("convolutions of random shapes") {
  use_threads(1);
  for (int k = 0; k < convolutions; ++k) {
    Geometry const g = Geometries::at(std::uint32_t(k));
    INFO(g.text());
    check(g, k % apart == 0);
  }
}

TEST_CASE("products of random extents") {
  use_threads(1);
  for (int k = 0; k < products; ++k) {
    Extents const e = Extents::at(std::uint32_t(k));
    INFO("product ", k, ": ", e.batch, " samples, ", e.rows, " x ", e.inner, " x ", e.columns,
         ", transposed ", e.transposed, e.of_samples ? ", for each sample" : "");
    Dense const d = e.call();
    auto const a = numbers(d.extent(d.a), "a"), b = numbers(d.extent(d.b), "b");
    Graph g;
    Tensor const s = g.add_input("a", d.a), t = g.add_input("b", d.b);
    (void)append(d.op, d.y, {s, t}, e.transposed);
    checked(d, a, b, test::exact(g, d.batch, a, b), k % apart == 0);
  }
}

TEST_CASE("these shapes meet every algorithm, and the ways that some have") {
  std::array<int, rules.size()> met{};
  std::array<int, std::size(ways)> gone{};
  auto count = [&](Dense const& d) {
    ++met[head_of(d)];
    for (std::size_t k = 0; k < gone.size(); ++k) gone[k] += ways[k].op == d.op && ways[k].taken(d);
  };
  for (int k = 0; k < convolutions; ++k)
    for (int most_outputs : {1, 3, 4})
      for (Op op : {Op::conv, Op::conv_data, Op::conv_weight})
        count(Geometries::at(std::uint32_t(k)).call(op, most_outputs));
  for (int k = 0; k < products; ++k) count(Extents::at(std::uint32_t(k)).call());
  for (std::size_t k = 0; k < met.size(); ++k) {
    INFO("algorithm ", k);
    CHECK(met[k] > 2);
  }
  for (std::size_t k = 0; k < gone.size(); ++k) {
    INFO(std::string(ways[k].name));
    CHECK(gone[k] > 2);
  }
}
