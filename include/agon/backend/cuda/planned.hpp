#pragma once
#include <cuda_bf16.h>

#include <agon/backend/cuda/cudnn.hpp>
#include <agon/backend/cuda/layout.hpp>
#include <agon/backend/cuda/start.hpp>
#include <agon/backend/cuda/stopwatch.hpp>

/// Convolutions that cuDNN runs. Its weights stand as (filter, row, column, channel), agon's as (row, column,
/// channel, filter): they are turned on the way, and narrowed where factors are.
namespace agon::cuda {

namespace dnn {

/// cuDNN, on the device's one stream. Made when first asked for.
inline cudnnHandle_t handle() {
  struct Holder {
    cudnnHandle_t handle{};
    Holder() {
      check(cudnnCreate(&handle), {"cudnnCreate"});
      check(cudnnSetStream(handle, Device::the().stream()), {"cudnnSetStream"});
    }
    ~Holder() { cudnnDestroy(handle); }
  };
  static Holder holder;
  return holder.handle;
}
/// Bytes of the numbers of a convolution: x, y and w.
struct Bytes {
  std::size_t x = 0, y = 0, w = 0;
};
constexpr Bytes bytes_of(Convolution const& v, Precision p) {
  std::size_t const each = p == Precision::bf16 ? 2 : 4;
  return {each * std::size_t(v.x.size() * v.batch), each * std::size_t(v.y.size() * v.batch),
          each * std::size_t(v.window.places()) * std::size_t(v.in) * std::size_t(v.y.c)};
}
/// The room that an engine may take at most, in bytes: those that are good for large maps lay their numbers
/// out anew.
constexpr std::int64_t most_room(Bytes const& b) {
  return std::max(std::int64_t(1) << 30, 2 * std::int64_t(b.x + b.y + b.w));
}

/// The quickest of some plans, each tried on memory of its own; none if there is none that runs.
inline Plan quickest_of(std::vector<Plan> plans, Bytes const& bytes) {
  if (plans.size() < 2) return plans.empty() ? Plan{} : std::move(plans[0]);
  DeviceMemory<char> const x(bytes.x, "a trial"), y(bytes.y, "a trial"), w(bytes.w, "a trial");
  Stopwatch const watch;
  Plan* const best = quickest(std::span(plans), [&](Plan const& p) {
    DeviceMemory<char> const room(std::size_t(p.workspace), "a trial");
    Descriptor const at = addresses(x.data(), y.data(), w.data(), room.data());
    return watch.least_time(
        [&] { check(cudnnBackendExecute(handle(), p.plan.get(), at.get()), {"cudnnBackendExecute"}); });
  });
  return best ? std::move(*best) : Plan{};
}
/// The plan of a convolution, which programs share: empty if cuDNN has no engine for it.
inline Plan const& plan_of(Op op, Convolution const& v, CudaPolicy const& policy) {
  struct Known {
    Op op;
    Convolution v;
    CudaPolicy policy;
    Plan plan;
  };
  static auto& known = *new std::vector<std::unique_ptr<Known>>;  // which outlives cuDNN's libraries
  auto const lock = Device::the().lock();
  for (auto const& k : known)
    if (k->op == op && k->v == v && k->policy == policy) return k->plan;
  Bytes const bytes = bytes_of(v, policy.precision);
  auto const found = [&]() -> Plan {
    Target const target{handle()};
    try {
      Graph const g = graph(op, v, policy.precision, target);
      return quickest_of(plans(g, target, policy, policy.fastest ? 12 : 1, most_room(bytes)), bytes);
    } catch (Error const&) {
      Device::the().wait();  // throws if it is more than a convolution that cuDNN has no word for
      return {};
    }
  };
  known.push_back(std::make_unique<Known>(Known{op, v, policy, found()}));
  return known.back()->plan;
}

}  // namespace dnn

/// What a convolution needs beside its operands when cuDNN runs it: where its pieces begin, in bytes. A piece
/// that it does not need has none.
struct PlannedRoom {
  bool narrow = false;
  Turn weight{};  // as agon has it: places and channels down, filters across
  std::size_t w = 0, x = 0, y = 0, workspace = 0, size = 0;

  constexpr bool has_w() const { return narrow || !weight.needless(); }
};
constexpr PlannedRoom planned_room(Convolution const& v, Precision precision, std::size_t workspace) {
  PlannedRoom r{precision == Precision::bf16, {long(v.window.places()) * v.in, v.y.c}};
  dnn::Bytes const bytes = dnn::bytes_of(v, precision);
  Layout l;
  if (r.has_w()) r.w = l.add(bytes.w);
  if (r.narrow) r.x = l.add(bytes.x), r.y = l.add(bytes.y);
  r.workspace = l.add(workspace);
  r.size = l.size();
  return r;
}

/// A convolution, or one of its adjoints, as cuDNN runs it.
class PlannedConvolution {
 public:
  PlannedConvolution(Op op, Geometry const& g, CudaPolicy const& policy) : op_(op), v_(convolution(op, g)) {
    if (v_.shared()) return;  // one filter for all channels: cuDNN has none such
    plan_ = &dnn::plan_of(op, v_, policy);
    if (exists()) room_ = planned_room(v_, policy.precision, std::size_t(plan_->workspace));
  }
  /// Whether cuDNN has an engine for it.
  bool exists() const { return plan_ && plan_->plan; }
  std::size_t room() const { return room_.size; }

  /// From here on it is of these: the call's operands a and b and its result y, and room for `room` bytes.
  /// False if one does not stand at a multiple of 16 bytes, which cuDNN is told of all.
  bool bind(float* a, float* b, float* y, void* room) {
    bool const forward = op_ == Op::conv, weight = op_ == Op::conv_weight;
    x_ = forward || weight ? a : y;
    y_ = forward ? y : weight ? b : a;
    w_ = weight ? y : b;
    bytes_ = static_cast<char*>(room);
    void* const own_x = room_.narrow ? bytes_ + room_.x : static_cast<void*>(x_);
    void* const own_y = room_.narrow ? bytes_ + room_.y : static_cast<void*>(y_);
    void* const own_w = room_.has_w() ? bytes_ + room_.w : static_cast<void*>(w_);
    for (void const* p : {own_x, own_y, own_w})
      if (reinterpret_cast<std::uintptr_t>(p) % 16) return false;
    at_ = dnn::addresses(own_x, own_y, own_w, bytes_ + room_.workspace);
    return true;
  }
  /// Runs, and throws Error if cuDNN can't.
  void run() const {
    if (room_.narrow)
      run_with<__nv_bfloat16>();
    else
      run_with<float>();
  }

 private:
  Op op_;
  Convolution v_;
  dnn::Plan const* plan_ = nullptr;
  PlannedRoom room_{};
  float *x_ = nullptr, *y_ = nullptr, *w_ = nullptr;
  char* bytes_ = nullptr;
  dnn::Descriptor at_;

  template <class T>
  void run_with() const {
    T* const x = reinterpret_cast<T*>(bytes_ + room_.x);
    T* const y = reinterpret_cast<T*>(bytes_ + room_.y);
    T* const w = reinterpret_cast<T*>(bytes_ + room_.w);
    long const of_x = v_.x.size() * v_.batch, of_y = v_.y.size() * v_.batch;
    if (room_.narrow && op_ != Op::conv_data) as(x_, of_x, x);
    if (room_.narrow && op_ != Op::conv) as(y_, of_y, y);
    if (room_.has_w() && op_ != Op::conv_weight) turned(room_.weight, w_, w);
    check(cudnnBackendExecute(dnn::handle(), plan_->plan.get(), at_.get()), {"cudnnBackendExecute"});
    if (room_.narrow && op_ == Op::conv) as(y, of_y, y_);
    if (room_.narrow && op_ == Op::conv_data) as(x, of_x, x_);
    if (room_.has_w() && op_ == Op::conv_weight) turned({room_.weight.columns, room_.weight.rows}, w, w_);
  }
  template <class From, class To>
  static void as(From const* from, long n, To* to) {
    OnDevice::start("convert", convert<From, To>, some_blocks(n), from, n, to);
  }
  template <class From, class To>
  static void turned(Turn const& v, From const* from, To* to) {
    OnDevice::start("turn", turn<From, To>, {std::min(v.squares(), 132l * 16)}, v, from, to);
  }
};

}  // namespace agon::cuda
