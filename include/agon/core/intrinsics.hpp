#pragma once
/// The processor's intrinsics. g++ 12 warns of its own AVX-512 headers wherever they are inlined, Eigen
/// included, unless they are first read where that is ignored (gcc.gnu.org/PR105593).
#if defined(__x86_64__)
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
#include <immintrin.h>
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif
#endif
