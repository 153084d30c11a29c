// What cuDNN would run on an H200: plans need the device's description alone. And where the pieces of such a
// convolution lie, and how its weights are turned.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#include <agon/backend/cuda/planned.hpp>

using namespace agon;
using namespace agon::cuda;

namespace {

constexpr char const* h200 = R"({
  "deviceName": "NVIDIA H200", "deviceVer": 900, "driverVer": 13000, "cudaDeviceId": 0, "pciDeviceId": 0,
  "multiProcessorCount": 132, "smClockRateKHz": 1980000, "memClockRateKHz": 3201000,
  "totalGlobalMem": 150754820096, "l2CacheSize": 62914560, "warpSize": 32, "regsPerBlock": 65536,
  "maxRegistersPerSM": 65536, "maxSharedMemoryPerBlock": 49152, "maxSharedMemoryPerBlockOptin": 232448,
  "reservedSharedMemoryPerBlock": 1024, "maxThreadsPerBlock": 1024, "maxThreadsPerSM": 2048,
  "maxCtasPerSM": 32, "maxGridSize": [2147483647, 65535, 65535], "maxBlockSize": [1024, 1024, 64],
  "isTccDriver": 0, "supportCoopLaunch": 1})";

/// A convolution of `size` pixels a side, `in` channels to `out`.
Convolution layer(int in, int out, int size, Window v, long batch) {
  int const to = convolved(size, v.y);
  return {image(in, size, size), image(out, to, to), Shape{out, v.places(), in / v.groups, 0}, v, batch,
          in / v.groups,         out / v.groups};
}
/// Of pix2pix, DCGAN, CycleGAN, StyleGAN and AlexNet: thin ends, large and small maps, large kernels, groups;
/// and those that products.cu runs.
std::vector<Convolution> const layers{
    layer(3, 64, 256, {4, 2, 1}, 1),     layer(6, 64, 256, {4, 2, 1}, 1),
    layer(512, 512, 2, {4, 2, 1}, 1),    layer(256, 512, 32, {4, 1, 1}, 1),
    layer(512, 1, 31, {4, 1, 1}, 1),     layer(64, 128, 32, {4, 2, 1}, 128),
    layer(512, 100, 4, {4, 1, 0}, 128),  layer(3, 64, 134, {7, 1, 0}, 1),
    layer(256, 256, 66, {3, 1, 0}, 1),   layer(512, 512, 16, {3, 1, 1}, 32),
    layer(3, 128, 256, {1, 1, 0}, 32),   layer(3, 96, 224, {11, 4, 2}, 16),
    layer(128, 128, 256, {3, 1, 1}, 32), layer(96, 256, 27, {5, 1, 2, 1, 2}, 16),
    layer(3, 64, 64, {4, 2, 1}, 4),      layer(256, 512, 8, {4, 2, 1}, 2),
    layer(32, 1, 31, {4, 1, 1}, 1),      layer(24, 48, 17, {3, 1, 1, 2, 3}, 3)};

}  // namespace

TEST_CASE("layers of all kinds have an engine on an H200, in every precision and direction") {
  dnn::Target const target = dnn::described_device(h200);
  for (Convolution const& v : layers)
    for (Precision const precision : {Precision::fp32, Precision::tf32, Precision::bf16})
      for (Op const op : {Op::conv, Op::conv_data, Op::conv_weight}) {
        INFO(v.x.c << " to " << v.y.c << " at " << v.x.h << ", precision " << int(precision) << ", op "
                   << int(op));
        CudaPolicy const policy{.precision = precision};
        auto const found = dnn::plans(dnn::graph(op, v, precision, target), target, policy, 1,
                                      dnn::most_room(dnn::bytes_of(v, precision)));
        REQUIRE(found.size() == 1);
        PlannedRoom const room = planned_room(v, precision, std::size_t(found[0].workspace));
        CHECK(room.workspace + std::size_t(found[0].workspace) <= room.size);
        CHECK((room.workspace > 0) == room.has_w());
      }
}

TEST_CASE("engines that make factors coarser, or bits different, are not taken unasked") {
  auto const core = CUDNN_NUMERICAL_NOTE_TENSOR_CORE, down = CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS,
             loose = CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC,
             rough = CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION;
  CudaPolicy const exact, coarse{.precision = Precision::tf32},
      fast{.precision = Precision::tf32, .fastest = true};
  CHECK(dnn::allowed({}, exact));
  CHECK_FALSE(dnn::allowed({{core}}, exact));
  CHECK(dnn::allowed({{core}}, coarse));
  CHECK_FALSE(dnn::allowed({{core, loose}}, coarse));
  CHECK(dnn::allowed({{core, loose}}, fast));
  CHECK_FALSE(dnn::allowed({{down}}, fast));
  CHECK_FALSE(dnn::allowed({{rough, core}}, fast));
  CHECK_FALSE(dnn::allowed({{CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_6x6}}, exact));
}

TEST_CASE("a convolution that nothing can run has no plan; a device that lacks a property is an error") {
  dnn::Target const target = dnn::described_device(h200);
  Convolution const v = layer(8, 8, 9, {3, 1, 1}, 2);
  CHECK(dnn::plans(dnn::graph(Op::conv, v, Precision::fp32, target), target, {}, 1, -1).empty());
  CHECK_THROWS_AS(dnn::described_device("{}"), Error);
}

TEST_CASE("a turned matrix has every element once, in its place") {
  for (auto const& [rows, columns] : {std::pair{1l, 1l}, {1l, 70l}, {33l, 31l}, {64l, 96l}, {200l, 5l}}) {
    Turn const v{rows, columns};
    std::vector<long> to(std::size_t(v.numbers()), -1);
    for (long s = 0; s < v.squares(); ++s)
      for (int row = 0; row < Turn::side; ++row)
        for (int column = 0; column < Turn::side; ++column) {
          long const from = v.before(s, row, column), at = v.after(s, row, column);
          REQUIRE((from < 0) == (at < 0));
          if (at >= 0) to[std::size_t(at)] = from;
        }
    for (long r = 0; r < rows; ++r)
      for (long c = 0; c < columns; ++c) REQUIRE(to[std::size_t(c * rows + r)] == r * columns + c);
  }
}
