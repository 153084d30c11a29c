#pragma once
#include <atomic>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <memory>
#include <mutex>
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

/// Memory aligned to a cache line, zeroed unless somebody else will write all of it; a large piece in large
/// pages, where the system has them.
template <class S>
class Memory {
 public:
  Memory() = default;
  explicit Memory(std::size_t n, bool zeroed = true) : size_(n) {
    std::size_t const page = n * sizeof(S) < large_page ? 64 : large_page;
    std::size_t const bytes = n ? (n * sizeof(S) + page - 1) / page * page : page;
    data_.reset(static_cast<S*>(std::aligned_alloc(page, bytes)));
    if (!data_) throw std::bad_alloc();
#ifdef __linux__
    if (page == large_page) madvise(data_.get(), bytes, MADV_HUGEPAGE);
#endif
    if (zeroed) std::memset(data_.get(), 0, bytes);
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

/// Who has the numbers of a store for a while, as a device has.
class Keeper {
 public:
  virtual ~Keeper() = default;
  /// Writes them back into the store's entries, which it knows: it asks the store for none.
  virtual void give_back() = 0;
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
    std::uint32_t stream = 0;  // of its first draws
    bool untouched = false;    // it has yet to be filled, and nobody but a Store may see it so
  };

  explicit Store(std::uint64_t seed = 1) : seed_(seed) {}

  /// Makes room for the slots of a program that are not there yet. They are filled when somebody asks for
  /// them, so that parameters which a file brings are never drawn: with draws that depend on the seed, the
  /// slot's name and the place alone. Throws Error if a name is there with another shape.
  void add(ProgramView const& program) {
    for (Slot const& s : program.slot) {
      std::string const name(program.name(s.name));
      make(s, name, s.like.size ? program.name(s.like) : name);
    }
  }
  /// The same for one slot, which is called `name`.
  Entry& add(Slot const& s, std::string const& name) {
    Entry& e = make(s, name, name);
    settle(e);
    return e;
  }
  /// Where the numbers lie is for ever; that they are there, until a program of the keeper's runs.
  Entry* find(std::string_view name) {
    Entry* const e = place(name);
    if (e) settle(*e);
    return e;
  }
  Entry const* find(std::string_view name) const { return const_cast<Store*>(this)->find(name); }
  std::deque<Entry>& entries() {
    for (Entry& e : places()) settle(e);
    return entries_;
  }
  std::deque<Entry> const& entries() const { return const_cast<Store*>(this)->entries(); }

  /// For who writes all of an entry and says so by `untouched`: what it holds may not be filled yet.
  Entry* place(std::string_view name) {
    for (Entry& e : places())
      if (e.name == name) return &e;
    return nullptr;
  }
  std::deque<Entry>& places() {
    bring_back();
    return entries_;
  }

  /// The one who may keep the numbers, made when first asked for: `store.keeper<cuda::Mirror>()`.
  template <class K>
  K& keeper() {
    std::lock_guard const lock(handing_);
    if (!keeper_) keeper_ = std::make_unique<K>(*this);
    return static_cast<K&>(*keeper_);
  }
  /// From here on the keeper has them, until anybody asks for an entry.
  void hand_over() { away_ = true; }
  bool is_away() const { return away_; }
  /// The numbers are here again: what programs that run here begin with.
  void bring_back() {
    if (!away_) return;
    std::lock_guard const lock(handing_);
    if (!away_) return;
    keeper_->give_back();
    away_ = false;
  }
  /// To be held while a keeper's program brings the numbers over and asks for work on them.
  std::recursive_mutex& handing() { return handing_; }

  std::uint64_t seed() const { return seed_; }

 private:
  std::uint64_t seed_;
  std::deque<Entry> entries_;  // addresses stay
  std::mutex filling_;         // programs on one store may start in several threads
  std::recursive_mutex handing_;
  std::unique_ptr<Keeper> keeper_;
  std::atomic<bool> away_ = false;  // the keeper has them

  /// The slot called `name`, which is to begin with the draws of the name `like`.
  Entry& make(Slot const& s, std::string const& name, std::string_view like) {
    if (Entry* const e = place(name)) {
      if (!(e->slot.shape == s.shape))
        throw Error(name, {"one program has ", e->slot.shape.size(), " numbers under this name and another ",
                           s.shape.size()});
      return *e;
    }
    bool const drawn = s.mean != 0 || s.deviation != 0;
    return entries_.emplace_back(
        Entry{name, s, Memory<S>(std::size_t(s.shape.size()), !drawn), stream_of(like), drawn});
  }
  void settle(Entry& e) {
    std::lock_guard const lock(filling_);
    if (e.untouched) fill(e.memory.span(), e.slot, seed_, e.stream);
    e.untouched = false;
  }
};

}  // namespace agon
