#pragma once
#include <vector>

#include <agon/graph/node.hpp>

/// Between the order of a slot's numbers in memory, (window, in, out), and PyTorch's, which files keep.
namespace agon {

/// PyTorch's extents of a slot.
inline std::vector<long> extents(Slot const& s) {
  long const in = s.shape.w, out = s.shape.c;
  switch (s.layout) {
    case Layout::kernel: return {out, in, s.image.h, s.image.w};
    case Layout::rows: return {in, out};
    case Layout::image: return {out, s.shape.h, in};
    case Layout::matrix:
    case Layout::flattened: return {out, in};
    default: return {out};
  }
}

/// Where element `e` of PyTorch's order lies in memory.
constexpr long position(Slot const& s, long e) {
  long const places = s.shape.h, in = s.shape.w, out = s.shape.c;
  switch (s.layout) {
    case Layout::vector:
    case Layout::rows: return e;
    case Layout::matrix: return e % in * out + e / in;
    case Layout::image: return e % (places * in) * out + e / (places * in);
    case Layout::kernel: return (e % places * in + e / places % in) * out + e / (places * in);
    case Layout::flattened: {
      long const pixels = long(s.image.h) * s.image.w, f = e % in;
      return (f % pixels * s.image.c + f / pixels) * out + e / in;
    }
  }
  return e;
}

}  // namespace agon
