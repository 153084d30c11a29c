// The convolutions of bench_steps in oneDNN 2, alone: no normalisation, activation, loss or optimiser, no
// reorder of numbers between layers, no biases. A bound from below on what a framework that is made of it can
// reach, and no step: its rows are named NAME/convolutions. mlp_step has none.
//
// Each pass of each layer takes the fastest of what oneDNN offers, direct or Winograd's, tried when the row
// begins, in the formats that it prefers; `winograd` says how many take Winograd's.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <oneapi/dnnl/dnnl.hpp>
#include <optional>
#include <stdexcept>
#include <unordered_map>
#include <vector>

#include "peer.hpp"

namespace {

using namespace agon::bench;

dnnl::engine& processor() {
  static dnnl::engine e(dnnl::engine::kind::cpu, 0);
  return e;
}
dnnl::stream& stream() {
  static dnnl::stream s(processor());
  return s;
}

// ---- layers ----

/// A convolution from x, the large side of its window, to y; transposed it runs from y to x.
struct Layer {
  int x, y;  // channels
  int x_size, y_size, kernel, stride, padding;
  bool transposed = false;
};
Layer to(int in, int out, int size, int kernel = 4, int stride = 2, int padding = 1) {
  return {in, out, size, (size + 2 * padding - kernel) / stride + 1, kernel, stride, padding};
}
Layer up(int in, int out, int size, int kernel = 4, int stride = 2, int padding = 1, int further = 0) {
  return {out, in, (size - 1) * stride - 2 * padding + kernel + further, size, kernel, stride, padding, true};
}

/// A network, and how often a step takes it in each direction. The first layer's data gradient is wanted less
/// often.
struct Net {
  std::vector<Layer> layers;
  int batch, forward, weights, data, data_of_first;
};

std::vector<Layer> const unet256{to(3, 64, 256),    to(64, 128, 128), to(128, 256, 64), to(256, 512, 32),
                                 to(512, 512, 16),  to(512, 512, 8),  to(512, 512, 4),  to(512, 512, 2),
                                 up(512, 512, 1),   up(1024, 512, 2), up(1024, 512, 4), up(1024, 512, 8),
                                 up(1024, 256, 16), up(512, 128, 32), up(256, 64, 64),  up(128, 3, 128)};
std::vector<Layer> const patchgan70{to(6, 64, 256), to(64, 128, 128), to(128, 256, 64),
                                    to(256, 512, 32, 4, 1), to(512, 1, 31, 4, 1)};
std::vector<Layer> const dcgan64_g{up(100, 512, 1, 4, 1, 0), up(512, 256, 4), up(256, 128, 8),
                                   up(128, 64, 16), up(64, 3, 32)};
std::vector<Layer> const dcgan64_d{to(3, 64, 64), to(64, 128, 32), to(128, 256, 16), to(256, 512, 8),
                                   to(512, 1, 4, 4, 1, 0)};
std::vector<Layer> const dcgan28_g{up(100, 256, 1, 4, 1, 0), up(256, 128, 4, 3), up(128, 64, 7),
                                   up(64, 1, 14)};
std::vector<Layer> const dcgan28_d{to(1, 64, 28), to(64, 128, 14), to(128, 256, 7), to(256, 1, 3, 3, 1, 0)};
std::vector<Layer> cyclegan() {
  std::vector<Layer> net{to(3, 64, 134, 7, 1, 0), to(64, 128, 128, 3), to(128, 256, 64, 3)};
  net.insert(net.end(), 18, to(256, 256, 34, 3, 1, 0));
  net.insert(net.end(), {up(256, 128, 32, 3, 2, 1, 1), up(128, 64, 64, 3, 2, 1, 1), to(64, 3, 134, 7, 1, 0)});
  return net;
}
std::vector<Layer> style() {
  std::vector<Layer> net;
  int in = 512, size = 4;
  for (int out : {512, 512, 512, 256, 128}) {
    net.push_back(to(in, out, size, 3, 1));
    net.push_back(to(out, out, size, 3, 1));
    in = out, size *= 2;
  }
  return net;
}

// ---- passes ----

enum class Pass { y, x, weights };

/// A primitive with memory of its own.
struct Work {
  dnnl::primitive primitive;
  std::unordered_map<int, dnnl::memory> memory;
  bool winograd = false;
  void run() const { primitive.execute(stream(), memory); }
};

/// What oneDNN makes of a pass by an algorithm, if it can.
std::optional<Work> prepare(Layer const& l, int batch, Pass pass, dnnl::algorithm how) {
  using dnnl::memory;
  auto any = [](memory::dims const& d) {
    return memory::desc(d, memory::data_type::f32, memory::format_tag::any);
  };
  int const end = (l.y_size - 1) * l.stride + l.kernel - l.x_size - l.padding;  // padding below and right
  memory::dims const stride{l.stride, l.stride}, before{l.padding, l.padding}, after{end, end};
  memory::desc const x = any({batch, l.x, l.x_size, l.x_size}), y = any({batch, l.y, l.y_size, l.y_size}),
                     w = any({l.y, l.x, l.kernel, l.kernel});
  Work work;
  auto take = [&](auto const& described, auto const& made,
                  std::initializer_list<std::pair<int, memory::desc>> all) {
    work.primitive = made;
    work.winograd = std::strstr(described.impl_info_str(), "wino");
    for (auto const& [argument, desc] : all) {
      memory const m(desc, processor());
      fill({static_cast<float*>(m.get_data_handle()), desc.get_size() / sizeof(float)});
      work.memory.emplace(argument, m);
    }
  };
  try {
    using Forward = dnnl::convolution_forward;
    using Data = dnnl::convolution_backward_data;
    using Weights = dnnl::convolution_backward_weights;
    Forward::primitive_desc const f(
        Forward::desc(dnnl::prop_kind::forward_training, how, x, w, y, stride, before, after), processor());
    if (pass == Pass::y) {
      take(
          f, Forward(f),
          {{DNNL_ARG_SRC, f.src_desc()}, {DNNL_ARG_WEIGHTS, f.weights_desc()}, {DNNL_ARG_DST, f.dst_desc()}});
    } else if (pass == Pass::x) {
      Data::primitive_desc const d(Data::desc(how, x, w, y, stride, before, after), processor(), f);
      take(d, Data(d),
           {{DNNL_ARG_DIFF_SRC, d.diff_src_desc()},
            {DNNL_ARG_WEIGHTS, d.weights_desc()},
            {DNNL_ARG_DIFF_DST, d.diff_dst_desc()}});
    } else {
      Weights::primitive_desc const d(Weights::desc(how, x, w, y, stride, before, after), processor(), f);
      take(d, Weights(d),
           {{DNNL_ARG_SRC, d.src_desc()},
            {DNNL_ARG_DIFF_WEIGHTS, d.diff_weights_desc()},
            {DNNL_ARG_DIFF_DST, d.diff_dst_desc()}});
    }
  } catch (dnnl::error const&) {
    return {};
  }
  return work;
}

Work fastest(Layer const& l, int batch, Pass pass) {
  using dnnl::algorithm;
  std::optional<Work> best;
  double least = INFINITY;
  for (algorithm how :
       {algorithm::convolution_direct, algorithm::convolution_auto, algorithm::convolution_winograd})
    if (std::optional<Work> work = prepare(l, batch, pass, how)) {
      work->run();
      stream().wait();
      double const seconds = median_seconds(3, [&] {
        work->run();
        stream().wait();
      });
      if (seconds < least) least = seconds, best = std::move(work);
    }
  if (!best) throw std::runtime_error("oneDNN offers nothing for a layer");
  return *best;
}

// ---- rows ----

/// All convolutions of a step.
struct Convolutions {
  struct Item {
    Work work;
    int times;
  };
  std::vector<Item> items;
  double flops = 0;

  Convolutions(std::vector<Net> const& nets, double gflop) {
    for (Net const& net : nets)
      for (std::size_t k = 0; k < net.layers.size(); ++k) {
        Layer const& l = net.layers[k];
        Pass const forward = l.transposed ? Pass::x : Pass::y, data = l.transposed ? Pass::y : Pass::x;
        add(l, net.batch, forward, net.forward);
        add(l, net.batch, data, k ? net.data : net.data_of_first);
        add(l, net.batch, Pass::weights, net.weights);
      }
    if (std::abs(flops * 1e-9 - gflop) > 1e-3 * gflop)
      throw std::runtime_error("the layers make " + std::to_string(flops * 1e-9) + " GFLOP, and the step " +
                               std::to_string(gflop));
  }
  void add(Layer const& l, int batch, Pass pass, int times) {
    if (times == 0) return;
    items.push_back({fastest(l, batch, pass), times});
    flops += 2.0 * times * batch * l.x * l.y * l.kernel * l.kernel * l.y_size * l.y_size;
  }
  void operator()() const {
    for (Item const& i : items)
      for (int k = 0; k < i.times; ++k) i.work.run();
    stream().wait();
  }
  double flop() const { return flops; }
  void report(benchmark::State& state, double) const {
    int count = 0;
    for (Item const& i : items) count += i.work.winograd ? i.times : 0;
    state.counters["winograd"] = count;
  }
};

void add(std::string const& name, double gflop, std::vector<Net> const& nets) {
  add_row<Convolutions>(name + "/convolutions", [=] { return std::make_shared<Convolutions>(nets, gflop); });
}
/// G forward and back; D on real, on fake, back from both, and once more on fake with a gradient for G.
std::vector<Net> adversarial(std::vector<Layer> const& g, std::vector<Layer> const& d, int batch) {
  return {{g, batch, 1, 1, 1, 0}, {d, batch, 3, 2, 3, 1}};
}

}  // namespace

int main(int argc, char** argv) {
  add("pix2pix_step", gflop::pix2pix_step, adversarial(unet256, patchgan70, 1));
  add("pix2pix_infer", gflop::pix2pix_infer, {{unet256, 1, 1, 0, 0, 0}});
  add("dcgan64_step", gflop::dcgan64_step, adversarial(dcgan64_g, dcgan64_d, 64));
  add("dcgan28_step", gflop::dcgan28_step, adversarial(dcgan28_g, dcgan28_d, 64));
  add("cyclegan_fb", gflop::cyclegan_fb, {{cyclegan(), 1, 1, 1, 1, 0}});
  add("style_fb", gflop::style_fb, {{style(), 8, 1, 1, 1, 0}});
  dnnl_version_t const* const v = dnnl::version();
  std::string const version =
      std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch);
  return run(argc, argv, "5", {{"peer", "oneDNN " + version + ", its convolutions alone"}});
}
