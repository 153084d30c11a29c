#pragma once
#include <algorithm>
#include <vector>

#include <agon/backend/address.hpp>
#include <agon/backend/cpu/fused.hpp>
#include <agon/backend/cpu/heads.hpp>
#include <agon/backend/samples.hpp>
#include <agon/backend/store.hpp>

namespace agon::cpu {
inline namespace AGON_CPU {

/// Runs the calls of a program at one batch: all memory is taken and all addresses are bound at construction.
///
/// A call's result is made in chunks whose number depends on shapes alone; sums over it are taken for each
/// chunk and added in their order. So the bits do not depend on the number of threads.
class Machine {
 public:
  Machine(ProgramView const& program, Kernel const* kernels, Heads const& heads_of_program,
          Store<float>& store, Batches const& batch)
      : program_(program),
        kernels_(kernels),
        heads_(heads_of_program),
        store_(&store),
        batch_(batch),
        threads_(thread_count()) {
    check_samples(program, batch);
    store.add(program);
    for (Slot const& s : program.slot)
      bases_.slots.push_back(store.find(program.name(s.name))->memory.data());
    shared_ = Memory<float>(std::size_t(program.savings.shared_numbers));
    bases_.shared = shared_.data();
    for (int k = 0; k < most_domains; ++k) {
      samples_[std::size_t(k)] =
          Memory<float>(std::size_t(program.savings.sample_numbers[std::size_t(k)] * batch[k]));
      bases_.samples[std::size_t(k)] = samples_[std::size_t(k)].data();
    }
    numbers_.assign(program.operand.size(), 0);
    terminals_.assign(std::max(program.input.size(), program.output.size()), 0);
    for (double x : program.number) tables_.push_back(float(x));
    scalars_.assign(program.scalar.size(), 0);
    for (std::size_t k = 0; k < inverse_.size(); ++k) inverse_[k] = 1 / float(batch.of[k]);
    bases_.tables = tables_.data();
    bases_.scalars = scalars_.data();
    bases_.inverse_batches = inverse_.data();
    for (std::size_t k = 0; k < program.operand.size(); ++k)
      at_.push_back(bind(program.operand[k], &numbers_[k]));
    long shared = 0, partial = 0;
    for (Call const& c : program.call) {
      Job j{.dense = operands(c, batch, heads_.most_outputs)};
      for (std::size_t k = 0; k < 3; ++k) j.head[k] = bind(c.at[k], nullptr);
      for (int k = c.first; k < c.first + c.count; ++k)
        if (Operand const& o = program.operand[std::size_t(k)]; o.summed) j.sums += padded(extent(o));
      if (is_dense(c.head)) {
        j.algorithm = &chosen(heads_, c, j.dense);
        Room const room = j.algorithm->room(j.dense);
        shared = std::max(shared, room.shared);
        own_size_ = std::max(own_size_, padded(room.own));
        j.chunks = j.algorithm->chunks(j.dense);
      } else {
        j.chunks = Chunks::of(rows(c), std::max<long>(1, 16384 / c.domain.c));
        if (j.sums * j.chunks.count > most_partial) j.chunks.count = std::max<long>(1, most_partial / j.sums);
      }
      if (j.chunks.count > 1) partial = std::max(partial, j.sums * j.chunks.count);
      jobs_.push_back(j);
    }
    workspace_ = Memory<float>(std::size_t(shared));
    partial_ = Memory<float>(std::size_t(partial));
    own_ = Memory<float>(std::size_t(own_size_ * threads_));
    parallel(4 * threads_, [](long) {});  // the threads start now, not in the first step
  }
  Machine(Machine const&) = delete;

  long batch() const { return batch_[0]; }
  Batches const& batches() const { return batch_; }
  /// The batch of that name, channels last. Throws Error if the program has none such.
  std::span<float> input(std::string_view name) { return terminal(program_.input, name); }
  std::span<float const> output(std::string_view name) const {
    return const_cast<Machine*>(this)->terminal(program_.output, name);
  }
  void set(std::string_view scalar, double v) {
    for (std::size_t i = 0; i < program_.scalar.size(); ++i)
      if (program_.name(program_.scalar[i]) == scalar) {
        scalars_[i] = float(v);
        return;
      }
    throw Error(scalar, "this program has no scalar of that name");
  }
  /// One step; `after(k)` is called after call k.
  void run(RandomKey key, auto const& after) {
    store_->bring_back();
    if (int const now = thread_count(); now > threads_) {
      own_ = Memory<float>(std::size_t(own_size_ * now));
      threads_ = now;
    }
    spread_threads();
    with_team([&] {
      for (std::size_t k = 0; k < jobs_.size(); ++k) {
        execute(program_.call[k], jobs_[k], key);
        after(k);
      }
    });
  }
  void run(RandomKey key) {
    run(key, [](std::size_t) {});
  }
  /// Bytes of all arenas: results, workspaces, partial sums.
  long bytes() const {
    std::size_t n = shared_.size() + workspace_.size() + partial_.size() + own_.size();
    for (auto const& m : samples_) n += m.size();
    return 4 * long(n);
  }

 private:
  static constexpr long most_partial = 1 << 22;
  struct Job {
    Dense dense;
    Head const* algorithm = nullptr;  // of a dense call
    float* head[3]{};
    Chunks chunks{};
    long sums = 0;  // numbers that a chunk adds up, padded
  };

  ProgramView program_;
  Kernel const* kernels_;
  Heads const& heads_;
  Store<float>* store_;
  Batches batch_;
  int threads_;
  Bases bases_;
  std::vector<float*> at_;
  std::vector<float> numbers_, scalars_, tables_;  // numbers: constants and streams, by operand
  std::vector<float> terminals_;                   // outputs that are constants
  std::array<float, most_domains> inverse_{};      // 1 / batch
  std::vector<Job> jobs_;
  long own_size_ = 0;
  Memory<float> shared_, workspace_, partial_, own_;
  std::array<Memory<float>, most_domains> samples_;

  static long padded(long n) { return (n + 15) / 16 * 16; }
  long extent(Operand const& o) const { return long(o.size) * batch_.samples(o.batched); }
  long rows(Call const& c) const { return batch_.samples(c.domain.batched) * long(c.domain.h) * c.domain.w; }
  float* bind(Operand const& o, float* number) {
    if (number) *number = number_in(o);
    return address(o, bases_, batch_, number);
  }
  std::span<float> terminal(std::span<Terminal const> all, std::string_view name) {
    for (std::size_t k = 0; k < all.size(); ++k)
      if (program_.name(all[k].name) == name)
        return {bind(all[k].at, &terminals_[k]), std::size_t(extent(all[k].at))};
    throw Error(name, "this program has no input or output of that name");
  }

  void execute(Call const& c, Job const& j, RandomKey key) {
    auto epilogue = [&](long chunk, long from, long to) {
      if (c.kernel >= 0) pass(c, j, key, chunk, from, to);
    };
    if (is_dense(c.head)) {
      Workspace const space{workspace_.data(), own_.data(), own_size_};
      j.algorithm->run(j.dense, j.head[0], j.head[1], j.head[2], space, epilogue);
    } else if (is_movement(c.head)) {
      heads_.moving[mover_of(c.head)].run(j.dense, j.head[0], j.head[1], j.head[2]);
    } else {
      parallel(j.chunks.count, [&](long i) { epilogue(i, j.chunks.begin(i), j.chunks.begin(i + 1)); });
    }
    if (j.sums && j.chunks.count > 1) combine(c, j);
  }
  /// The expression of a call on some rows, its sums into the chunk's own place.
  void pass(Call const& c, Job const& j, RandomKey key, long chunk, long from, long to) {
    float* at[256];
    std::copy_n(at_.data() + c.first, c.count, at);
    float* part = partial_.data() + chunk * j.sums;
    for (int k = 0; j.sums && k < c.count; ++k) {
      Operand const& o = program_.operand[std::size_t(c.first + k)];
      if (!o.summed) continue;
      if (j.chunks.count > 1) {
        at[k] = part;
        part += padded(extent(o));
      }
      zero(at[k], extent(o));
    }
    kernels_[c.kernel]({at, long(c.domain.h) * c.domain.w, c.domain.c, key}, from, to);
  }
  void combine(Call const& c, Job const& j) {
    long offset = 0;
    for (int k = c.first; k < c.first + c.count; ++k) {
      Operand const& o = program_.operand[std::size_t(k)];
      if (!o.summed) continue;
      float* const y = at_[std::size_t(k)];
      zero(y, extent(o));
      for (long chunk = 0; chunk < j.chunks.count; ++chunk) {
        float const* const x = partial_.data() + chunk * j.sums + offset;
        for (long i = 0; i < extent(o); ++i) y[i] += x[i];
      }
      offset += padded(extent(o));
    }
  }
};

}  // namespace AGON_CPU
}  // namespace agon::cpu
