#pragma once
#include <array>
#include <utility>
#include <vector>

#include <agon/backend/address.hpp>
#include <agon/backend/cuda/matrix.hpp>
#include <agon/backend/cuda/move.hpp>
#include <agon/backend/cuda/queue.hpp>
#include <agon/backend/cuda/reduction.hpp>
#include <agon/backend/store.hpp>
#include <agon/graph/compile.hpp>

/// The cuda backend's arithmetic on the host: every call of a program, element by element over whole grids,
/// by the very functions that its kernels call, and in the memory that the plan gives the device.
namespace agon::test {

/// What a kernel of an expression does, for all passes over its domain.
struct HostPass {
  float* const* at = nullptr;
  long samples = 1, pixels = 1;
  int c = 1;
  RandomKey key;
};

template <class E, Kind Which>
void sums_on_host(HostPass const& p) {
  constexpr int n = cuda::Sums<E>::count_of(Which);
  cuda::Frame<float> const f{p.at, p.pixels, p.c, p.key};
  cuda::Reduction const r{Which, p.samples, p.pixels, p.c};
  cuda::Split const s = cuda::split(r);
  std::vector<float> total(std::size_t(n * r.targets()));
  for (long target = 0; target < r.targets(); ++target)
    for (long part = 0; part < s.parts; ++part) {
      float sum[n] = {};
      for (long m = s.first(part); m < s.first(part + 1); ++m)
        cuda::evaluate<E, Which == cuda::Sums<E>::last, Which>(
            f, cuda::spot_of(r.element(target, m), p.pixels, p.c), sum);
      for (int k = 0; k < n; ++k) total[std::size_t(k * r.targets() + target)] += sum[k];
    }
  int next = 0;
  for (int k = 0; k < E::size; ++k)
    if (Instruction const i = E::at(k); i.op == Op::sum && i.kind == Which)
      std::copy_n(total.begin() + next++ * r.targets(), r.targets(), p.at[i.b]);
}
template <class E>
void run_on_host(HostPass const& p) {
  cuda::Frame<float> const f{p.at, p.pixels, p.c, p.key};
  if constexpr (cuda::Sums<E>::any)
    cuda::Sums<E>::each([&]<Kind Which>() { sums_on_host<E, Which>(p); });
  else
    for (long e = 0; e < p.samples * p.pixels * p.c; ++e)
      cuda::evaluate<E, true, Kind{}, float>(f, cuda::spot_of(e, p.pixels, p.c), nullptr);
}

/// Updates of several parameters, share by share.
template <class E>
void update_on_host(cuda::Members const& members, RandomKey key) {
  for (cuda::Share const& s : members.share) {
    cuda::Frame<float> const f{members.at.data() + long(s.member) * E::operands, 1, 1, key};
    for (long e = s.first; e < s.end; ++e)
      cuda::evaluate<E, true, Kind{}, float>(f, cuda::Spot{.element = e}, nullptr);
  }
}

inline void multiply_on_host(auto const& v, float const* a, float const* b, float* y) {
  for (int group = 0; group < v.groups(); ++group)
    for (long m = 0; m < v.rows(); ++m)
      for (long n = 0; n < v.columns(); ++n) {
        float sum = 0;
        for (long k = 0; k < v.inner(); ++k)
          if (long const at = v.a(v.row(m), v.inner_at(k), group); at >= 0)
            sum += a[at] * b[v.b(v.inner_at(k), n, group)];
        y[v.c(m, n, group)] = sum;
      }
}
inline void convolve_on_host(Op op, cuda::Geometry const& g, float const* a, float const* b, float* y) {
  cuda::with_product(op, g, [&](auto const& product) { multiply_on_host(product, a, b, y); });
}
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
template <int... O>
void move_on_host(Op op, cuda::Geometry const& g, float const* a, float const* b, float* y, long elements,
                  std::integer_sequence<int, O...>) {
  auto const one = [&]<Op M>() {
    if (op != M) return;
    for (long e = 0; e < elements; ++e) y[e] = cuda::moved<M>(g, a, b, e);
  };
  (one.template operator()<Op(O + int(Op::concat))>(), ...);
}
inline void move_on_host(Op op, cuda::Geometry const& g, float const* a, float const* b, float* y,
                         long elements) {
  move_on_host(op, g, a, b, y, elements, cuda::Movements{});
}

/// The backend of these: in the order of the device's queue, or call by call.
template <bool Queued>
struct CudaOnHostIn {
  using Scalar = float;

  template <class P>
  class Engine {
    static constexpr auto const& program = Compiled<P>::program;

   public:
    using Scalar = float;
    Engine(Store<float>& store, Batches const& batch) : batch_(batch), queue_(queue()) {
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
      for (long n : queue_.kept) kept_.emplace_back(std::size_t(n));
      for (std::size_t k = 0; k < program.operand.size(); ++k)
        at_.push_back(bind(program.operand[k], &numbers_[k], queue_.operand[k]));
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
      for (auto const& [of, index] : queue_.work) {
        std::size_t const i = std::size_t(index);
        if (of == cuda::Work::Of::updates)
          update(queue_.updates[i], key);
        else if (of == cuda::Work::Of::pass)
          pass(program.call[i], key);
        else
          run_head(i);
      }
    }

   private:
    struct Kernel {
      void (*run)(HostPass const&);
      void (*update)(cuda::Members const&, RandomKey);
    };
    template <int... K>
    static constexpr auto kernels_of(std::integer_sequence<int, K...>) {
      return std::array<Kernel, sizeof...(K)>{
          Kernel{run_on_host<decltype(cuda::code_of<program, K>())>,
                 update_on_host<decltype(cuda::code_of<program, K>())>}...};
    }
    static constexpr auto kernels = kernels_of(std::make_integer_sequence<int, program.counts.kernels>{});
    Batches batch_;
    cuda::Queue queue_;
    Bases bases_;
    std::vector<float*> at_;
    std::vector<float> shared_, numbers_, scalars_, tables_;
    std::vector<std::vector<float>> kept_;
    std::array<std::vector<float>, most_domains> samples_;
    std::array<float, most_domains> inverse_{};

    static cuda::Queue queue() {
      if constexpr (Queued) return cuda::queue_of(program);
      cuda::Queue s;
      for (int i = 0; i < int(program.call.size()); ++i) {
        if (program.call[std::size_t(i)].head != Op::input) s.work.push_back({cuda::Work::Of::head, i});
        if (program.call[std::size_t(i)].kernel >= 0) s.work.push_back({cuda::Work::Of::pass, i});
      }
      s.operand.assign(program.operand.size(), -1);
      s.head.assign(program.call.size(), {-1, -1, -1});
      return s;
    }
    void run_head(std::size_t i) {
      Call const& c = program.call[i];
      cuda::Geometry const g = cuda::geometry(c, batch_);
      float* at[3];
      for (std::size_t k = 0; k < 3; ++k) at[k] = bind(c.at[k], nullptr, queue_.head[i][k]);
      if (c.head == Op::matmul || c.head == Op::product)
        matrices_on_host(c.head, g, at[0], at[1], at[2]);
      else if (is_dense(c.head))
        convolve_on_host(c.head, g, at[0], at[1], at[2]);
      else
        move_on_host(c.head, g, at[0], at[1], at[2], extent(c.at[2]));
    }
    void pass(Call const& c, RandomKey key) {
      kernels[std::size_t(c.kernel)].run({at_.data() + c.first, batch_.samples(c.domain.batched),
                                          long(c.domain.h) * c.domain.w, c.domain.c, key});
    }
    void update(std::vector<int> const& calls, RandomKey key) {
      cuda::Members members;
      members.add(program, calls, at_);
      kernels[std::size_t(program.call[std::size_t(calls[0])].kernel)].update(members, key);
    }
    long extent(Operand const& o) const { return long(o.size) * batch_.samples(o.batched); }
    float* bind(Operand const& o, float* number, int kept = -1) {
      if (kept >= 0) return kept_[std::size_t(kept)].data();
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
using CudaOnHost = CudaOnHostIn<true>;

}  // namespace agon::test
