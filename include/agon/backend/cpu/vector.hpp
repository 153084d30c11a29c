#pragma once
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <utility>

#include <agon/core/intrinsics.hpp>

/// Vectors of floats in the compiler's own vector types, as wide as the target flags allow, and the
/// mathematics on them. Everything stands in an inline namespace for each width, so that files built with
/// different flags link.
#if defined(__AVX512F__) && defined(__AVX512DQ__)
#define AGON_CPU avx512
#elif defined(__AVX2__) && defined(__FMA__)
#define AGON_CPU avx2
#else
#define AGON_CPU portable
#endif
#define AGON_INLINE inline __attribute__((always_inline))

namespace agon::cpu {
inline namespace AGON_CPU {

#if defined(__AVX512F__) && defined(__AVX512DQ__)
inline constexpr int lanes = 16;
inline constexpr char const* instruction_set = "AVX-512";
#elif defined(__AVX2__) && defined(__FMA__)
inline constexpr int lanes = 8;
inline constexpr char const* instruction_set = "AVX2";
#else
inline constexpr int lanes = 4;
inline constexpr char const* instruction_set = "portable";
#endif

typedef float Vec __attribute__((vector_size(4 * lanes)));
typedef float VecInMemory
    __attribute__((vector_size(4 * lanes), aligned(4), may_alias));  // wherever floats lie
typedef std::int32_t IntVec __attribute__((vector_size(4 * lanes)));
typedef std::uint32_t WordVec __attribute__((vector_size(4 * lanes)));
typedef std::uint64_t LongVec __attribute__((vector_size(4 * lanes)));  // half as many

AGON_INLINE Vec splat(float x) { return x - Vec{}; }  // which, unlike 0 + x, is x itself: no addition is made
AGON_INLINE Vec load(float const* p) { return *reinterpret_cast<VecInMemory const*>(p); }
AGON_INLINE void store(float* p, Vec x) { *reinterpret_cast<VecInMemory*>(p) = x; }
/// The first m lanes; the others are zero.
AGON_INLINE Vec load(float const* p, int m) {
  if (m == lanes) return load(p);
  if (m < 0 || m > lanes) __builtin_unreachable();
#if defined(__AVX512F__) && defined(__AVX512DQ__)
  return (Vec)_mm512_maskz_loadu_ps(__mmask16((1u << m) - 1), p);
#elif defined(__AVX2__) && defined(__FMA__)
  return (Vec)_mm256_maskload_ps(p, (__m256i)((IntVec{0, 1, 2, 3, 4, 5, 6, 7} < m)));
#else
  Vec r{};
  for (int i = 0; i < m; ++i) r[i] = p[i];
  return r;
#endif
}
AGON_INLINE void store(float* p, Vec x, int m) {
  if (m < 0 || m > lanes) __builtin_unreachable();
  if (m == lanes) return store(p, x);
#if defined(__AVX512F__) && defined(__AVX512DQ__)
  _mm512_mask_storeu_ps(p, __mmask16((1u << m) - 1), (__m512)x);
#elif defined(__AVX2__) && defined(__FMA__)
  _mm256_maskstore_ps(p, (__m256i)((IntVec{0, 1, 2, 3, 4, 5, 6, 7} < m)), (__m256)x);
#else
  for (int i = 0; i < m; ++i) p[i] = x[i];
#endif
}
AGON_INLINE float total(Vec x) {
  float s = 0;
  for (int i = 0; i < lanes; ++i) s += x[i];
  return s;
}
/// Sums of neighbouring halves of a pair: lane i of the result is of a if i & Distance is 0, else of b.
template <int Distance, int... L>
AGON_INLINE Vec fold(Vec a, Vec b, std::integer_sequence<int, L...>) {
  return __builtin_shufflevector(a, b, ((L & Distance) ? lanes + L - Distance : L)...) +
         __builtin_shufflevector(a, b, ((L & Distance) ? lanes + L : L + Distance)...);
}
/// The sums of four vectors, in the first four lanes.
template <int Distance = 4>
AGON_INLINE Vec totals(Vec x) {
  constexpr auto all = std::make_integer_sequence<int, lanes>{};
  if constexpr (Distance < lanes)
    return totals<2 * Distance>(fold<Distance>(x, x, all));
  else
    return x;
}
AGON_INLINE Vec totals(Vec a, Vec b, Vec c, Vec d) {
  constexpr auto all = std::make_integer_sequence<int, lanes>{};
  return totals(fold<2>(fold<1>(a, b, all), fold<1>(c, d, all), all));
}

// Comparisons are written so that a NaN among the operands comes out again.
AGON_INLINE Vec at_least(Vec x, float low) { return x < low ? splat(low) : x; }
AGON_INLINE Vec at_most(Vec x, float high) { return x > high ? splat(high) : x; }
AGON_INLINE Vec absolute(Vec x) { return (Vec)((IntVec)x & 0x7fffffff); }
AGON_INLINE Vec square_root(Vec x) {
#if defined(__AVX512F__) && defined(__AVX512DQ__)
  return (Vec)_mm512_maskz_sqrt_ps(0xFFFF,
                                   (__m512)x);  // g++ 12 warns of what _mm512_sqrt_ps leaves undefined
#elif defined(__AVX2__) && defined(__FMA__)
  return (Vec)_mm256_sqrt_ps((__m256)x);
#elif defined(__SSE2__)
  return (Vec)_mm_sqrt_ps((__m128)x);
#else
  for (int i = 0; i < lanes; ++i) x[i] = std::sqrt(x[i]);
  return x;
#endif
}
/// e^x = 2^k e^r with |r| <= ln 2 / 2 and e^r by the polynomial of Cephes' expf; relative error below 2e-7.
/// Above 88.3 and below -87.3 it stays at the value there.
AGON_INLINE Vec exponential(Vec x) {
  x = at_most(at_least(x, -87.3f), 88.3f);
  Vec const scaled = x * 1.44269504f;
  IntVec const i = __builtin_convertvector(scaled + (scaled > 0.f ? splat(.5f) : splat(-.5f)), IntVec);
  Vec const k = __builtin_convertvector(i, Vec);
  Vec const r = x - k * 0.693359375f + k * 2.12194440e-4f;
  Vec const p =
      ((((1.9875691500e-4f * r + 1.3981999507e-3f) * r + 8.3334519073e-3f) * r + 4.1665795894e-2f) * r +
       1.6666665459e-1f) *
          r +
      5.0000001201e-1f;
  return (p * r * r + r + 1.f) * (Vec)((i + 127) << 23);
}
/// log x by the polynomial of Cephes' logf: x = m 2^e, m in [sqrt(1/2), sqrt(2)); -inf at 0, NaN below.
AGON_INLINE Vec logarithm(Vec x) {
  IntVec const bits = (IntVec)x;
  IntVec e = (bits >> 23) - 126;
  Vec m = (Vec)((bits & 0x7fffff) | 0x3f000000);
  IntVec const low = (IntVec)(m < 0.707106781f);
  e += low;
  m = m + (Vec)((IntVec)m & low) - 1.f;
  Vec const z = m * m;
  Vec const p =
      ((((((((7.0376836292e-2f * m - 1.1514610310e-1f) * m + 1.1676998740e-1f) * m - 1.2420140846e-1f) * m +
           1.4249322787e-1f) *
              m -
          1.6668057665e-1f) *
             m +
         2.0000714765e-1f) *
            m -
        2.4999993993e-1f) *
           m +
       3.3333331174e-1f) *
      m * z;
  Vec const f = __builtin_convertvector(e, Vec);
  Vec const y = m + (p - 2.12194440e-4f * f - 0.5f * z) + 0.693359375f * f;
  float const infinity = std::numeric_limits<float>::infinity(),
              nan = std::numeric_limits<float>::quiet_NaN();
  Vec const special = x == 0.f ? splat(-infinity) : x > 0.f ? splat(infinity) : splat(nan);
  return ((x > 0.f) & (x < infinity)) ? y : special;
}
AGON_INLINE Vec hyperbolic_tangent(Vec x) {
  Vec const e = exponential(-2.f * absolute(x)), r = (1.f - e) / (1.f + e);
  return x < 0.f ? -r : r;
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
