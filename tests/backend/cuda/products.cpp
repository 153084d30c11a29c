// Convolutions and their adjoints by the cuda backend's own product, thread by thread on the host, against
// plain loops in double: shapes drawn at random. And how the inner extent is parted.
#include <doctest/doctest.h>

#include "support/cuda_host.hpp"
#include "support/geometry.hpp"

using namespace agon;

namespace {

cuda::Geometry of(cpu::Dense const& d) { return {d.window, d.index, d.a, d.b, d.y, d.batch}; }

/// A convolution and its adjoints.
void check(test::Geometry const& g) {
  INFO(g.text());
  for (Op const op : {Op::conv, Op::conv_data, Op::conv_weight}) {
    CAPTURE(int(op));
    cpu::Dense const d = g.call(op, 1);
    auto const a = test::numbers(d.extent(d.a), "a"), b = test::numbers(d.extent(d.b), "b");
    std::vector<float> y(std::size_t(d.extent(d.y)), 777);
    auto room = test::dirty(cuda::room_of(op, of(d), long(y.size())));
    cuda::run_convolution<test::OnHost>(op, of(d), a.data(), b.data(), y.data(), long(y.size()), room.data());
    auto const want = g.exact(op, a, b);
    double difference = 0, norm = 0;
    for (std::size_t k = 0; k < y.size(); ++k) {
      difference += (y[k] - want[k]) * (y[k] - want[k]);
      norm += want[k] * want[k];
    }
    CHECK(difference <= 1e-10 * norm);
  }
}

}  // namespace

TEST_CASE("convolutions of all kinds of shapes") {
  int done = 0;
  for (std::uint32_t number = 0; done < 90; ++number) {
    test::Geometry const g = test::Geometries::at(number);
    if (g.work() > 400'000) continue;
    ++done;
    check(g);
  }
}
TEST_CASE("groups of channels whose pixels are parted") {
  test::Geometry const g{
      .v = {3, 1, 1, 1, 2}, .x = image(4, 24, 24), .w = {6, 9, 2, 0}, .y = image(6, 24, 24), .batch = 2};
  cuda::WeightProduct const v{cuda::convolution(Op::conv_weight, of(g.call(Op::conv_weight, 1)))};
  REQUIRE(v.groups() == 2);
  REQUIRE(cuda::parts_of(v).count > 1);
  check(g);
}

TEST_CASE("the parts of a product cover its inner extent, each once; of sums, their members") {
  for (long inner : {1l, 511l, 1024l, 100'000l, 4'000'000l}) {
    struct Product {
      long k;
      constexpr long rows() const { return 48; }
      constexpr long columns() const { return 64; }
      constexpr long inner() const { return k; }
      constexpr int groups() const { return 1; }
    };
    cuda::Parts const p = cuda::parts_of(Product{inner});
    CHECK(p.count * p.size >= inner);
    CHECK((p.count - 1) * p.size < inner);
  }
  for (Kind const kind : cuda::kinds)
    for (auto const& [samples, pixels, c] :
         {std::array{3, 4, 5}, {1, 1, 1}, {2, 4096, 3}, {64, 1, 100}, {1, 65536, 2}}) {
      cuda::Reduction const r{kind, samples, pixels, c};
      cuda::Split const s = cuda::split(r);
      std::vector<int> seen(std::size_t(r.elements()));
      for (long target = 0; target < r.targets(); ++target)
        for (long part = 0; part < s.parts; ++part)
          for (long m = s.first(part); m < s.first(part + 1); ++m) {
            long const e = r.element(target, m);
            REQUIRE(e < r.elements());
            ++seen[std::size_t(e)];
            cuda::Spot const spot = cuda::spot_of(e, pixels, c);
            Kind const where = kind == Kind::full ? Kind::pixel : kind;  // over the channels of a row
            REQUIRE(cuda::operand_index(where, spot, c) == target);
          }
      CHECK(std::all_of(seen.begin(), seen.end(), [](int n) { return n == 1; }));
    }
}
