#pragma once
#include <cuda_bf16.h>
#include <map>
#include <mutex>

#include <agon/backend/cuda/cudnn.hpp>
#include <agon/backend/cuda/launch.hpp>

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
/// The room that an engine may take at most, in bytes.
inline constexpr std::int64_t most_room = std::int64_t(1) << 30;

/// The quickest of some plans, each tried on memory of its own; none if there is none.
inline Plan quickest(std::vector<Plan> plans, Convolution const& v, Precision precision) {
  if (plans.size() < 2) return plans.empty() ? Plan{} : std::move(plans[0]);
  std::size_t const each = precision == Precision::bf16 ? 2 : 4;
  auto const bytes = [&](Shape s) { return each * std::size_t(s.size() * v.batch); };
  DeviceMemory<char> const x(bytes(v.x), "a trial"), y(bytes(v.y), "a trial"),
      w(each * std::size_t(v.window.places()) * std::size_t(v.in) * std::size_t(v.y.c), "a trial");
  cudaStream_t const stream = Device::the().stream();
  cudaEvent_t begin{}, end{};
  check(cudaEventCreate(&begin), {"cudaEventCreate"});
  check(cudaEventCreate(&end), {"cudaEventCreate"});
  Plan* best = nullptr;
  float least = 0;
  for (Plan& p : plans) {
    DeviceMemory<char> const room(std::size_t(p.workspace), "a trial");
    Descriptor const at = addresses(x.data(), y.data(), w.data(), room.data());
    float time = 0;
    bool ran = true;
    for (int run = 0; run < 4 && ran; ++run) {  // the first loads code
      cudaEventRecord(begin, stream);
      ran = cudnnBackendExecute(handle(), p.plan.get(), at.get()) == CUDNN_STATUS_SUCCESS;
      cudaEventRecord(end, stream);
      ran = ran && cudaEventSynchronize(end) == cudaSuccess;
      float ms = 0;
      cudaEventElapsedTime(&ms, begin, end);
      if (run == 1 || (run > 1 && ms < time)) time = ms;
    }
    if (ran && (!best || time < least)) best = &p, least = time;
  }
  cudaEventDestroy(begin), cudaEventDestroy(end);
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
  Target const target{handle()};
  Graph const g = graph(op, v, policy.precision, target);
  std::size_t const tried = policy.fastest ? 12 : 1;
  known.push_back(std::make_unique<Known>(
      Known{op, v, policy, quickest(plans(g, target, policy, tried, most_room), v, policy.precision)}));
  return known.back()->plan;
}

}  // namespace dnn

/// What a convolution needs beside its operands when cuDNN runs it: where its pieces begin, in bytes. A piece
/// that it does not need has none.
struct PlannedRoom {
  bool narrow = false, weight_is_result = false;
  Turn weight{};  // as agon has it: places and channels down, filters across
  std::size_t w = 0, x = 0, y = 0, workspace = 0, size = 0;

  constexpr bool has_w() const { return narrow || !weight.needless(); }
};
constexpr PlannedRoom planned_room(Op op, Convolution const& v, Precision precision, std::size_t workspace) {
  PlannedRoom r{precision == Precision::bf16, op == Op::conv_weight, {long(v.window.places()) * v.in, v.y.c}};
  std::size_t const each = r.narrow ? 2 : 4;
  Layout l;
  if (r.has_w()) r.w = l.add(each * std::size_t(r.weight.numbers()));
  if (r.narrow) {
    r.x = l.add(each * std::size_t(v.x.size() * v.batch));
    r.y = l.add(each * std::size_t(v.y.size() * v.batch));
  }
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
    if (exists()) room_ = planned_room(op, v_, policy.precision, std::size_t(plan_->workspace));
  }
  /// Whether cuDNN has an engine for it.
  bool exists() const { return plan_ && plan_->plan; }
  std::size_t room() const { return room_.size; }

  /// From here on it is of these: the call's operands a and b and its result y, and room for `room` bytes.
  void bind(float* a, float* b, float* y, void* room) {
    bool const forward = op_ == Op::conv, weight = op_ == Op::conv_weight;
    x_ = forward || weight ? a : y;
    y_ = forward ? y : weight ? b : a;
    w_ = weight ? y : b;
    bytes_ = static_cast<char*>(room);
    void* const x = room_.narrow ? bytes_ + room_.x : static_cast<void*>(x_);
    void* const yy = room_.narrow ? bytes_ + room_.y : static_cast<void*>(y_);
    void* const w = room_.has_w() ? bytes_ + room_.w : static_cast<void*>(w_);
    at_ = dnn::addresses(x, yy, w, bytes_ + room_.workspace);
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
    if (room_.has_w() && !room_.weight_is_result) turned(room_.weight, w_, w);
    check(cudnnBackendExecute(dnn::handle(), plan_->plan.get(), at_.get()), {"cudnnBackendExecute"});
    if (room_.narrow && op_ == Op::conv) as(y, of_y, y_);
    if (room_.narrow && op_ == Op::conv_data) as(x, of_x, x_);
    if (room_.has_w() && room_.weight_is_result) turned({room_.weight.columns, room_.weight.rows}, w, w_);
  }
  template <class From, class To>
  static void as(From const* from, long n, To* to) {
    convert<<<some_blocks(n), block, 0, Device::the().stream()>>>(from, n, to);
    check_launch("convert");
  }
  template <class From, class To>
  static void turned(Turn const& v, From const* from, To* to) {
    unsigned const blocks = unsigned(std::min(v.squares(), 132l * 16));
    turn<<<blocks, block, 0, Device::the().stream()>>>(v, from, to);
    check_launch("turn");
  }
};

}  // namespace agon::cuda
