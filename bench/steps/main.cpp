// Whole steps of agon's, a row each; the files beside this one hold them.
//
//   bench_steps --benchmark_filter='^pix2pix_step$'    one row
//   bench_steps --calls=pix2pix_step/tiles:4           where its time goes
//
// `GFLOP` counts nominal operations. `page_faults` and `system_ms` are of one step. OMP_NUM_THREADS=1
// measures one core.
#include <string_view>

#include "../step.hpp"

using namespace agon;

int main(int argc, char** argv) {
  constexpr std::string_view option = "--calls=";
  if (argc == 2 && std::string_view(argv[1]).starts_with(option)) {
    auto const row = bench::calls().find(argv[1] + option.size());
    if (row != bench::calls().end()) {
      row->second();
      return 0;
    }
    std::fprintf(stderr, "no such row; there are:\n");
    for (auto const& [name, print] : bench::calls()) std::fprintf(stderr, "  %s\n", name.c_str());
    return 1;
  }
  return bench::run(argc, argv, "5",
                    {{"agon", Cpu::machine_text()},
                     {"memory, all threads, GB/s", bench::billions(bench::measure_bandwidth())}});
}
