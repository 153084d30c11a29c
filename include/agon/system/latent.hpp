#pragma once
#include <cstdint>
#include <string_view>

#include <agon/core/random.hpp>
#include <agon/data/array.hpp>
#include <agon/graph/tensor.hpp>

namespace agon {

/// What a generator out of noise is given: independent numbers, standard normal (a Shape says that much) or
/// uniform.
struct Latent {
  Shape shape;
  Distribution kind = Distribution::normal;
  double low = 0, high = 1;  // the ends of a uniform one

  constexpr Latent(Shape d) : shape(d) {}
  constexpr Latent(Shape d, double from, double to)
      : shape(d), kind(Distribution::uniform), low(from), high(to) {}
  constexpr bool operator==(Latent const&) const = default;

  /// A batch of them in a program, whose draws have that name.
  constexpr Tensor draw(Graph& g, std::string_view name) const {
    Tensor const z = g.random(kind, shape, name);
    return kind == Distribution::normal || (low == 0 && high == 1) ? z : low + (high - low) * z;
  }
  /// Latents of samples first, first + 1, ..., (n, C, H, W), that depend on the seed and their number alone.
  Array4 sample(long n, std::uint64_t seed, long first) const {
    Array4 z = Array4::from_shape(
        {std::size_t(n), std::size_t(shape.c), std::size_t(shape.h), std::size_t(shape.w)});
    long const size = shape.size();
    for (long i = 0; i < n * size; ++i) {
      auto const words = agon::draw({seed, 0}, stream_of("sample"), std::uint32_t(first + i / size),
                                    std::uint32_t(i % size));
      z.data()[i] = float(kind == Distribution::normal ? normal(words) : low + (high - low) * uniform(words));
    }
    return z;
  }
};

/// N numbers, uniform between low and high: `Uniformly<100>(-1, 1)`.
template <int N>
constexpr Latent uniform_latent(double low, double high) {
  return {Features<N>, low, high};
}

}  // namespace agon
