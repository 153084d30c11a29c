#pragma once
#define DOCTEST_CONFIG_IMPLEMENT
#include <cstdio>
#include <cuda_runtime.h>
#include <doctest/doctest.h>

/// The tests of a program for the device. Where there is none it says so and ends with 77, by which ctest
/// knows that nothing was tested.
int main(int argc, char** argv) {
  if (int count = 0; cudaGetDeviceCount(&count) != cudaSuccess || count == 0) {
    std::puts("no CUDA device");
    return 77;
  }
  return doctest::Context(argc, argv).run();
}
