#pragma once
#include <array>
#include <cmath>
#include <vector>

#include <agon/backend/address.hpp>
#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>

#include "on_host.hpp"

/// A program's calls one after the other, by agon's very kernels for the device and as many blocks of them as
/// there, in the memory that the plan gives it. Products of matrices, which are cuBLASLt's, are plain loops.
namespace agon::test {

/// Room for so many numbers, in which others have been: what is read of it must have been written.
inline std::vector<float> dirty(long n) { return std::vector<float>(std::size_t(n), NAN); }

/// op(a) op(b), as cuBLASLt is asked for it.
inline void matrices_on_host(Op op, cuda::Geometry const& g, float const* a, float const* b, float* y) {
  cuda::Matrices const v = cuda::matrices(op, g);
  for (long s = 0; s < v.count; ++s)
    for (long m = 0; m < v.rows; ++m)
      for (long n = 0; n < v.columns; ++n) {
        float sum = 0;
        for (long k = 0; k < v.inner; ++k)
          sum += a[s * g.a.size() + (v.a_turned ? k * v.rows + m : m * v.inner + k)] *
                 b[s * g.b.size() + (v.b_turned ? n * v.inner + k : k * v.columns + n)];
        y[s * g.y.size() + m * v.columns + n] = sum;
      }
}

/// The backend of these: what cuda::Machine makes of a program, without its queue, its streams and its graph.
struct CallByCall {
  using Scalar = float;

  template <class P>
  class Engine {
    static constexpr auto const& program = Compiled<P>::program;

   public:
    using Scalar = float;
    Engine(Store<float>& store, Batches const& batch) : batch_(batch) {
      check_samples(program, batch);
      store.add(program);
      for (Slot const& s : program.slot)
        bases_.slots.push_back(store.find(program.name(s.name))->memory.data());
      shared_.resize(std::size_t(program.savings.shared_numbers));
      bases_.shared = shared_.data();
      for (int k = 0; k < most_domains; ++k) {
        samples_[std::size_t(k)].resize(
            std::size_t(program.savings.sample_numbers[std::size_t(k)] * batch[k]));
        bases_.samples[std::size_t(k)] = samples_[std::size_t(k)].data();
      }
      numbers_.resize(program.operand.size() + program.output.size());
      scalars_.resize(std::max<std::size_t>(1, program.scalar.size()));
      for (std::size_t k = 0; k < inverse_.size(); ++k) inverse_[k] = 1 / float(batch.of[k]);
      for (double x : program.number) tables_.push_back(float(x));
      bases_.tables = tables_.data();
      bases_.scalars = scalars_.data();
      bases_.inverse_batches = inverse_.data();
      for (std::size_t k = 0; k < program.operand.size(); ++k)
        at_.push_back(bind(program.operand[k], &numbers_[k]));
    }
    long batch() const { return batch_[0]; }
    std::span<float> input(std::string_view name) { return terminal(program.input, name); }
    std::span<float const> output(std::string_view name) const {
      return const_cast<Engine*>(this)->terminal(program.output, name);
    }
    void set(std::string_view scalar, double v) {
      for (std::size_t i = 0; i < program.scalar.size(); ++i)
        if (program.name(program.scalar[i]) == scalar) scalars_[i] = float(v);
    }
    void run(RandomKey key) {
      for (Call const& c : program.call) {
        if (c.head != Op::input) run_head(c);
        if (c.kernel >= 0) pass(c, key);
      }
    }

   private:
    static constexpr auto& kernels = cuda::kernels<program, OnHost>;
    Batches batch_;
    Bases bases_;
    std::vector<float*> at_;
    std::vector<float> shared_, numbers_, scalars_, tables_;
    std::array<std::vector<float>, most_domains> samples_;
    std::array<float, most_domains> inverse_{};

    void run_head(Call const& c) {
      cuda::Geometry const g = cuda::geometry(c, batch_);
      float* at[3];
      for (std::size_t k = 0; k < 3; ++k) at[k] = bind(c.at[k], nullptr);
      if (c.head == Op::matmul || c.head == Op::product)
        matrices_on_host(c.head, g, at[0], at[1], at[2]);
      else if (is_dense(c.head)) {
        auto room = dirty(cuda::room_of(c.head, g, extent(c.at[2])));
        cuda::run_convolution<OnHost>(c.head, g, at[0], at[1], at[2], extent(c.at[2]), room.data());
      } else
        cuda::start_move<OnHost>(c.head, g, at[0], at[1], at[2], extent(c.at[2]));
    }
    void pass(Call const& c, RandomKey key) {
      long const samples = batch_.samples(c.domain.batched), pixels = long(c.domain.h) * c.domain.w;
      cuda::Kernel const& k = kernels[std::size_t(c.kernel)];
      auto part = dirty(k.room(samples, pixels, c.domain.c));
      k.run({at_.data() + c.first, samples, pixels, c.domain.c, &key, part.data()});
    }
    long extent(Operand const& o) const { return long(o.size) * batch_.samples(o.batched); }
    float* bind(Operand const& o, float* number) {
      if (number) *number = number_in(o);
      return address(o, bases_, batch_, number);
    }
    std::span<float> terminal(std::span<Terminal const> all, std::string_view name) {
      for (std::size_t k = 0; k < all.size(); ++k)
        if (program.name(all[k].name) == name)
          return {bind(all[k].at, &numbers_[program.operand.size() + k]), std::size_t(extent(all[k].at))};
      throw Error(name, "this program has no input or output of that name");
    }
  };
};

}  // namespace agon::test
