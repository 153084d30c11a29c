// The convolutions of the networks that agon knows, each forward, in the data and in the weights, without
// epilogue.
//
//   bench_layers --benchmark_filter='pix2pix/.*/forward'
//
// `peak_fraction` is of the machine's FMA peak in the same run. `GB/s` counts every operand once: layers
// whose weights outweigh their pixels are bound by it. OMP_NUM_THREADS=1 measures one core.
#include "report.hpp"

using namespace agon;

namespace {

/// A layer as its network has it. Transposed, it runs from the small side of its window to the large one.
struct Layer {
  char const* net;
  long batch;
  int in, out, size;  // channels, and the side of what it reads
  Window window = {4, 2, 1};
  bool transposed = false;
};
enum class Pass { forward, data, weight };

constexpr Window k4s2{4, 2, 1}, k4s1{4, 1, 1}, k3s1{3, 1, 1}, unpadded{4, 1, 0};
constexpr bool up = true;

constexpr Layer layers[] = {
    // U-Net-256, down and up
    {"pix2pix", 1, 3, 64, 256},
    {"pix2pix", 1, 64, 128, 128},
    {"pix2pix", 1, 128, 256, 64},
    {"pix2pix", 1, 256, 512, 32},
    {"pix2pix", 1, 512, 512, 16},
    {"pix2pix", 1, 512, 512, 8},
    {"pix2pix", 1, 512, 512, 4},
    {"pix2pix", 1, 512, 512, 2},
    {"pix2pix", 1, 512, 512, 1, k4s2, up},
    {"pix2pix", 1, 1024, 512, 2, k4s2, up},
    {"pix2pix", 1, 1024, 512, 4, k4s2, up},
    {"pix2pix", 1, 1024, 512, 8, k4s2, up},
    {"pix2pix", 1, 1024, 256, 16, k4s2, up},
    {"pix2pix", 1, 512, 128, 32, k4s2, up},
    {"pix2pix", 1, 256, 64, 64, k4s2, up},
    {"pix2pix", 1, 128, 3, 128, k4s2, up},
    // PatchGAN-70, what it does not share with the U-Net
    {"pix2pix", 1, 6, 64, 256},
    {"pix2pix", 1, 256, 512, 32, k4s1},
    {"pix2pix", 1, 512, 1, 31, k4s1},
    // DCGAN-64: generator, discriminator
    {"dcgan64", 64, 100, 512, 1, unpadded, up},
    {"dcgan64", 64, 512, 256, 4, k4s2, up},
    {"dcgan64", 64, 256, 128, 8, k4s2, up},
    {"dcgan64", 64, 128, 64, 16, k4s2, up},
    {"dcgan64", 64, 64, 3, 32, k4s2, up},
    {"dcgan64", 64, 3, 64, 64},
    {"dcgan64", 64, 64, 128, 32},
    {"dcgan64", 64, 128, 256, 16},
    {"dcgan64", 64, 256, 512, 8},
    {"dcgan64", 64, 512, 1, 4, unpadded},
    // DCGAN-28
    {"dcgan28", 64, 100, 256, 1, unpadded, up},
    {"dcgan28", 64, 256, 128, 4, {3, 2, 1}, up},
    {"dcgan28", 64, 128, 64, 7, k4s2, up},
    {"dcgan28", 64, 64, 1, 14, k4s2, up},
    {"dcgan28", 64, 1, 64, 28},
    {"dcgan28", 64, 64, 128, 14},
    {"dcgan28", 64, 128, 256, 7},
    {"dcgan28", 64, 256, 1, 3, {3, 1, 0}},
    // 3x3, as in residual and style networks
    {"cyclegan", 1, 3, 64, 134, {7, 1, 0}},
    {"cyclegan", 1, 64, 3, 134, {7, 1, 0}},
    {"cyclegan", 1, 256, 256, 64, k3s1},
    {"stylegan", 8, 512, 512, 16, k3s1},
};

/// The call that a program would make: x is the large side of the window, y the small one.
cpu::Dense dense(Layer const& l, Pass pass, int most_outputs = 3) {
  Window const v = l.window;
  Shape const in = image(l.in, l.size, l.size);
  int const side = l.transposed ? transposed(l.size, v.y) : convolved(l.size, v.y);
  Shape const out = image(l.out, side, side);
  Shape const x = l.transposed ? out : in, y = l.transposed ? in : out, w{y.c, v.places(), x.c, false};
  if (pass == Pass::weight) return {Op::conv_weight, v, 0, x, y, w, l.batch, most_outputs};
  if ((pass == Pass::forward) != l.transposed) return {Op::conv, v, 0, x, w, y, l.batch, most_outputs};
  return {Op::conv_data, v, 0, y, w, x, l.batch, most_outputs};
}

std::string name(Layer const& l, Pass pass) {
  cpu::Dense const d = dense(l, Pass::forward);
  auto side = [](Shape s) { return std::to_string(s.c) + "@" + std::to_string(s.h); };
  return std::string(l.net) + "/" + side(d.a) + (l.transposed ? "/up" : "/to") + side(d.y) + "/k" +
         std::to_string(l.window.y.kernel) + "s" + std::to_string(l.window.y.stride) +
         (pass == Pass::forward ? "/forward"
          : pass == Pass::data  ? "/data"
                                : "/weight");
}

void run(benchmark::State& state, Layer const& l, Pass pass, int most_outputs) {
  cpu::Dense const d = dense(l, pass, most_outputs), w = dense(l, Pass::weight);
  Memory<float> const a(std::size_t(d.extent(d.a))), b(std::size_t(d.extent(d.b))),
      y(std::size_t(d.extent(d.y)));
  bench::fill(a.span());
  bench::fill(b.span());
  double const flop = 2.0 * double(w.extent(w.b) / w.b.c * w.y.size());
  double const bytes = 4.0 * double(d.extent(d.a) + d.extent(d.b) + d.extent(d.y));
  cpu::Head const head = cpu::Algorithms::heads()[cpu::head_of(d)];
  cpu::Room const room = head.room(d);
  long const own = (room.own + 15) / 16 * 16;
  Memory<float> const shared(std::size_t(room.shared)), mine(std::size_t(own * thread_count()));
  cpu::Workspace const space{shared.data(), mine.data(), own};
  double const seconds = bench::measure(
      state, flop, [&] { head.run(d, a.data(), b.data(), y.data(), space, [](long, long, long) {}); });
  state.counters["GB/s"] = bytes * 1e-9 / seconds;
}

}  // namespace

int main(int argc, char** argv) {
  for (Layer const& l : layers)
    for (Pass pass : {Pass::forward, Pass::data, Pass::weight})
      for (int outputs : {1, 3, 4}) {  // direct; with tiles of at most 3 and 4 outputs, where these pay
        int const less = outputs == 4 ? 3 : 1;
        if (outputs > 1 && cpu::head_of(dense(l, pass, outputs)) == cpu::head_of(dense(l, pass, less)))
          continue;
        std::string const way = outputs == 1 ? "" : "/tiles:" + std::to_string(outputs);
        benchmark::RegisterBenchmark((name(l, pass) + way).c_str(), [&l, pass, outputs](benchmark::State& s) {
          run(s, l, pass, outputs);
        })->Unit(benchmark::kMillisecond);
      }
  return bench::run(argc, argv, "0.5",
                    {{"agon", Cpu::machine_text()},
                     {"memory, all threads, GB/s", bench::billions(bench::measure_bandwidth())}});
}
