// The three backends of the processor: direct convolutions, tiles of 2 and 3, tiles of 4. All agree with
// plain loops, each within its own error, and give the same bits at any number of threads.
#include <doctest/doctest.h>
#ifdef _OPENMP
#include <omp.h>
#endif

#include <agon/backend/cpu/cpu.hpp>
#include <agon/backend/reference/reference.hpp>
#include <agon/graph/gradient.hpp>
#include <agon/layer/layers.hpp>

#include "support/values.hpp"

using namespace agon;

namespace {

using Net = Seq<Conv<32, 3>, LeakyReLU<0.2>, Conv<64, 4, 2>, BatchNorm, ReLU, Conv<64, 4, 1>, LeakyReLU<0.2>,
                ConvTranspose<32, 4, 2>, Tanh, Conv<3, 7, 1>>;

/// Forward and back, to the gradients by the input and, as one number each, by the parameters.
template <class Net, Shape Input>
struct ForwardAndBack {
  static constexpr void build(Graph& g) {
    Weights w{"net"};
    Tensor const x = g.add_input("x", Input), y = apply<Net>(w, x);
    Tensor const loss = mean(square(y) + y);
    g.keep("y", y);
    g.keep("dx", gradient(loss, {x})[0]);
    Tensor all = g.constant(0);
    for (Tensor const d : gradient(loss, w.trainable())) all = all + sum(square(d));
    g.keep("parameters", all);
  }
};

template <class Backend, class Program = ForwardAndBack<Net, Image<32, 34, 28>>>
std::vector<std::vector<double>> values(int threads, long batch = 2) {
#ifdef _OPENMP
  omp_set_num_threads(threads);
#else
  (void)threads;
#endif
  Store<typename Backend::Scalar> store(3);
  typename Backend::template Engine<Program> machine(store, batch);
  auto const x = machine.input("x");
  for (std::size_t k = 0; k < x.size(); ++k) x[k] = typename Backend::Scalar(test::noise("x", 0, long(k)));
  machine.run({1, 1});
  std::vector<std::vector<double>> all;
  for (char const* name : {"y", "dx", "parameters"}) {
    auto const y = machine.output(name);
    all.emplace_back(y.begin(), y.end());
  }
  return all;
}
double distance(std::vector<double> const& a, std::vector<double> const& b) {
  double difference = 0, norm = 0;
  for (std::size_t k = 0; k < a.size(); ++k) {
    difference += (a[k] - b[k]) * (a[k] - b[k]);
    norm += b[k] * b[k];
  }
  return std::sqrt(difference / norm);
}

}  // namespace

TEST_CASE("every backend agrees with plain loops, at any number of threads") {
  auto const exact = values<Reference<double>>(1);
  auto check = [&]<class Backend>(Backend, double within) {
    auto const one = values<Backend>(1);
    for (std::size_t k = 0; k < exact.size(); ++k) CHECK(distance(one[k], exact[k]) < within);
    for (int threads : {2, 3, 7}) CHECK(values<Backend>(threads) == one);
    return one;
  };
  auto const direct = check(CpuDirect{}, 3e-6), three = check(Cpu{}, 6e-6), four = check(CpuFastest{}, 2e-5);
  CHECK(direct != three);  // they do take other ways
  CHECK(three != four);
}

TEST_CASE_TEMPLATE("smaller tiles may pay between one sample and many, and are not held", Backend, Cpu,
                   CpuFastest) {
  auto check = [&]<class Program>(Program) {
    for (long batch : {1, 2, 3, 4, 6, 16}) {
      CAPTURE(batch);
      auto const exact = values<Reference<double>, Program>(1, batch),
                 got = values<Backend, Program>(1, batch);
      for (std::size_t k = 0; k < exact.size(); ++k) CHECK(distance(got[k], exact[k]) < 2e-5);
    }
  };
  check(ForwardAndBack<Seq<Conv<32, 3>, ReLU, Conv<64, 2, 1>>, Image<96, 4, 7>>{});
  check(ForwardAndBack<Seq<Conv<96, 3, 1>>, Image<320, 4, 8>>{});  // few pixels for one sample
}
