#pragma once
#include <algorithm>
#include <array>
#include <deque>
#include <mutex>
#include <optional>
#include <vector>

#include <agon/backend/address.hpp>
#include <agon/backend/cuda/convolution_call.hpp>
#include <agon/backend/cuda/launch.hpp>
#include <agon/backend/cuda/layout.hpp>
#include <agon/backend/cuda/mirror.hpp>
#include <agon/backend/cuda/parcel.hpp>
#include <agon/backend/cuda/product_call.hpp>
#include <agon/backend/cuda/queue.hpp>
#include <agon/backend/samples.hpp>

namespace agon::cuda {

/// Runs the calls of a program at one batch on the device: all memory is taken and all addresses are bound at
/// construction. The first step is captured as a graph, which the others replay: what differs from step to
/// step, inputs, and the scalars and the key of draws, are parcels that the host sends ahead, and the few
/// numbers that a step reports are copied to the host at its end.
class Machine {
 public:
  Machine(ProgramView const& program, Kernel const* kernels, Store<float>& store, Batches const& batch,
          CudaPolicy const& policy)
      : program_(program), kernels_(kernels), store_(&store), batch_(batch), queue_(queue_of(program)) {
    std::lock_guard const handing(store.handing());
    auto const lock = Device::the().lock();
    check_samples(program, batch);
    store.add(program);
    for (Slot const& s : program.slot)
      bases_.slots.push_back(mirror().at(*store.place(program.name(s.name))));
    shared_ = {std::size_t(program.savings.shared_numbers), "results that the batch shares"};
    bases_.shared = shared_.data();
    for (int k = 0; k < most_domains; ++k) {
      samples_[std::size_t(k)] = {std::size_t(program.savings.sample_numbers[std::size_t(k)] * batch[k]),
                                  "results of each sample"};
      bases_.samples[std::size_t(k)] = samples_[std::size_t(k)].data();
    }
    lay_numbers();
    bind_all();
    lay_updates();
    long part = 0;
    std::size_t room = 0;
    for (std::size_t i = 0; i < program.call.size(); ++i) {
      Call const& c = program.call[i];
      if (is_convolution(c.head)) {
        convolutions_.emplace_back(c.head, geometry(c, batch), extent(c.at[2]), policy);
        room = std::max(room, convolutions_.back().room());
      } else if (is_dense(c.head)) {
        products_.emplace_back(c.head, geometry(c, batch), head_at_[i], policy);
        room = std::max(room, products_.back().room());
      }
      if (c.kernel >= 0) {
        Pass const p = pass(c);
        part = std::max(part, kernels[c.kernel].room(p.samples, p.pixels, p.c));
      }
    }
    part_ = {std::size_t(part), "parts of sums"};
    room_ = {room, "convolutions and products"};
    auto next = convolutions_.begin();
    auto next_product = products_.begin();
    for (std::size_t i = 0; i < program.call.size(); ++i) {
      Call const& c = program.call[i];
      if (is_convolution(c.head)) {
        next->bind(head_at_[i][0], head_at_[i][1], head_at_[i][2], room_.data());
        if (in_arena(c.at[2])) next->try_out();
        ++next;
      } else if (is_dense(c.head)) {
        if (in_arena(c.at[2])) next_product->try_out(room_.data());
        ++next_product;
      }
    }
    for (Terminal const& t : program.output) outputs_.emplace_back(std::size_t(extent(t.at)));
    Device::the().wait();
  }
  Machine(Machine const&) = delete;
  ~Machine() {
    auto const lock = Device::the().lock();  // nobody captures
    cudaStreamSynchronize(Device::the().copies());
    cudaStreamSynchronize(Device::the().stream());
    if (graph_) cudaGraphExecDestroy(graph_);
  }

  long batch() const { return batch_[0]; }
  Batches const& batches() const { return batch_; }
  /// The batch of that name, channels last, on the host, to be written before the next run; asked for anew
  /// for each. Throws Error if the program has none such.
  std::span<float> input(std::string_view name) {
    auto const lock = Device::the().lock();
    return given_[find(program_.input, name)].open<float>();
  }
  /// What was written to an input sets out now, while the step before is at work, and is not changed any
  /// more. Without this it does with the next run.
  void set_out(std::string_view name) {
    auto const lock = Device::the().lock();
    given_[find(program_.input, name)].set_out();
  }
  /// A copy on the host, which stays until the next one of that name, or the next run.
  std::span<float const> output(std::string_view name) const {
    std::size_t const k = find(program_.output, name);
    Operand const& o = program_.output[k].at;
    std::span<float> const to = outputs_[k].span();
    float const* const from = bind(o, long(program_.operand.size() + k));
    if (o.where == Where::slot && !store_->is_away()) {
      std::string_view const slot = program_.name(program_.slot[std::size_t(o.index)].name);
      std::copy_n(store_->find(slot)->memory.data(), to.size(), to.data());
      return to;
    }
    auto const lock = Device::the().lock();
    if (!(in_arena(o) && is_reported(k) && graph_)) to_host(to.data(), from, to.size());
    Device::the().wait();
    return to;
  }
  void set(std::string_view scalar, double v) {
    for (std::size_t i = 0; i < program_.scalar.size(); ++i)
      if (program_.name(program_.scalar[i]) == scalar) {
        auto const lock = Device::the().lock();
        orders().scalars[i] = float(v);
        return;
      }
    throw Error(scalar, "this program has no scalar of that name");
  }
  void run(RandomKey key) {
    std::lock_guard const handing(store_->handing());
    auto const lock = Device::the().lock();
    mirror().fetch();
    if (!graph_) capture();
    *orders().key = key;
    for (Parcel& p : given_) p.hand_over();
    told_->hand_over();
    check(cudaGraphLaunch(graph_, Device::the().stream()), {"cudaGraphLaunch"});
  }
  /// How many convolutions there are, and how many of them are cuDNN's.
  long convolutions() const { return long(convolutions_.size()); }
  long by_cudnn() const {
    return std::count_if(convolutions_.begin(), convolutions_.end(),
                         [](ConvolutionCall const& c) { return c.by_cudnn(); });
  }
  /// Bytes of all arenas on the device.
  long bytes() const {
    std::size_t n = shared_.size() + kept_.size() + part_.size();
    for (auto const& m : samples_) n += m.size();
    std::size_t parcels = told_->bytes();
    for (Parcel const& p : given_) parcels += p.bytes();
    return long(sizeof(float) * n + room_.size() + parcels);
  }

 private:
  ProgramView program_;
  Kernel const* kernels_;
  Store<float>* store_;
  Batches batch_;
  Queue queue_;
  Bases bases_;                                 // on the device
  std::vector<float*> at_;                      // of operands
  std::vector<std::array<float*, 3>> head_at_;  // of each call's head
  DeviceMemory<float> shared_, kept_, part_;    // kept: for the updates that wait
  DeviceMemory<float*> members_;                // of groups of updates: the addresses of their operands
  DeviceMemory<Share> shares_;
  std::vector<Updates> updates_;
  DeviceMemory<char> room_;
  std::vector<ConvolutionCall> convolutions_;  // these and
  std::vector<ProductCall> products_;          // these in the order of their calls
  std::array<DeviceMemory<float>, most_domains> samples_;
  DeviceMemory<float> numbers_;  // of each operand and output, in case it is a constant; 1 / batch; tables
  DeviceMemory<char> orders_;    // the key of draws and the scalars
  std::deque<Parcel> given_;     // the inputs, in their order
  std::optional<Parcel> told_;   // the orders
  std::vector<PinnedMemory<float>> outputs_;
  cudaGraphExec_t graph_{};

  Mirror& mirror() { return store_->template keeper<Mirror>(); }
  /// What the host tells each step, before it is sent.
  struct Orders {
    RandomKey* key;
    float* scalars;
  };
  static Orders orders_at(char* p) {
    return {reinterpret_cast<RandomKey*>(p), reinterpret_cast<float*>(p + sizeof(RandomKey))};
  }
  Orders orders() { return orders_at(told_->open<char>().data()); }
  static bool in_arena(Operand const& o) { return o.where == Where::shared || o.where == Where::sample; }
  /// Whether a step copies an output to the host: a few numbers, such as a loss.
  bool is_reported(std::size_t output) const { return outputs_[output].size() <= 64; }
  long extent(Operand const& o) const { return long(o.size) * batch_.samples(o.batched); }
  std::size_t find(std::span<Terminal const> all, std::string_view name) const {
    for (std::size_t k = 0; k < all.size(); ++k)
      if (program_.name(all[k].name) == name) return k;
    throw Error(name, "this program has no input or output of that name");
  }
  void lay_numbers() {
    std::vector<float> all;
    for (Operand const& o : program_.operand) all.push_back(number_in(o));
    for (Terminal const& t : program_.output) all.push_back(number_in(t.at));
    std::size_t const inverse = all.size(), tables = inverse + std::size_t(most_domains);
    for (int k = 0; k < most_domains; ++k) all.push_back(1 / float(batch_[k]));
    for (double x : program_.number) all.push_back(float(x));
    numbers_ = {all.size(), "numbers of the program"};
    to_device(numbers_.data(), all.data(), all.size());
    Device::the().wait();
    orders_ = {sizeof(RandomKey) + sizeof(float) * program_.scalar.size(), "what a step is told"};
    bases_.inverse_batches = numbers_.data() + inverse;
    bases_.tables = numbers_.data() + tables;
    bases_.scalars = orders_at(orders_.data()).scalars;
    for (Terminal const& t : program_.input)
      given_.emplace_back(sizeof(float) * std::size_t(extent(t.at)), bind(t.at, 0));
    told_.emplace(orders_.size(), orders_.data());
  }
  /// Where an operand lies on the device; `k` is the place of its number, if it is one.
  float* bind(Operand const& o, long k) const { return address(o, bases_, batch_, numbers_.data() + k); }
  void bind_all() {
    Layout layout;
    std::vector<std::size_t> begin;
    for (long n : queue_.kept) begin.push_back(layout.add(sizeof(float) * std::size_t(n)) / sizeof(float));
    kept_ = {layout.size() / sizeof(float), "gradients until their updates"};
    auto const find = [&](Operand const& o, int kept, long k) {
      return kept < 0 ? bind(o, k) : kept_.data() + begin[std::size_t(kept)];
    };
    for (std::size_t k = 0; k < program_.operand.size(); ++k)
      at_.push_back(find(program_.operand[k], queue_.operand[k], long(k)));
    for (std::size_t i = 0; i < program_.call.size(); ++i) {
      head_at_.emplace_back();
      for (std::size_t k = 0; k < 3; ++k) head_at_[i][k] = find(program_.call[i].at[k], queue_.head[i][k], 0);
    }
  }
  void lay_updates() {
    Members all;
    std::vector<std::array<std::size_t, 2>> begin;  // of a group: its first address and its first share
    for (std::vector<int> const& group : queue_.updates) {
      begin.push_back({all.at.size(), all.share.size()});
      all.add(program_, group, at_);
    }
    if (begin.empty()) return;
    members_ = {all.at.size(), "addresses of parameters"};
    shares_ = {all.share.size(), "shares of updates"};
    to_device(members_.data(), all.at.data(), all.at.size());
    to_device(shares_.data(), all.share.data(), all.share.size());
    Device::the().wait();
    for (std::size_t k = 0; k < begin.size(); ++k) {
      std::size_t const end = k + 1 < begin.size() ? begin[k + 1][1] : all.share.size();
      updates_.push_back({members_.data() + begin[k][0], shares_.data() + begin[k][1],
                          long(end - begin[k][1]), orders_at(orders_.data()).key});
    }
  }
  Pass pass(Call const& c) const {
    return {at_.data() + c.first, batch_.samples(c.domain.batched), long(c.domain.h) * c.domain.w,
            c.domain.c,           orders_at(orders_.data()).key,    part_.data()};
  }
  static bool is_convolution(Op op) { return is_dense(op) && op != Op::matmul && op != Op::product; }
  /// The head of call i, which is a movement.
  void run_movement(std::size_t i) {
    Call const& c = program_.call[i];
    auto const [a, b, y] = head_at_[i];
    start_move<OnDevice>(c.head, geometry(c, batch_), a, b, y, extent(c.at[2]));
  }
  void capture() {
    cudaStream_t const stream = Device::the().stream();
    // Relaxed, for kernels may yet have to be loaded; what captures holds the device's lock.
    check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeRelaxed), {"cudaStreamBeginCapture"});
    try {
      ask_for_all();
    } catch (...) {
      cudaGraph_t half{};
      cudaStreamEndCapture(stream, &half);
      if (half) cudaGraphDestroy(half);
      cudaGetLastError();
      throw;
    }
    cudaGraph_t graph{};
    check(cudaStreamEndCapture(stream, &graph), {"cudaStreamEndCapture"});
    cudaError_t const e = cudaGraphInstantiate(&graph_, graph, 0);
    cudaGraphDestroy(graph);
    check(e, {"cudaGraphInstantiate(", program_.call.size(), " calls)"});
  }
  /// All of a step: its calls, and what it reports comes to the host.
  void ask_for_all() {
    auto next = convolutions_.begin();
    auto next_product = products_.begin();
    for (auto const& [of, index] : queue_.work) {
      std::size_t const i = std::size_t(index);
      if (of == Work::Of::updates)
        kernels_[program_.call[std::size_t(queue_.updates[i][0])].kernel].run_all(updates_[i]);
      else if (of == Work::Of::pass)
        kernels_[program_.call[i].kernel].run(pass(program_.call[i]));
      else if (is_convolution(program_.call[i].head))
        next++->run();
      else if (is_dense(program_.call[i].head))
        next_product++->run(room_.data());
      else
        run_movement(i);
    }
    for (std::size_t k = 0; k < outputs_.size(); ++k)
      if (Operand const& o = program_.output[k].at; in_arena(o) && is_reported(k))
        to_host(outputs_[k].data(), bind(o, 0), outputs_[k].size());
  }
};

}  // namespace agon::cuda
