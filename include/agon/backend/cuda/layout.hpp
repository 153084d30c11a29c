#pragma once
#include <cstddef>

namespace agon::cuda {

/// Pieces of memory, one after the other, each at a multiple of 256 bytes.
class Layout {
 public:
  /// Where a piece of that many bytes begins.
  constexpr std::size_t add(std::size_t bytes) {
    std::size_t const at = size_;
    size_ += (bytes + 255) / 256 * 256;
    return at;
  }
  constexpr std::size_t size() const { return size_; }

 private:
  std::size_t size_ = 0;
};

}  // namespace agon::cuda
