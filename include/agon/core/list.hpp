#pragma once
#include <concepts>
#include <cstddef>
#include <initializer_list>
#include <utility>

namespace agon {

/// A vector for constant evaluation: std::vector does the same, but each of its calls goes through a dozen
/// others, which costs compilers ten times the memory.
template <class T>
class List {
 public:
  constexpr List() = default;
  constexpr explicit List(std::size_t n, T const& value = T())
      : at_(n ? new T[n] : nullptr), size_(n), capacity_(n) {
    for (std::size_t i = 0; i < n; ++i) at_[i] = value;
  }
  constexpr List(T const* first, T const* last) : List(std::size_t(last - first)) {
    for (std::size_t i = 0; i < size_; ++i) at_[i] = first[i];
  }
  constexpr List(std::initializer_list<T> x) : List(x.begin(), x.end()) {}
  constexpr List(List const& o)
      : at_(o.size_ ? new T[o.size_] : nullptr), size_(o.size_), capacity_(o.size_) {
    for (std::size_t i = 0; i < size_; ++i) at_[i] = o.at_[i];
  }
  constexpr List(List&& o) noexcept : at_(o.at_), size_(o.size_), capacity_(o.capacity_) {
    o.at_ = nullptr;
    o.size_ = o.capacity_ = 0;
  }
  constexpr List& operator=(List o) noexcept {
    std::swap(at_, o.at_);
    std::swap(size_, o.size_);
    std::swap(capacity_, o.capacity_);
    return *this;
  }
  constexpr ~List() { delete[] at_; }

  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr T* data() { return at_; }
  constexpr T const* data() const { return at_; }
  constexpr T& operator[](std::integral auto i) { return at_[i]; }
  constexpr T const& operator[](std::integral auto i) const { return at_[i]; }
  constexpr T& back() { return at_[size_ - 1]; }
  constexpr T* begin() { return at_; }
  constexpr T const* begin() const { return at_; }
  constexpr T* end() { return at_ + size_; }
  constexpr T const* end() const { return at_ + size_; }

  constexpr void reserve(std::size_t n) {
    if (n <= capacity_) return;
    T* const larger = new T[n];
    for (std::size_t i = 0; i < size_; ++i) larger[i] = std::move(at_[i]);
    delete[] at_;
    at_ = larger;
    capacity_ = n;
  }
  constexpr void push_back(T const& x) {
    if (size_ == capacity_) {
      T const copy = x;  // it may lie in this list
      reserve(size_ ? 2 * size_ : 16);
      at_[size_++] = copy;
      return;
    }
    at_[size_++] = x;
  }
  constexpr void insert(std::size_t place, T const& x) {
    push_back(x);
    for (std::size_t i = size_ - 1; i > place; --i) at_[i] = at_[i - 1];
    at_[place] = x;
  }
  /// Leaves out what `f` holds for; the others keep their order.
  constexpr void erase_if(auto const& f) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < size_; ++i)
      if (!f(at_[i])) {
        if (kept != i) at_[kept] = at_[i];
        ++kept;
      }
    size_ = kept;
  }
  constexpr void assign(std::size_t n, T const& value) { *this = List(n, value); }
  constexpr void pop_back() { --size_; }
  constexpr void clear() { size_ = 0; }

 private:
  T* at_ = nullptr;
  std::size_t size_ = 0, capacity_ = 0;
};

}  // namespace agon
