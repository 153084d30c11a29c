// Convolutions by Winograd's tiles against plain loops in double: the transforms alone, then every algorithm
// on every shape that it fits, whether it pays there or not.
#include "support/dense.hpp"

using namespace agon;
using namespace agon::cpu;
using test::numbers;

namespace {

/// What a matrix does to numbers.
template <auto const& Matrix>
std::vector<double> times(std::vector<double> const& x) {
  std::vector<double> y;
  for (auto const& row : Matrix) {
    y.push_back(0);
    for (std::size_t c = 0; c < x.size(); ++c) y.back() += double(row[c]) * x[c];
  }
  return y;
}
template <class W>
void check_identity() {
  std::vector<double> d, g;
  for (int k = 0; k < W::n; ++k) d.push_back(std::sin(k + 1.0));
  for (int k = 0; k < W::taps; ++k) g.push_back(std::cos(k * k + 0.5));
  std::vector<double> p = times<W::input>(d);
  std::vector<double> const u = times<W::weight>(g);
  for (std::size_t k = 0; k < p.size(); ++k) p[k] *= u[k];
  std::vector<double> const y = times<W::output>(p);
  REQUIRE(y.size() == W::outputs);
  for (std::size_t o = 0; o < y.size(); ++o) {
    double want = 0;
    for (std::size_t t = 0; t < g.size(); ++t) want += d[o + t] * g[t];
    CHECK(y[o] == doctest::Approx(want).epsilon(1e-6));
  }
}
/// The square forms for vectors, against the same on rows and then columns.
template <auto const& Matrix, bool Turned = false>
void check_square() {
  using T = Transform<Matrix, Turned>;
  Vec x[T::columns * T::columns], y[T::rows * T::rows];
  for (int k = 0; k < T::columns * T::columns; ++k)
    for (int l = 0; l < lanes; ++l) x[k][l] = float(std::sin(k * lanes + l + 1.0));
  T::both(x, y);
  for (int r = 0; r < T::rows; ++r)
    for (int c = 0; c < T::rows; ++c) {
      double want = 0;
      for (int i = 0; i < T::columns; ++i)
        for (int j = 0; j < T::columns; ++j)
          want += double(T::at(r, i)) * double(T::at(c, j)) * double(x[i * T::columns + j][lanes - 1]);
      CHECK(double(y[r * T::rows + c][lanes - 1]) == doctest::Approx(want).epsilon(1e-5));
    }
}

template <class W>
void check_algorithms(double within) {
  struct {
    int batch, channels, filters, height, width, padding;
  } const small[] = {{1, 32, 64, 8, 8, 1},  {2, 16, 32, 16, 12, 1},  {3, 48, 96, 10, 14, 0},
                     {5, 320, 32, 6, 6, 1}, {1, 64, 320, 18, 30, 1}, {2, 32, 32, 9, 13, 2},
                     {70, 32, 32, 4, 4, 1}, {1, 32, 32, 64, 62, 1},  {1, 304, 64, 7, 5, 2},
                     {1, 32, 64, 40, 34, 0}};
  for (int stride : {1, 2})
    for (auto const& c : small) {
      int const kernel = W::taps * stride;
      Window const v{kernel, stride, c.padding};
      if (convolved(c.height, v.y) == 0 || convolved(c.width, v.x) == 0) continue;
      int const in = (c.channels + tile_columns - 1) / tile_columns * tile_columns;
      INFO(c.batch, " x ", in, " -> ", c.filters, " at ", c.height, "x", c.width, " k", kernel, " s", stride,
           " p", c.padding);
      Shape const x = image(in, c.height, c.width), w{c.filters, kernel * kernel, in, false},
                  y = image(c.filters, convolved(c.height, v.y), convolved(c.width, v.x));
      test::check_convolution(v, x, w, y, c.batch, within, [&](Dense const& d) -> Head {
        auto of = [](auto algorithm) {
          using A = decltype(algorithm);
          return Head{A::room, A::chunks, A::run};
        };
        if (d.op == Op::conv) return of(FastForward<W>{});
        if (d.op == Op::conv_weight) return of(FastWeight<W>{});
        return c.height % stride || c.width % stride ? Head{} : of(FastData<W>{});
      });
    }
}

}  // namespace

TEST_CASE_TEMPLATE("the transforms make short convolutions", W, Winograd<2, 2>, Winograd<2, 3>,
                   Winograd<2, 4>, Winograd<3, 2>, Winograd<3, 3>, Winograd<4, 2>, Winograd<4, 3>) {
  check_identity<W>();
  check_square<W::input>();
  check_square<W::weight>();
  check_square<W::weight, true>();
  check_square<W::output>();
  check_square<W::output, true>();
}

TEST_CASE("tiles of 2") {
  check_algorithms<Winograd<2, 2>>(1e-6);
  check_algorithms<Winograd<2, 3>>(1e-6);
  check_algorithms<Winograd<2, 4>>(3e-6);
}
TEST_CASE_TEMPLATE("short tiles need no product of the point left out", W, Winograd<3, 2>, Winograd<3, 3>) {
  std::vector<double> d{0.3, -1.2, 0.7, 5, -2.5}, g{0.4, -0.9, 1.7}, p;
  d.resize(W::n);
  g.resize(W::taps);
  std::vector<double> const v = times<W::short_input>(d), u = times<W::weight>(g);
  for (std::size_t k = 0; k < v.size(); ++k) p.push_back(k == W::left_out ? test::nan : v[k] * u[k]);
  for (std::size_t o = 0; o < 2; ++o) {
    double got = 0, want = 0;
    for (std::size_t k = 0; k < p.size(); ++k)
      if (W::short_output[o][k] != 0) got += double(W::short_output[o][k]) * p[k];
    for (std::size_t t = 0; t < g.size(); ++t) want += d[o + t] * g[t];
    CHECK(got == doctest::Approx(want).epsilon(1e-6));
  }
}
TEST_CASE("a side is cut without a rest, in as few products as can be") {
  auto products = [](int grid) { return Cut<Winograd<3, 2>>::of(grid).products(); };
  CHECK(products(1) == 3);
  CHECK(products(4) == 6);
  CHECK(products(7) == 10);
  CHECK(products(16) == 22);
  for (int grid = 2; grid < 100; ++grid) {
    auto const cut = Cut<Winograd<3, 2>>::of(grid);
    CHECK(cut.first(cut.all) == grid);
    for (int t = 0; t < cut.all; ++t) CHECK(cut.first(t) + cut.outputs(t) == cut.first(t + 1));
  }
  CHECK(Cut<Winograd<2, 2>>::of(7).products() == 12);
  CHECK(Cut<Winograd<4, 3>>::of(7).first(1) == 4);
}
TEST_CASE("tiles of 3") {
  check_algorithms<Winograd<3, 2>>(1e-6);
  check_algorithms<Winograd<3, 3>>(3e-6);
}
TEST_CASE("tiles of 4") {
  check_algorithms<Winograd<4, 2>>(3e-6);
  check_algorithms<Winograd<4, 3>>(6e-6);
}

TEST_CASE("which algorithm is taken") {
  auto chosen = [](int most_outputs, long batch, int channels, int filters, int size, Window const& v) {
    Shape const y = image(filters, convolved(size, v.y), convolved(size, v.x));
    return head_of({Op::conv,
                    v,
                    0,
                    image(channels, size, size),
                    {filters, v.places(), channels, false},
                    y,
                    batch,
                    most_outputs});
  };
  Window const k3{3, 1, 1}, k4s2{4, 2, 1}, k4{4, 1, 1};
  for (Window const& v : {k3, k4s2, k4}) {
    std::size_t const direct = chosen(1, 1, 128, 128, 64, v), fast = chosen(3, 1, 128, 128, 64, v);
    CHECK(direct != fast);
    CHECK(chosen(3, 1, 3, 64, 64, v) == chosen(1, 1, 3, 64, 64, v));  // thin
    for (int size : {2, 3, 4})                                        // hardly any pixels for many weights
      CHECK(chosen(3, 1, 512, tile_columns, size, v) == chosen(1, 1, 512, tile_columns, size, v));
    // (a map of 4, as stride 2 leaves, has none but short tiles, and tiles of 2 have fewer weights)
    CHECK((chosen(3, 64, 512, 512, 8, v) == fast) == (v.y.stride == 1));
    CHECK(chosen(3, 64, 512, 512, 8, v) != direct);
  }
  CHECK(chosen(3, 1, 128, 128, 64, k4s2) == chosen(3, 64, 128, 256, 7, k4s2));  // maps of 32 and of 3
  CHECK(chosen(4, 1, 128, 128, 64, k3) != chosen(3, 1, 128, 128, 64, k3));
  CHECK(chosen(4, 1, 128, 128, 64, k4) == chosen(3, 1, 128, 128, 64, k4));  // there is none of 4 outputs
}
