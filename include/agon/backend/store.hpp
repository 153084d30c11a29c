#pragma once
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <new>
#include <span>
#include <string>
#ifdef __linux__
#include <sys/mman.h>
#endif

#include <agon/backend/fill.hpp>
#include <agon/core/error.hpp>
#include <agon/core/random.hpp>
#include <agon/graph/program.hpp>

namespace agon {

/// Zeroed memory aligned to a cache line; a large piece in large pages, where the system has them.
template <class S>
class Memory {
 public:
  Memory() = default;
  explicit Memory(std::size_t n) : size_(n) {
    std::size_t const page = n * sizeof(S) < large_page ? 64 : large_page;
    std::size_t const bytes = n ? (n * sizeof(S) + page - 1) / page * page : page;
    data_.reset(static_cast<S*>(std::aligned_alloc(page, bytes)));
    if (!data_) throw std::bad_alloc();
#ifdef __linux__
    if (page == large_page) madvise(data_.get(), bytes, MADV_HUGEPAGE);
#endif
    std::memset(data_.get(), 0, bytes);
  }
  S* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  std::span<S> span() const { return {data_.get(), size_}; }

 private:
  static constexpr std::size_t large_page = 1 << 21;
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
      add(s, name, s.like.size ? program.name(s.like) : name);
    }
  }
  /// The same for a slot called `name`, which begins with the draws of the name `like`.
  Entry& add(Slot const& s, std::string const& name, std::string_view like) {
    if (Entry* const e = find(name)) {
      if (!(e->slot.shape == s.shape))
        throw Error(name, {"one program has ", e->slot.shape.size(), " numbers under this name and another ",
                           s.shape.size()});
      return *e;
    }
    Entry& e = entries_.emplace_back(Entry{name, s, Memory<S>(std::size_t(s.shape.size()))});
    if (s.mean != 0 || s.deviation != 0) fill(e.memory.span(), s, seed_, stream_of(like));
    return e;
  }
  Entry& add(Slot const& s, std::string const& name) { return add(s, name, name); }
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
