// The cuda backend's kernels themselves, thread by thread on the host: where blocks share memory, wait, and
// add in warps.
#include <doctest/doctest.h>

#include <agon/backend/cuda/cuda.hpp>
#include <agon/network.hpp>
#include <agon/system/adversarial_step.hpp>

#include "support/backends.hpp"
#include "support/cuda_host.hpp"

using namespace agon;
using test::Backwards;
using test::OnHost;

namespace {

/// Sums of all kinds, two of one kind, and a value that is stored beside them.
template <int C, int Side>
struct Summed {
  static constexpr void build(Graph& g) {
    Tensor const x = g.add_input("x", image(C, Side, Side)), y = x * x + 1;
    for (auto const& [name, to] : {std::pair{"channel", Shape{C, 1, 1, 0}},
                                   {"single", Shape{1, 1, 1, 0}},
                                   {"sample", Shape{1, 1, 1, 1}},
                                   {"sample channel", Shape{C, 1, 1, 1}},
                                   {"pixel", Shape{1, Side, Side, 1}},
                                   {"position", Shape{C, Side, Side, 0}}})
      g.keep(name, sum_to(y, to));
    g.keep("channel of x", sum_to(x, {C, 1, 1, 0}));
    g.keep("single of x", sum_to(x, {1, 1, 1, 0}));
    g.keep("square", y);
  }
};
using Few = Summed<3, 64>;
using Many = Summed<48, 8>;

template <class P>
void check_sums(long batch) {
  CAPTURE(batch);
  Store<double> exact_store(1);
  Store<float> store(1);
  test::Steps<P, Reference<double>> exact(exact_store, batch);
  test::Steps<P, test::CallByCall> sums(store, batch);
  exact.run(1), sums.run(1);
  for (std::string const& name : exact.names()) {
    INFO(name);
    CHECK(test::distance(sums.of(name), exact.of(name)) < 1e-6);
  }
}

/// All numbers after two steps.
template <class P>
std::vector<std::vector<float>> numbers_of(bool backwards) {
  Backwards const way(backwards);
  Store<float> store(1);
  test::Steps<P, Cuda> steps(store, 4);
  steps.run(1), steps.run(2);
  return steps.everything();
}

// Kernels that behave, and kernels that do not.

/// Each thread's number, from the thread 5 before it in its block, once all have written.
void pass_on(int* to) {
  __shared__ int all[cuda::block];
  int const n = int(threadIdx.x);
  all[n] = n + 1000 * int(blockIdx.x);
  __syncthreads();
  to[int(blockIdx.x) * cuda::block + n] = all[(n + cuda::block - 5) % cuda::block];
}
/// From the thread before it, whether that has written or not.
void race(int* to) {
  __shared__ int all[cuda::block];
  int const n = int(threadIdx.x);
  all[n] = n;
  to[n] = all[(n + cuda::block - 1) % cuda::block];
  __syncthreads();
  all[n] = -1;
}
/// Threads from `first` on wait for their warps, and those before for the block.
void quarrel(int first) {
  if (int(threadIdx.x) < first)
    __syncthreads();
  else
    __shfl_down_sync(0xFFFFFFFFu, 1.f, 1);
}
/// The first threads leave out the first of two meetings.
void skip(int threads) {
  if (int(threadIdx.x) >= threads) __syncthreads();
  __syncthreads();
}
/// So many threads do not wait at all.
void pass_by(int threads) {
  if (int(threadIdx.x) >= threads) __syncthreads();
}
/// So many threads end before their warp adds.
void leave(int threads) {
  if (int(threadIdx.x) >= cuda::block - threads) return;
  __shfl_down_sync(0xFFFFFFFFu, 1.f, 1);
}

}  // namespace

TEST_CASE("threads of a block meet, and are told apart when they do not") {
  std::vector<int> to(2 * cuda::block);
  OnHost::start("pass_on", pass_on, {2}, to.data());
  for (int k = 0; k < 2 * cuda::block; ++k)
    REQUIRE(to[std::size_t(k)] == (k % cuda::block + cuda::block - 5) % cuda::block + k / cuda::block * 1000);
  CHECK_THROWS_AS(OnHost::start("quarrel", quarrel, {1}, 7), std::logic_error);
  CHECK_THROWS_AS(OnHost::start("skip", skip, {1}, 7), std::logic_error);
  CHECK_THROWS_AS(OnHost::start("pass_by", pass_by, {1}, 7), std::logic_error);
  CHECK_THROWS_AS(OnHost::start("leave", leave, {1}, 7), std::logic_error);
  CHECK_THROWS_AS(OnHost::start("skip", skip, {1, 70'000}, 0), std::logic_error);
  CHECK_THROWS_AS(OnHost::start("skip", skip, {0}, 0), std::logic_error);
  for (int all : {0, cuda::block}) OnHost::start("quarrel", quarrel, {1}, all);
  for (int warps : {0, 2}) OnHost::start("leave", leave, {1}, 32 * warps);
  OnHost::start("skip", skip, {1}, 0);
}

TEST_CASE("sums of all kinds, at sizes where they are parted") {
  check_sums<Few>(1);
  check_sums<Few>(5);
  check_sums<Many>(5);
}

TEST_CASE("between two meetings it does not matter who goes first") {
  using Step = AdversarialStep<test::SmallGenerator, test::SmallCritic, nonsaturating, Features<6>, Adam>;
  CHECK(numbers_of<Step>(true) == numbers_of<Step>(false));
  CHECK(numbers_of<Few>(true) == numbers_of<Few>(false));
  auto const racing = [](bool backwards) {
    Backwards const way(backwards);
    std::vector<int> to(cuda::block);
    OnHost::start("race", race, {1}, to.data());
    return to;
  };
  CHECK(racing(true) != racing(false));  // and where it does, it shows
}

TEST_CASE("threads take several elements, if there are more of them than threads") {
  long const parts = 3, n = 5 * cuda::block + 77;
  std::vector<float> part(std::size_t(parts * n)), y(std::size_t(n), 777);
  for (std::size_t k = 0; k < part.size(); ++k) part[k] = float(k);
  OnHost::start("add_parts", cuda::add_parts<>, {2}, part.data(), parts, n, y.data());
  for (long k = 0; k < n; ++k) REQUIRE(y[std::size_t(k)] == float(k) + float(n + k) + float(2 * n + k));

  cuda::Geometry const g{.a = image(2, 20, 20), .b = image(3, 20, 20), .y = image(5, 20, 20), .batch = 2};
  std::vector<float> a(1600), b(2400), all(4000, 777), same(4000, 778);
  for (std::size_t k = 0; k < a.size(); ++k) a[k] = float(k);
  for (std::size_t k = 0; k < b.size(); ++k) b[k] = -float(k);
  OnHost::start("move", cuda::move<Op::concat>, {2}, g, a.data(), b.data(), all.data(), 4000);
  OnHost::start("move", cuda::move<Op::concat>, {16}, g, a.data(), b.data(), same.data(), 4000);
  CHECK(all == same);
  CHECK(all[2] == 0);
  CHECK(all[3999] == -2399);

  constexpr std::uint64_t input = cuda::encoded({Op::input, Kind::full, 0, 0, 0}),
                          square = cuda::encoded({Op::mul, Kind{}, 0, 0, 0}),
                          store = cuda::encoded({Op::update, Kind::full, 1, 1, 0});
  std::vector<float> squares(1600, 777);
  RandomKey const key{1, 1};
  OnHost::start("elementwise", cuda::elementwise<input, square, store>, {2}, {{a.data(), squares.data()}},
                1600, 400, 2, &key);
  for (std::size_t k = 0; k < a.size(); ++k) REQUIRE(squares[k] == a[k] * a[k]);
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
