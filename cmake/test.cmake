# cmake -P cmake/test.cmake: installs what is missing, builds all but the benchmarks and runs all tests. Examples
# that are made here are not optimised; those of cmake/demo.cmake and the preset demo are.
include(${CMAKE_CURRENT_LIST_DIR}/setup.cmake)
agon_setup(NEEDED ${agon_packages} doctest-dev nlohmann-json3-dev WELCOME clang-19)
agon_build(test all -D CMAKE_BUILD_TYPE=Release -D AGON_BENCH=OFF -D AGON_CUDA_EXAMPLES=dcgan
  -D AGON_EXAMPLE_FLAGS=-O0 -D AGON_CUDA_TESTS=none)
agon_run("testing" ${CMAKE_CTEST_COMMAND} --test-dir ${root}/build/test -C Release --output-on-failure --parallel ${jobs})
