#pragma once
#include <agon/backend/cuda/kernels.hpp>

/// Convolutions by products of our own.
namespace agon::cuda {

namespace detail {

/// A product whose result has n numbers; `room` has as many for each part, if there are several.
template <class Starter, class Product>
void launch_product(Product const& v, float const* a, float const* b, float* y, long n, float* room) {
  Parts const parts = parts_of(v);
  int const wide = tile_columns(v.columns());
  Starter::start("multiply", wide == 16 ? multiply<16, Product> : multiply<64, Product>,
                 {(v.rows() + 63) / 64, (v.columns() + wide - 1) / wide, parts.count * v.groups()}, v, a, b,
                 parts.count > 1 ? room : y, parts.size, n);
  if (parts.count > 1) Starter::start("add_parts", add_parts<>, some_blocks(n), room, parts.count, n, y);
}
}  // namespace detail

/// Numbers that a convolution needs beside its operands; `extent` is that of its result.
inline long room_of(Op op, Geometry const& g, long extent) {
  long room = 0;
  with_product(op, g, [&](auto const& product) {
    if (long const n = parts_of(product).count; n > 1) room = n * extent;
  });
  return room;
}
/// A convolution or one of its adjoints.
template <class Starter>
void run_convolution(Op op, Geometry const& g, float const* a, float const* b, float* y, long extent,
                     float* room) {
  with_product(op, g,
               [&](auto const& product) { detail::launch_product<Starter>(product, a, b, y, extent, room); });
}

}  // namespace agon::cuda
