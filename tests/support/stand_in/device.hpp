#pragma once
#include <chrono>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <sys/mman.h>
#include <vector>

/// A device in the place of CUDA's, which works on the host and as unkindly as it may: what a stream is asked
/// for happens when somebody waits for it, or at once; its memory is of use to its own work alone, holds no
/// numbers at first, and has a border that nobody may write.
namespace agon::test {

/// Memory of the device. Whoever else touches it is ended by a signal.
class DeviceHeap {
 public:
  static constexpr std::size_t bytes = std::size_t(1) << 30;
  DeviceHeap() {
    void* const p = mmap(nullptr, bytes, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (p == MAP_FAILED) throw std::runtime_error("no room for the device's memory");
    begin_ = static_cast<char*>(p);
  }
  DeviceHeap(DeviceHeap const&) = delete;
  ~DeviceHeap() { munmap(begin_, bytes); }
  /// The lowest gap that is large enough; nullptr if there is none.
  void* take(std::size_t n) {
    std::size_t at = 0;
    for (auto const& [begin, size] : taken_) {
      if (begin - at >= n + border) break;
      at = (begin + size + border + 255) / 256 * 256;
    }
    if (n > bytes - border || at > bytes - border - n) return nullptr;
    taken_[at] = n;
    Open const open(*this);
    std::memset(begin_ + at, no_number, n);
    std::memset(begin_ + at + n, mark, border);
    return begin_ + at;
  }
  bool holds(void const* p) const {
    auto const* const c = static_cast<char const*>(p);
    return begin_ <= c && c < begin_ + bytes;
  }
  void give_back(void* p) {
    auto const piece = taken_.find(std::size_t(static_cast<char*>(p) - begin_));
    if (piece == taken_.end()) throw std::logic_error("memory is given back that was never taken");
    look_at(*piece);
    taken_.erase(piece);
  }
  /// Bytes that are taken.
  std::size_t taken() const {
    std::size_t all = 0;
    for (auto const& [begin, size] : taken_) all += size + border;
    return all;
  }
  /// Throws std::logic_error if somebody wrote beyond a piece.
  void look_at_borders() {
    Open const open(*this);
    for (auto const& piece : taken_) look_at(piece);
  }
  /// While one lives, the device is at work.
  struct Open {
    explicit Open(DeviceHeap& heap) : heap_(heap) {
      if (heap_.open_++ == 0 && mprotect(heap_.begin_, bytes, PROT_READ | PROT_WRITE) != 0)
        throw std::runtime_error("the device's memory cannot be opened");
    }
    Open(Open const&) = delete;
    ~Open() {
      if (--heap_.open_ == 0 && mprotect(heap_.begin_, bytes, PROT_NONE) != 0) std::abort();
    }

   private:
    DeviceHeap& heap_;
  };

 private:
  static constexpr std::size_t border = 256;
  static constexpr char mark = 77, no_number = char(0xFF);
  char* begin_;
  std::map<std::size_t, std::size_t> taken_;  // pieces: where they begin, and their bytes
  int open_ = 0;

  void look_at(std::pair<std::size_t const, std::size_t> const& piece) {
    Open const open(*this);
    for (std::size_t k = 0; k < border; ++k)
      if (begin_[piece.first + piece.second + k] != mark)
        throw std::logic_error("somebody wrote beyond a piece of the device's memory");
  }
};

class Stream;
/// A place in a stream's work.
struct Milestone {
  Stream* stream;
  bool reached = false;
  std::chrono::steady_clock::time_point when{};
};

/// What a stream is asked for, in its order; while it is captured, what a graph is made of.
class Stream {
 public:
  using Work = std::function<void()>;
  static inline bool late = true;  // work happens when somebody waits for it
  static inline DeviceHeap heap;

  void ask_for(Work work) {
    if (captured) return captured->push_back(std::move(work));
    asked_.push_back(std::move(work));
    if (!late) finish();
  }
  /// Works until that is reached.
  void reach(Milestone const& m) {
    while (!m.reached) next();
  }
  void finish() {
    while (!asked_.empty()) next();
    heap.look_at_borders();
  }
  std::vector<Work>* captured = nullptr;

 private:
  std::deque<Work> asked_;
  bool at_work_ = false;

  void next() {
    if (at_work_ || asked_.empty()) throw std::logic_error("a stream waits for itself");
    at_work_ = true;
    Work const work = std::move(asked_.front());
    asked_.pop_front();
    {
      DeviceHeap::Open const open(heap);
      work();
    }
    at_work_ = false;
  }
};

/// While it lives, streams do at once what they are asked for.
struct AtOnce {
  explicit AtOnce(bool are = true) { Stream::late = !are; }
  AtOnce(AtOnce const&) = delete;
  ~AtOnce() { Stream::late = true; }
};

}  // namespace agon::test
