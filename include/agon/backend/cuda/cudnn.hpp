#pragma once
#include <array>
#include <cudnn.h>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <agon/backend/cuda/check.hpp>
#include <agon/backend/cuda/matrix.hpp>
#include <agon/backend/cuda/policy.hpp>

static_assert(CUDNN_VERSION >= 90800,
              "agon needs cuDNN 9.8 or newer: define AGON_WITHOUT_CUDNN to go without");

namespace agon::cuda {

/// Throws Error if a call failed: what was called, with what, and why it failed.
inline void check(cudnnStatus_t s, std::initializer_list<Word> call) {
  if (s == CUDNN_STATUS_SUCCESS) return;
  char why[512] = "";
  cudnnGetLastErrorString(why, sizeof why);
  throw Error(joined(call), {cudnnGetErrorString(s), *why ? ": " : "", why});
}

}  // namespace agon::cuda

/// Convolutions by cuDNN's graph API: which of its engines can run one, and what they need. Nothing here asks
/// for a device, if one is described instead.
namespace agon::cuda::dnn {

/// A description that cuDNN keeps: its attributes are set, and then it is finished.
class Descriptor {
 public:
  Descriptor() = default;
  Descriptor(cudnnBackendDescriptorType_t type, std::string_view what) : what_(what) {
    cudnnBackendDescriptor_t d{};
    check(cudnnBackendCreateDescriptor(type, &d), {"cudnnBackendCreateDescriptor(", what, ")"});
    held_.reset(d);
  }
  explicit operator bool() const { return bool(held_); }
  cudnnBackendDescriptor_t get() const { return held_.get(); }

  Descriptor& set(cudnnBackendAttributeName_t name, cudnnBackendAttributeType_t type, std::int64_t count,
                  void const* values) {
    check(cudnnBackendSetAttribute(get(), name, type, count, values),
          {"cudnnBackendSetAttribute(", what_, ", attribute ", int(name), ")"});
    return *this;
  }
  template <class T>
  Descriptor& set(cudnnBackendAttributeName_t name, cudnnBackendAttributeType_t type, T const& value) {
    return set(name, type, 1, &value);
  }
  template <std::size_t N>
  Descriptor& set(cudnnBackendAttributeName_t name, std::array<std::int64_t, N> const& values) {
    return set(name, CUDNN_TYPE_INT64, std::int64_t(N), values.data());
  }
  Descriptor& set(cudnnBackendAttributeName_t name, Descriptor const& d) {
    return set(name, CUDNN_TYPE_BACKEND_DESCRIPTOR, d.get());
  }
  Descriptor& finish() {
    check(cudnnBackendFinalize(get()), {"cudnnBackendFinalize(", what_, ")"});
    return *this;
  }
  /// Whether cuDNN can do what is described.
  bool can_finish() { return cudnnBackendFinalize(get()) == CUDNN_STATUS_SUCCESS; }

  /// As many values of an attribute as there are, `most` at most.
  template <class T>
  std::vector<T> values(cudnnBackendAttributeName_t name, cudnnBackendAttributeType_t type,
                        std::int64_t most) const {
    std::vector<T> all(std::size_t(most), T{});
    std::int64_t count = 0;
    check(cudnnBackendGetAttribute(get(), name, type, most, &count, all.data()),
          {"cudnnBackendGetAttribute(", what_, ", attribute ", int(name), ")"});
    all.resize(std::size_t(std::min(count, most)));
    return all;
  }
  /// An attribute that is described itself is written to what is there. Returns how many were.
  std::size_t read(cudnnBackendAttributeName_t name, std::span<Descriptor> to) const {
    std::vector<cudnnBackendDescriptor_t> raw;
    for (Descriptor const& d : to) raw.push_back(d.get());
    std::int64_t count = 0;
    check(cudnnBackendGetAttribute(get(), name, CUDNN_TYPE_BACKEND_DESCRIPTOR, std::int64_t(raw.size()),
                                   &count, raw.data()),
          {"cudnnBackendGetAttribute(", what_, ", attribute ", int(name), ")"});
    return std::size_t(std::min<std::int64_t>(count, std::int64_t(to.size())));
  }

 private:
  struct Destroy {
    void operator()(void* d) const { cudnnBackendDestroyDescriptor(d); }
  };
  std::unique_ptr<void, Destroy> held_;
  std::string_view what_;
};

/// The device that engines are chosen for: a handle's, or one that is described.
struct Target {
  cudnnHandle_t handle{};
  Descriptor properties{};
};
/// A device by its properties, as cuDNN writes them in JSON: engines can be chosen for it where it is not.
/// Throws Error if cuDNN finds a property amiss.
inline Target described_device(std::string_view json) {
  Target t;
  t.properties = {CUDNN_BACKEND_DEVICEPROP_DESCRIPTOR, "properties of a device"};
  t.properties
      .set(CUDNN_ATTR_DEVICEPROP_JSON_REPRESENTATION, CUDNN_TYPE_CHAR, std::int64_t(json.size()), json.data())
      .finish();
  return t;
}

/// A convolution, or one of its adjoints, as cuDNN is told of it: images channels last, weights as (filter,
/// row, column, channel).
struct Graph {
  Descriptor x, y, w, window, operation, graph;
};
namespace detail {

inline Descriptor tensor(char id, std::array<std::int64_t, 4> const& dims, cudnnDataType_t type) {
  auto const [n, c, h, w] = dims;
  Descriptor d(CUDNN_BACKEND_TENSOR_DESCRIPTOR, "tensor");
  d.set(CUDNN_ATTR_TENSOR_UNIQUE_ID, CUDNN_TYPE_INT64, std::int64_t(id))
      .set(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, CUDNN_TYPE_INT64, std::int64_t(16))
      .set(CUDNN_ATTR_TENSOR_DATA_TYPE, CUDNN_TYPE_DATA_TYPE, type)
      .set(CUDNN_ATTR_TENSOR_DIMENSIONS, dims)
      .set(CUDNN_ATTR_TENSOR_STRIDES, std::array<std::int64_t, 4>{h * w * c, 1, w * c, c})
      .finish();
  return d;
}
inline Descriptor image(char id, Shape s, long batch, cudnnDataType_t type) {
  return tensor(id, {batch, s.c, s.h, s.w}, type);
}
inline Descriptor window(Window const& v) {
  using Pair = std::array<std::int64_t, 2>;
  Pair const padding{v.y.padding, v.x.padding};
  Descriptor d(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR, "convolution");
  d.set(CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_TYPE_DATA_TYPE, CUDNN_DATA_FLOAT)
      .set(CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_TYPE_CONVOLUTION_MODE, CUDNN_CROSS_CORRELATION)
      .set(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, CUDNN_TYPE_INT64, std::int64_t(2))
      .set(CUDNN_ATTR_CONVOLUTION_DILATIONS, Pair{v.y.dilation, v.x.dilation})
      .set(CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, Pair{v.y.stride, v.x.stride})
      .set(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, padding)
      .set(CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, padding)
      .finish();
  return d;
}
/// What an operation and its attributes are called.
struct Names {
  cudnnBackendDescriptorType_t type;
  cudnnBackendAttributeName_t alpha, beta, window, w, x, y;
};
constexpr Names names(Op op) {
  if (op == Op::conv)
    return {CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X,
            CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y};
  if (op == Op::conv_data)
    return {CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX,
            CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY};
  return {CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY};
}

}  // namespace detail

inline Graph graph(Op op, Convolution const& v, Precision precision, Target const& target) {
  cudnnDataType_t const type = precision == Precision::bf16 ? CUDNN_DATA_BFLOAT16 : CUDNN_DATA_FLOAT;
  Graph g;
  g.x = detail::image('x', v.x, v.batch, type);
  g.y = detail::image('y', v.y, v.batch, type);
  g.w = detail::tensor('w', {v.y.c, v.in, v.window.y.kernel, v.window.x.kernel}, type);
  g.window = detail::window(v.window);
  auto const names = detail::names(op);
  g.operation = {names.type, "operation"};
  g.operation.set(names.alpha, CUDNN_TYPE_FLOAT, 1.0f).set(names.beta, CUDNN_TYPE_FLOAT, 0.0f);
  g.operation.set(names.window, g.window).set(names.w, g.w).set(names.x, g.x).set(names.y, g.y).finish();
  g.graph = {CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR, "graph"};
  if (target.handle) g.graph.set(CUDNN_ATTR_OPERATIONGRAPH_HANDLE, CUDNN_TYPE_HANDLE, target.handle);
  g.graph.set(CUDNN_ATTR_OPERATIONGRAPH_OPS, g.operation).finish();
  return g;
}

/// Whether an engine of these notes keeps to the policy. Factors are never made coarser than they are given,
/// nor are sums; Winograd's transforms, whose rounding is larger, are left to the fastest.
inline bool allowed(std::span<cudnnBackendNumericalNote_t const> notes, CudaPolicy const& policy) {
  for (auto const n : notes) {
    if (n == CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS ||
        n == CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION)
      return false;
    if (!policy.fastest &&
        (n == CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC || n == CUDNN_NUMERICAL_NOTE_WINOGRAD ||
         n == CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_4x4 || n == CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_6x6 ||
         n == CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_13x13))
      return false;
    if (n == CUDNN_NUMERICAL_NOTE_TENSOR_CORE && policy.precision == Precision::fp32) return false;
  }
  return true;
}

/// An engine made ready to run a convolution in so many bytes of room.
struct Plan {
  Descriptor engine, plan;
  std::int64_t workspace = 0;
};
/// Ready engines that keep to the policy and need no more room than `most` bytes, the most promising first:
/// `count` of them at most.
inline std::vector<Plan> plans(Graph const& g, Target const& target, CudaPolicy const& policy,
                               std::size_t count, std::int64_t most) {
  std::vector<Plan> all;
  for (auto const mode : {CUDNN_HEUR_MODE_A, CUDNN_HEUR_MODE_FALLBACK}) {
    Descriptor heuristics(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR, "heuristics");
    heuristics.set(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, g.graph)
        .set(CUDNN_ATTR_ENGINEHEUR_MODE, CUDNN_TYPE_HEUR_MODE, mode);
    if (target.properties) heuristics.set(CUDNN_ATTR_ENGINEHEUR_DEVICEPROP, target.properties);
    if (!heuristics.can_finish()) continue;
    std::int64_t found = 0;
    check(cudnnBackendGetAttribute(heuristics.get(), CUDNN_ATTR_ENGINEHEUR_RESULTS,
                                   CUDNN_TYPE_BACKEND_DESCRIPTOR, 0, &found, nullptr),
          {"cudnnBackendGetAttribute(heuristics, results)"});
    std::vector<Descriptor> engines;
    for (std::int64_t k = 0; k < found; ++k)
      engines.emplace_back(CUDNN_BACKEND_ENGINECFG_DESCRIPTOR, "engine's choices");
    if (found) engines.resize(heuristics.read(CUDNN_ATTR_ENGINEHEUR_RESULTS, engines));
    for (Descriptor& e : engines) {
      Descriptor engine(CUDNN_BACKEND_ENGINE_DESCRIPTOR, "engine");
      e.read(CUDNN_ATTR_ENGINECFG_ENGINE, {&engine, 1});
      if (!allowed(engine.values<cudnnBackendNumericalNote_t>(CUDNN_ATTR_ENGINE_NUMERICAL_NOTE,
                                                              CUDNN_TYPE_NUMERICAL_NOTE,
                                                              CUDNN_NUMERICAL_NOTE_TYPE_COUNT),
                   policy))
        continue;
      Plan p{std::move(e), {CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR, "plan"}};
      p.plan.set(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, p.engine);
      if (target.handle) p.plan.set(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, CUDNN_TYPE_HANDLE, target.handle);
      if (target.properties) p.plan.set(CUDNN_ATTR_EXECUTION_PLAN_DEVICEPROP, target.properties);
      if (!p.plan.can_finish()) continue;
      p.workspace =
          p.plan.values<std::int64_t>(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE, CUDNN_TYPE_INT64, 1).at(0);
      if (p.workspace > most) continue;
      all.push_back(std::move(p));
      if (all.size() == count) return all;
    }
  }
  return all;
}

/// The addresses of a run.
inline Descriptor addresses(void* x, void* y, void* w, void* workspace) {
  Descriptor d(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR, "addresses");
  void* const at[] = {x, y, w};
  std::int64_t const id[] = {'x', 'y', 'w'};
  d.set(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, CUDNN_TYPE_VOID_PTR, 3, at)
      .set(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, CUDNN_TYPE_INT64, 3, id)
      .set(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, CUDNN_TYPE_VOID_PTR, workspace)
      .finish();
  return d;
}

}  // namespace agon::cuda::dnn
