#pragma once
#include <algorithm>

#include <agon/backend/cuda/matrix.hpp>
#include <agon/backend/cuda/move.hpp>
#include <agon/backend/cuda/queue.hpp>
#include <agon/backend/cuda/reduction.hpp>
#include <agon/backend/cuda/turned.hpp>

/// What runs on the device; with what CUDA's compiler gives, __global__, __shared__ and the like, given by
/// another, elsewhere too. Kernels take plain values: shapes, addresses and, as template arguments, one
/// expression; never a network.
namespace agon::cuda {

inline constexpr int block = Split::threads;
/// How many blocks of threads a kernel is started with, each way.
struct Blocks {
  long x = 1, y = 1, z = 1;
};
constexpr long blocks_for(long threads) { return (threads + block - 1) / block; }
/// For kernels whose threads take several elements.
constexpr Blocks some_blocks(long elements) { return {std::min(blocks_for(elements), 132l * 16)}; }

/// The addresses of an expression's operands; all are on the device.
template <int N>
struct Addresses {
  float* of[N > 0 ? N : 1];
};

/// An expression without sums: an element for each thread.
template <std::uint64_t... C>
__global__ void elementwise(Addresses<Code<C...>::operands> at, long elements, long pixels, int c,
                            RandomKey const* key) {
  using E = Code<C...>;
  Frame<float> const f{at.of, pixels, c, *key};
  for (long e = long(blockIdx.x) * block + threadIdx.x; e < elements; e += long(gridDim.x) * block)
    evaluate<E, true, Kind{}, float>(f, spot_of(e, pixels, c), nullptr);
}

/// Updates of several parameters: a share for each block. `at` has the addresses of each member's operands.
template <std::uint64_t... C>
__global__ void update(float* const* at, Share const* share, RandomKey const* key) {
  using E = Code<C...>;
  Share const s = share[blockIdx.x];
  Frame<float> const f{at + long(s.member) * E::operands, 1, 1, *key};
  for (long e = s.first + threadIdx.x; e < s.end; e += block)
    evaluate<E, true, Kind{}, float>(f, Spot{.element = e}, nullptr);
}

/// The sums of one kind, each part of a target to `part`: (sum, part, target). The way is that of Split.
template <Kind Which, std::uint64_t... C>
__global__ void reduce(Addresses<Code<C...>::operands> at, Reduction r, Split way, RandomKey const* key,
                       float* part) {
  using E = Code<C...>;
  r.kind = Which;  // as it is, but known to the compiler
  constexpr int n = Sums<E>::count_of(Which);
  constexpr bool stores = Which == Sums<E>::last;
  Frame<float> const f{at.of, r.pixels, r.c, *key};
  auto const see = [&](long target, long member, float* sum) {
    evaluate<E, stores, Which>(f, spot_of(r.element(target, member), r.pixels, r.c), sum);
  };
  long const targets = r.targets();
  auto const put = [&](int k, long i, long target, float v) {
    part[(k * way.parts + i) * targets + target] = v;
  };
  float sum[n] = {};
  if (way.width == 0) {
    long const target = long(blockIdx.x) * block + threadIdx.x;
    if (target >= targets) return;
    for (long m = 0; m < way.members; ++m) see(target, m, sum);
    for (int k = 0; k < n; ++k) put(k, 0, target, sum[k]);
    return;
  }
  __shared__ float row[n][block];
  int const lane = int(threadIdx.x) / way.width, lanes = way.lanes();
  long const target = long(blockIdx.x) * way.width + int(threadIdx.x) % way.width, i = blockIdx.y;
  if (target < targets)
    for (long m = way.first(i) + lane; m < way.first(i + 1); m += lanes) see(target, m, sum);
  for (int k = 0; k < n; ++k) row[k][threadIdx.x] = sum[k];
  for (int half = lanes / 2; half > 0; half /= 2) {
    __syncthreads();
    if (lane < half)
      for (int k = 0; k < n; ++k) row[k][threadIdx.x] += row[k][int(threadIdx.x) + half * way.width];
  }
  if (lane == 0 && target < targets)
    for (int k = 0; k < n; ++k) put(k, i, target, row[k][threadIdx.x]);
}

/// Threads that add the parts of a target.
constexpr int combining(long parts) { return parts > 32 ? 32 : 1; }
/// Adds the parts of sums, each thread of a target's every so many and then all in pairs: `to` has one
/// address for each sum.
template <int N>
__global__ void combine(Addresses<N> to, float const* part, long parts, long targets) {
  int const lanes = combining(parts), lane = int(threadIdx.x) % lanes;
  long const target = (long(blockIdx.x) * block + threadIdx.x) / lanes;
  if (target >= targets) return;  // whole warps, if they add together
  for (int k = 0; k < N; ++k) {
    float sum = 0;
    for (long i = lane; i < parts; i += lanes) sum += part[(k * parts + i) * targets + target];
    for (int half = lanes / 2; half > 0; half /= 2) sum += __shfl_down_sync(0xFFFFFFFFu, sum, unsigned(half));
    if (lane == 0) to.of[k][target] = sum;
  }
}

template <Op O>
__global__ void move(Geometry g, float const* a, float const* b, float* y, long elements) {
  for (long e = long(blockIdx.x) * block + threadIdx.x; e < elements; e += long(gridDim.x) * block)
    y[e] = moved<O>(g, a, b, e);
}

/// A matrix turned, and its numbers made those of another type: a square for each block.
template <class From, class To>
__global__ void turn(Turn v, From const* from, To* to) {
  __shared__ float square[Turn::side][Turn::side + 1];
  int const column = int(threadIdx.x) % Turn::side, high = block / Turn::side;
  for (long s = blockIdx.x; s < v.squares(); s += gridDim.x) {
    for (int row = int(threadIdx.x) / Turn::side; row < Turn::side; row += high)
      if (long const at = v.before(s, row, column); at >= 0) square[row][column] = float(from[at]);
    __syncthreads();
    for (int row = int(threadIdx.x) / Turn::side; row < Turn::side; row += high)
      if (long const at = v.after(s, column, row); at >= 0) to[at] = To(square[column][row]);
    __syncthreads();
  }
}
/// Numbers as those of another type.
template <class From, class To>
__global__ void convert(From const* from, long n, To* to) {
  for (long k = long(blockIdx.x) * block + threadIdx.x; k < n; k += long(gridDim.x) * block)
    to[k] = To(float(from[k]));
}

/// y[i] = sum over parts of part[i], in their order.
template <int = 0>
__global__ void add_parts(float const* part, long parts, long n, float* y) {
  for (long i = long(blockIdx.x) * block + threadIdx.x; i < n; i += long(gridDim.x) * block) {
    float sum = 0;
    for (long p = 0; p < parts; ++p) sum += part[p * n + i];
    y[i] = sum;
  }
}

/// C = A B of a product whose matrices are found by arithmetic: tiles of 64 rows and Wide columns, 16 of the
/// inner extent at a time, a part of 4 x Wide / 16 for each of 256 threads. Part `p` of the inner extent goes
/// to c + p * apart.
template <int Wide, class Product>
__global__ void multiply(Product v, float const* a, float const* b, float* c, long part_size, long apart) {
  constexpr int tall = 64, deep = 16, high = tall / 16, broad = Wide / 16, loads = tall * deep / block;
  __shared__ float as[deep][tall + 4], bs[deep][Wide];
  long const m0 = long(blockIdx.x) * tall, n0 = long(blockIdx.y) * Wide;
  int const groups = v.groups(), group = int(blockIdx.z) % groups, p = int(blockIdx.z) / groups;
  long const first = p * part_size, end = first + part_size < v.inner() ? first + part_size : v.inner();
  int const thread = int(threadIdx.x), ty = thread / 16, tx = thread % 16;
  // A thread loads column `thread % deep` of A's tile, in `loads` rows, and row ty of B's.
  typename Product::Row row[loads];
  for (int i = 0; i < loads; ++i) row[i] = v.row(m0 + ty + i * (block / deep));
  float sum[high][broad] = {};
  for (long k0 = first; k0 < end; k0 += deep) {
    bool const in_a = k0 + tx < end, in_b = k0 + ty < end;
    auto const of_a = v.inner_at(in_a ? k0 + tx : first), of_b = v.inner_at(in_b ? k0 + ty : first);
    for (int i = 0; i < loads; ++i) {
      int const m = ty + i * (block / deep);
      long const at = in_a && m0 + m < v.rows() ? v.a(row[i], of_a, group) : -1;
      as[tx][m] = at < 0 ? 0 : a[at];
    }
    for (int n = tx; n < Wide; n += 16)
      bs[ty][n] = in_b && n0 + n < v.columns() ? b[v.b(of_b, n0 + n, group)] : 0;
    __syncthreads();
    for (int k = 0; k < deep; ++k)
      for (int i = 0; i < high; ++i)
        for (int j = 0; j < broad; ++j) sum[i][j] += as[k][ty * high + i] * bs[k][tx * broad + j];
    __syncthreads();
  }
  for (int i = 0; i < high; ++i)
    for (int j = 0; j < broad; ++j) {
      long const m = m0 + ty * high + i, n = n0 + tx * broad + j;
      if (m < v.rows() && n < v.columns()) c[p * apart + v.c(m, n, group)] = sum[i][j];
    }
}

}  // namespace agon::cuda
