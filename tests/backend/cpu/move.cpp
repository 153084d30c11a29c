// What moves numbers on the cpu backend, and the cuda backend's kernels on the host, against plain loops: the
// very same numbers, for nothing but sums is computed.
#include "support/cuda_host.hpp"
#include "support/dense.hpp"

using namespace agon;
using namespace agon::cpu;
using test::numbers;

namespace {

/// Compares the last node of what `f` builds from inputs of the given shapes.
void check(Batches const& batch, std::vector<Shape> const& shapes, auto f,
           std::vector<std::vector<float>> values = {}) {
  Graph g;
  std::vector<Tensor> x;
  reference::Evaluator<float> e{g, batch};
  for (std::size_t k = 0; k < shapes.size(); ++k) {
    x.push_back(g.add_input("x", shapes[k]));
    if (values.size() == k) values.push_back(numbers(e.count(shapes[k]), k ? "b" : "a"));
  }
  for (auto const& v : values) e.input.push_back(v.data());
  Tensor const t = f(x);
  REQUIRE(g.fault.view() == "");
  e.run();
  Node const& n = t.node();
  if (n.op == Op::reshape) return;  // of one channel: nothing moves
  Call c{.head = n.op, .domain = n.shape, .window = t.window(), .index = n.index};
  float const* in[2]{};
  for (std::size_t k = 0; k < 2; ++k)
    if (n.in[k] >= 0) {
      c.in[k] = g.node[n.in[k]].shape;
      in[k] = e.value[std::size_t(n.in[k])].data();
    }
  Dense const d = operands(c, batch, 1);
  std::vector<float> y(std::size_t(e.count(n.shape)), 777), on_device = y;
  movers[mover_of(d.op)].run(d, in[0], in[1], y.data());
  cuda::start_move<test::OnHost>(n.op, cuda::geometry(c, batch), in[0], in[1], on_device.data(),
                                 long(y.size()));
  std::vector<float> const& want = e.value[std::size_t(t.id)];
  for (std::size_t k = 0; k < y.size(); ++k) {
    REQUIRE(y[k] == doctest::Approx(want[k]).epsilon(1e-6));
    REQUIRE(on_device[k] == doctest::Approx(want[k]).epsilon(1e-6));
  }
}

using X = std::vector<Tensor> const&;

}  // namespace

TEST_CASE("parts of images") {
  for (int c : {1, 3, 16, 37}) {
    check(3, {image(c, 6, 7), image(5, 6, 7)}, [](X x) { return concat(x[0], x[1]); });
    check(3, {image(c + 4, 6, 7)}, [=](X x) { return slice(x[0], 2, c); });
    check(3, {image(c, 6, 7)}, [=](X x) { return pad(x[0], 2, image(c + 4, 6, 7)); });
    check(3, {image(c, 6, 7)}, [](X x) { return crop(x[0], 1, 2, 4, 3); });
    check(3, {image(c, 6, 7)}, [](X x) { return zero_pad(x[0], 2, 0, 1, 3); });
    check(3, {image(c, 4, 7)}, [](X x) { return flatten(x[0]); });
    check(3, {features(c * 28)}, [=](X x) { return unflatten(x[0], image(c, 4, 7)); });
  }
}

TEST_CASE("images continued, and folded back") {
  for (Border b : {Border::reflect, Border::replicate})
    for (int c : {1, 3, 40})
      for (auto const& [top, left, bottom, right] :
           {std::array{1, 1, 1, 1}, {3, 3, 3, 3}, {0, 2, 3, 0}, {3, 0, 0, 1}}) {
        auto longer = [=](Tensor x) { return extend(x, b, top, left, bottom, right); };
        check(2, {image(c, 4, 5)}, [=](X x) { return longer(x[0]); });
        check(2, {image(c, 4 + top + bottom, 5 + left + right), image(c, 4, 5)}, [=](X x) {
          return append(Op::fold, image(c, 4, 5), {x[0]}, int(b), longer(x[1]).node().window);
        });
      }
}

TEST_CASE("maxima, and their way back") {
  for (int c : {1, 3, 16, 37})
    for (Window const& v : {Window{2, 2, 0}, {3, 2, 1}, {3, 1, 1}, {{1, 1, 0}, {4, 4, 0}}}) {
      check(2, {image(c, 8, 9)}, [=](X x) { return max_pool(x[0], v); });
      check(2, {image(c, 8, 9)}, [=](X x) { return max_pool(x[0], v, Ends::reach_over); });
      Shape const y = image(c, convolved(8, v.y), convolved(9, v.x));
      check(2, {image(c, 8, 9), y}, [=](X x) {
        return append(Op::max_put, x[0].shape(), {x[0], x[1]}, 0, x[0].graph->window_of(v));
      });
    }
}

TEST_CASE("rows of a table, in range or not") {
  std::vector<float> const index{3, 0, 3, -1, 5, 4, 0.5f};
  auto const table = numbers(5 * 300, "table"), given = numbers(7 * 300, "given");
  check(7, {{300, 1, 5, false}, features(1)}, [](X x) { return take_row(x[0], x[1]); }, {table, index});
  check(7, {features(1), features(300)},
        [](X x) {
          return append(Op::put_row, {300, 1, 5, false}, {x[0], x[1]});
        },
        {index, given});
}

TEST_CASE("samples of stacks") {
  for (int domain : {0, 1, 3})
    for (Shape d : {image(3, 6, 7), features(37), features(1)}) {
      Batches const batch{3, 5, 1, 2};
      auto of = [=](int times) { return d.samples(times, domain); };
      check(batch, {of(1), of(2)}, [](X x) { return stack(x[0], x[1]); });
      check(batch, {of(3)}, [](X x) { return take_samples(x[0], 1, 2); });
      check(batch, {of(3)}, [](X x) { return take_samples(x[0], 2); });
      for (int first : {0, 1, 2})
        check(batch, {of(2)}, [=](X x) { return append(Op::put_samples, of(4), {x[0]}, first); });
    }
}

TEST_CASE("means over groups") {
  for (int g : {2, 3, 6, 12, 50}) check(12, {image(7, 5, 3)}, [g](X x) { return group_mean(x[0], g); });
}
