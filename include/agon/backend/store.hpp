#pragma once
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <span>
#include <string>

#include <agon/backend/fill.hpp>
#include <agon/core/error.hpp>
#include <agon/core/random.hpp>
#include <agon/graph/program.hpp>

namespace agon {

/// Zeroed memory aligned to a cache line.
template <class S>
class Memory {
 public:
  Memory() = default;
  explicit Memory(std::size_t n) : size_(n) {
    std::size_t const bytes = (n * sizeof(S) + 63) / 64 * 64;
    data_.reset(static_cast<S*>(std::aligned_alloc(64, bytes ? bytes : 64)));
    if (!data_) throw std::bad_alloc();
    std::memset(data_.get(), 0, bytes);
  }
  S* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::span<S> span() const { return {data_.get(), size_}; }

 private:
  struct Free {
    void operator()(S* p) const { std::free(p); }
  };
  std::unique_ptr<S[], Free> data_;
  std::size_t size_ = 0;
};

/// Parameters, running statistics and moments by name: what several programs share, and what a checkpoint
/// keeps.
template <class S>
class Store {
 public:
  struct Entry {
    std::string name;
    Slot slot;
    Memory<S> memory;
  };

  explicit Store(std::uint64_t seed = 1) : seed_(seed) {}

  /// Makes room for the slots of a program that are not there yet, and fills them: with draws
  /// that depend on the seed, the slot's name and the place alone. Throws Error if a name is there with
  /// another shape.
  void add(ProgramView const& program) {
    for (Slot const& s : program.slot) {
      std::string const name(program.name(s.name));
      if (Entry const* e = find(name)) {
        if (!(e->slot.shape == s.shape))
          throw Error(name, {"one program has ", e->slot.shape.size(),
                             " numbers under this name and another ", s.shape.size()});
        continue;
      }
      Entry& e = entries_.emplace_back(Entry{name, s, Memory<S>(std::size_t(s.shape.size()))});
      if (s.mean != 0 || s.deviation != 0) fill(e.memory.span(), s, seed_, stream_of(name));
    }
  }
  Entry* find(std::string_view name) {
    for (Entry& e : entries_)
      if (e.name == name) return &e;
    return nullptr;
  }
  Entry const* find(std::string_view name) const { return const_cast<Store*>(this)->find(name); }
  std::deque<Entry>& entries() { return entries_; }
  std::deque<Entry> const& entries() const { return entries_; }
  std::uint64_t seed() const { return seed_; }

 private:
  std::uint64_t seed_;
  std::deque<Entry> entries_;  // addresses stay
};

}  // namespace agon
