// The cuda backend's kernels themselves, thread by thread on the host: where blocks share memory, wait, and
// add in warps.
#include <doctest/doctest.h>

#include "support/cuda_host.hpp"
#include "support/steps.hpp"

using namespace agon;
using test::OnHost;

namespace {

/// Sums of all kinds, and a value that is stored beside them.
struct Summed {
  static constexpr void build(Graph& g) {
    Tensor const x = g.add_input("x", image(3, 64, 64)), y = x * x + 1;
    for (auto const& [name, to] : {std::pair{"channel", Shape{3, 1, 1, 0}},
                                   {"single", Shape{1, 1, 1, 0}},
                                   {"sample", Shape{1, 1, 1, 1}},
                                   {"sample channel", Shape{3, 1, 1, 1}},
                                   {"pixel", Shape{1, 64, 64, 1}},
                                   {"position", Shape{3, 64, 64, 0}}})
      g.keep(name, sum_to(y, to));
    g.keep("square", y);
  }
};

/// Of threads that wait, some for their warp.
template <int = 0>
void quarrel(int first) {
  if (int(threadIdx.x) < first)
    __syncthreads();
  else
    __shfl_down_sync(0xFFFFFFFFu, 1.f, 1);
}
/// The first thread does not wait.
template <int = 0>
void pass_by() {
  if (threadIdx.x > 0) __syncthreads();
}
/// Each thread's number, from the thread 5 before it in its block, once all have written.
template <int = 0>
void pass_on(int* to) {
  __shared__ int all[cuda::block];
  int const n = int(threadIdx.x);
  all[n] = n + 1000 * int(blockIdx.x);
  __syncthreads();
  to[int(blockIdx.x) * cuda::block + n] = all[(n + cuda::block - 5) % cuda::block];
}

}  // namespace

TEST_CASE("threads of a block meet, and are told apart when they do not") {
  std::vector<int> to(2 * cuda::block);
  OnHost::start("pass_on", pass_on<>, {2}, to.data());
  for (int k = 0; k < 2 * cuda::block; ++k)
    REQUIRE(to[std::size_t(k)] == (k % cuda::block + cuda::block - 5) % cuda::block + k / cuda::block * 1000);
  CHECK_THROWS_AS(OnHost::start("quarrel", quarrel<>, {1}, 7), std::logic_error);
  CHECK_THROWS_AS(OnHost::start("pass_by", pass_by<>, {1}), std::logic_error);
  OnHost::start("quarrel", quarrel<>, {1}, 0);
  OnHost::start("quarrel", quarrel<>, {1}, cuda::block);
}

TEST_CASE("sums of all kinds, at sizes where they are parted") {
  for (long batch : {1, 5}) {
    CAPTURE(batch);
    Store<double> exact_store(1);
    Store<float> store(1);
    test::Steps<Summed, Reference<double>> exact(exact_store, batch);
    test::Steps<Summed, test::CudaOnHost> sums(store, batch);
    exact.run(1), sums.run(1);
    for (std::string const& name : exact.names()) {
      INFO(name);
      CHECK(test::distance(sums.of(name), exact.of(name)) < 1e-6);
    }
  }
}

TEST_CASE("a turned matrix, and numbers of another type") {
  for (auto const& [rows, columns] : {std::pair{1l, 70l}, {33l, 31l}, {64l, 96l}, {200l, 5l}}) {
    cuda::Turn const v{rows, columns};
    std::vector<double> from(std::size_t(v.numbers()));
    std::vector<float> to(from.size()), same(from.size());
    for (std::size_t k = 0; k < from.size(); ++k) from[k] = double(k) + 0.25;
    OnHost::start("turn", cuda::turn<double, float>, {2}, v, from.data(), to.data());
    OnHost::start("convert", cuda::convert<double, float>, {2}, from.data(), v.numbers(), same.data());
    for (long r = 0; r < rows; ++r)
      for (long c = 0; c < columns; ++c) {
        REQUIRE(to[std::size_t(c * rows + r)] == float(r * columns + c) + 0.25f);
        REQUIRE(same[std::size_t(r * columns + c)] == float(r * columns + c) + 0.25f);
      }
  }
}
