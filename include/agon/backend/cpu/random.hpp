#pragma once
#include <agon/backend/cpu/vector.hpp>
#include <agon/core/random.hpp>
#include <agon/graph/node.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// The two halves of the products of the lanes of `a` with `factor`.
AGON_INLINE void multiply(WordVec a, std::uint32_t factor, WordVec& high, WordVec& low) {
#if defined(__AVX512F__) && defined(__AVX512DQ__)  // GCC would multiply 64-bit numbers where 32-bit ones do
  __m512i const x = (__m512i)a, f = _mm512_set1_epi64(factor);
  LongVec const even = (LongVec)_mm512_maskz_mul_epu32(0xFF, x, f),
                odd = (LongVec)_mm512_maskz_mul_epu32(0xFF, (__m512i)((LongVec)a >> 32), f);
  high = (WordVec)_mm512_mask_blend_epi32(0xAAAA, (__m512i)(even >> 32), (__m512i)odd);
#elif defined(__AVX2__) && defined(__FMA__)
  __m256i const x = (__m256i)a, f = _mm256_set1_epi64x(factor);
  __m256i const even = _mm256_mul_epu32(x, f), odd = _mm256_mul_epu32(_mm256_srli_epi64(x, 32), f);
  high = (WordVec)_mm256_blend_epi32(_mm256_srli_epi64(even, 32), odd, 0xAA);
#else
  for (int i = 0; i < lanes; ++i) high[i] = std::uint32_t(std::uint64_t(a[i]) * factor >> 32);
#endif
  low = a * factor;
}

/// What reference draws (core/random.hpp) for elements `first`, `first` + 1, ... of a sample: uniform bits
/// are the same, normals agree to 4e-6.
AGON_INLINE Vec random(Distribution kind, RandomKey key, std::uint32_t stream, std::uint32_t sample,
                       std::uint32_t first) {
  WordVec c0, c1 = WordVec{} + sample, c2 = WordVec{} + key.step, c3 = WordVec{} + stream;
  for (int i = 0; i < lanes; ++i) c0[i] = std::uint32_t(i);
  c0 += first;
  std::uint32_t k0 = std::uint32_t(key.seed), k1 = std::uint32_t(key.seed >> 32);
  for (int round = 0; round < 10; ++round, k0 += 0x9E3779B9u, k1 += 0xBB67AE85u) {
    WordVec high_a, low_a, high_b, low_b;
    multiply(c0, 0xD2511F53u, high_a, low_a);
    multiply(c2, 0xCD9E8D57u, high_b, low_b);
    c0 = high_b ^ c1 ^ k0;
    c1 = low_b;
    c2 = high_a ^ c3 ^ k1;
    c3 = low_a;
  }
  Vec const u = __builtin_convertvector((IntVec)(c0 >> 8), Vec);
  if (kind == Distribution::uniform) return u * 0x1p-24f;
  // cos 2 pi v = 2 sin^2(pi (v - 1/2)) - 1, and the sine by its series on [-pi/2, pi/2)
  Vec const t = (__builtin_convertvector((IntVec)(c1 >> 8), Vec) * 0x1p-24f - 0.5f) * 3.14159265f, z = t * t;
  Vec const s =
      t * (1.f +
           z * (-1.f / 6 + z * (1.f / 120 + z * (-1.f / 5040 + z * (1.f / 362880 - z * (1.f / 39916800))))));
  return square_root(-2.f * logarithm((u + 0.5f) * 0x1p-24f)) * (2.f * s * s - 1.f);
}

}  // namespace AGON_CPU
}  // namespace agon::cpu
