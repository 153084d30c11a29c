// Products, sums and movements on the device at sizes where they are parted, against plain loops in double;
// several threads that draw from one network.
#include <thread>

#include <agon/backend/cuda/cuda.hpp>
#include <agon/backend/reference/reference.hpp>
#include <agon/network.hpp>
#include <agon/train/inference.hpp>

#include "support/cuda_main.hpp"
#include "support/values.hpp"

using namespace agon;

namespace {

/// Every output of P, on noise, by both.
template <class P, class Backend = Cuda>
void check(long batch, double most = 1e-5) {
  static constexpr auto const& program = Compiled<P>::program;
  Store<double> exact_store(1);
  Store<float> store(1);
  Reference<double>::Engine<P> exact(exact_store, batch);
  typename Backend::template Engine<P> engine(store, batch);
  for (Terminal const& in : program.input) {
    test::fill_with_noise(program.name(in.name), exact.input(program.name(in.name)), in.shape);
    test::fill_with_noise(program.name(in.name), engine.input(program.name(in.name)), in.shape);
  }
#ifndef AGON_WITHOUT_CUDNN
  CHECK(engine.by_cudnn() == engine.convolutions());
#endif
  exact.run({1, 1}), engine.run({1, 1});
  for (Terminal const& out : program.output) {
    std::string const name(program.name(out.name));
    auto const want = exact.output(name);
    auto const found = engine.output(name);
    double difference = 0, norm = 0;
    for (std::size_t k = 0; k < want.size(); ++k) {
      difference += (found[k] - want[k]) * (found[k] - want[k]);
      norm += want[k] * want[k];
    }
    INFO(name);
    CHECK(std::sqrt(difference) <= most * std::sqrt(norm));
  }
}

/// A convolution and both its adjoints.
template <int In, int Out, int Size, Window V>
struct Convolved {
  static constexpr void build(Graph& g) {
    Tensor const x = g.add_input("x", image(In, Size, Size));
    Tensor const w =
        sum_to(g.add_input("w", image(Out, V.places(), In / V.groups)), {Out, V.places(), In / V.groups, 0});
    Tensor const y = conv(x, w, V);
    g.keep("y", y);
    Tensor const dy = g.add_input("dy", y.shape());
    g.keep("dx", conv_data(dy, w, V, x.shape()));
    g.keep("dw", conv_weight(x, dy, V, w.shape()));
  }
};

/// Products of matrices, turned in every way: of a batch of vectors, and of each sample's.
template <int N, int K, int M>
struct Multiplied {
  static constexpr void build(Graph& g) {
    Tensor const x = g.add_input("x", features(K)),
                 w = sum_to(g.add_input("w", image(M, 1, K)), {M, 1, K, 0}),
                 y = matmul(x, w, false, false, features(M)), dy = g.add_input("dy", features(M));
    g.keep("y", y);
    g.keep("dx", matmul(dy, w, false, true, features(K)));
    g.keep("dw", matmul(x, dy, true, false, {M, 1, K, 0}));
    Tensor const a = g.add_input("a", image(K, 1, N)), b = g.add_input("b", image(M, 1, K)),
                 c = g.add_input("c", image(M, 1, N));
    g.keep("ab", product(a, b, false, false, image(M, 1, N)));
    g.keep("cb'", product(c, b, false, true, image(K, 1, N)));
    g.keep("a'c", product(a, c, true, false, image(M, 1, K)));
  }
};

/// Sums of all kinds.
struct Summed {
  static constexpr void build(Graph& g) {
    Tensor const x = g.add_input("x", image(3, 128, 128)), y = x * x + 1;
    for (auto const& [name, to] : {std::pair{"channel", Shape{3, 1, 1, 0}},
                                   {"single", Shape{1, 1, 1, 0}},
                                   {"sample", Shape{1, 1, 1, 1}},
                                   {"sample channel", Shape{3, 1, 1, 1}},
                                   {"pixel", Shape{1, 128, 128, 1}},
                                   {"position", Shape{3, 128, 128, 0}}})
      g.keep(name, sum_to(y, to));
    g.keep("square", y);
  }
};

/// Layers of all kinds by one backend.
template <class Backend>
void check_convolutions(double most) {
  check<Convolved<3, 64, 64, Window{4, 2, 1}>, Backend>(4, most);
  check<Convolved<256, 512, 8, Window{4, 2, 1}>, Backend>(2, most);
  check<Convolved<32, 1, 31, Window{4, 1, 1}>, Backend>(1, most);
  check<Convolved<24, 48, 17, Window{3, 1, 1, 2, 3}>, Backend>(3, most);
}

/// Products of all kinds by one backend.
template <class Backend>
void check_products(double most) {
  check<Multiplied<64, 100, 512>, Backend>(32, most);
  check<Multiplied<7, 33, 5>, Backend>(3, most);
}

}  // namespace

TEST_CASE("convolutions and their adjoints, in every precision and by the fastest ways") {
  check_convolutions<Cuda>(1e-5);
  check_convolutions<CudaWith<CudaPolicy{.fastest = true}>>(1e-5);
  check_convolutions<CudaTF32>(1e-3);
  check_convolutions<CudaBF16>(1e-2);
}

TEST_CASE("products of matrices, in every precision and by the fastest ways") {
  check_products<Cuda>(1e-5);
  check_products<CudaWith<CudaPolicy{.fastest = true}>>(1e-5);
  check_products<CudaTF32>(1e-3);
  check_products<CudaBF16>(1e-2);
}

TEST_CASE("sums of all kinds, at sizes where they are parted") {
  check<Summed>(1);
  check<Summed>(9);
}

TEST_CASE("several threads draw what one does") {
  struct Net : Seq<Linear<64>, ReLU, Reshape<16, 2, 2>, ConvTranspose<3, 4, 2>, Tanh> {};
  Store<float> store(3);
  Inference<Net, Features<10>, Cuda> const net(store);
  Array4 x = Array4::from_shape({5, 10, 1, 1});
  for (std::size_t k = 0; k < x.size(); ++k) x.data()[k] = float(k % 7) - 3;
  Array4 const alone = net(x);
  std::vector<Array4> all(8, Array4::from_shape({0, 0, 0, 0}));
  std::vector<std::thread> threads;
  for (Array4& y : all) threads.emplace_back([&] { y = net(x); });
  for (std::thread& t : threads) t.join();
  for (Array4 const& y : all) CHECK(y == alone);
}
