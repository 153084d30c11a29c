# tests/graph/gradient.cpp is the test graph.gradient, a program of its own; those of tests/backend/cpu are one program for
# each instruction set. Beside them: every header alone, networks that must not compile (tests/fail), and another project
# that uses agon (tests/consumer).
#
# Compiling costs far more than running here: -O0, with convolutions and products that are optimised and compiled once.
# Tests of backends, and of some systems, are compiled as users compile: optimised, each with the algorithms that it calls.
set(AGON_TEST_FLAGS -O0 CACHE STRING "flags of the tests, after those of the build type")
set(AGON_WHOLE_TEST_FLAGS -O1 CACHE STRING "the same of those that are compiled as users compile")
set(long "^system/(adversarial_step|first_gan)[.]")  # reference takes longer here than the compiler
set(whole "^backend/|^system/(cyclegan_step|pix2pix_step|wgan)[.]|^net/run_(biggan|stylegan)[.]")
set(AGON_WARNINGS -Wall -Wextra -Wconversion -Wshadow -Werror CACHE STRING "warnings of the tests and headers")
set(tests ${PROJECT_SOURCE_DIR}/tests)

add_library(tests_main STATIC ${tests}/main.cpp)
target_link_libraries(tests_main PRIVATE doctest::doctest)

# agon_test_program(name library flags source... ): a doctest program, on agon::native or another form of the library
function(agon_test_program name library flags)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE ${library} tests_main doctest::doctest nlohmann_json::nlohmann_json)
  target_include_directories(${name} PRIVATE ${tests})
  target_compile_definitions(${name} PRIVATE AGON_TESTS_DIR="${tests}")
  target_compile_options(${name} PRIVATE $<$<COMPILE_LANGUAGE:CXX>:${AGON_WARNINGS};${flags}>)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
endfunction()
# agon_test(name library flags source): the same as a test
function(agon_test name library flags source)
  agon_test_program(${name} ${library} "${flags}" ${source})
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY ${tests})
endfunction()

# agon_cuda_test(name source): of the device
function(agon_cuda_test name source)
  agon_test(${name} agon::cuda "" ${source})
  target_compile_options(${name} PRIVATE -Werror=all-warnings -Xcompiler=-Wall,-Wextra,-Werror
    "SHELL:-Xcudafe --diag_suppress=20012")  # Eigen's annotations
  set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)  # there is none
endfunction()

# agon_stand_in_test(name source): on a device that stands in for CUDA's, and works on the host
function(agon_stand_in_test name source)
  agon_test(${name} agon::native "${AGON_WHOLE_TEST_FLAGS}" ${source})
  target_include_directories(${name} BEFORE PRIVATE ${tests}/support/stand_in)
  target_compile_definitions(${name} PRIVATE AGON_CUDA_STAND_IN AGON_WITHOUT_CUDNN)
  target_compile_options(${name} PRIVATE "SHELL:-include cuda_runtime.h")  # as nvcc does
endfunction()

file(GLOB_RECURSE sources CONFIGURE_DEPENDS RELATIVE ${tests} ${tests}/*.cpp ${tests}/cuda/*.cu)
list(FILTER sources EXCLUDE REGEX "^((fail|consumer|golden|support|backend/cpu)/|main[.]cpp$)")
set(cuda_sources ${sources})
list(FILTER cuda_sources INCLUDE REGEX "[.]cu$")
if(NOT AGON_HAS_NVCC)
  list(REMOVE_ITEM sources ${cuda_sources})
elseif(NOT AGON_HAS_CUDNN)
  list(REMOVE_ITEM sources cuda/plans.cu)
endif()
foreach(source IN LISTS sources)
  string(REGEX REPLACE "[.](cpp|cu)$" "" name ${source})
  string(REPLACE "/" "." name ${name})
  if(source MATCHES "[.]cu$")
    agon_cuda_test(${name} ${tests}/${source})
  elseif(source MATCHES "^backend/cuda/")
    agon_stand_in_test(${name} ${tests}/${source})
  elseif(source MATCHES "${whole}")
    agon_test(${name} agon::native "${AGON_WHOLE_TEST_FLAGS}" ${tests}/${source})
  elseif(source MATCHES "${long}")
    agon_test(${name} agon::kernels "${AGON_WHOLE_TEST_FLAGS}" ${tests}/${source})
  else()
    agon_test(${name} agon::kernels "${AGON_TEST_FLAGS}" ${tests}/${source})
  endif()
endforeach()

# Tests with the device in the processor's place: tests/support/single.hpp.
set(AGON_CUDA_TESTS ".*" CACHE STRING "which of tests/cuda/borrowed.txt are built by nvcc, as a regular expression")
set(AGON_STAND_IN_TESTS "system/wgan" CACHE STRING "which of them are built for the stand-in, as a regular expression")
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${tests}/cuda/borrowed.txt)
if(AGON_HAS_NVCC)
  file(STRINGS ${tests}/cuda/borrowed.txt borrowed REGEX "${AGON_CUDA_TESTS}")
  foreach(name IN LISTS borrowed)
    set(wrapper ${PROJECT_BINARY_DIR}/cuda/${name}.cu)
    file(CONFIGURE OUTPUT ${wrapper} CONTENT "#include \"support/cuda_main.hpp\"\n\n#include \"${name}.cpp\"\n")
    string(REPLACE "/" "." name cuda/${name})
    agon_cuda_test(${name} ${wrapper})
  endforeach()
endif()

file(STRINGS ${tests}/cuda/borrowed.txt borrowed REGEX "${AGON_STAND_IN_TESTS}")
foreach(source IN LISTS borrowed)
  string(REPLACE "/" "." name stand_in/${source})
  agon_stand_in_test(${name} ${tests}/${source}.cpp)
endforeach()

# A row of the benchmarks on a GPU, for the sake of its compilation.
if(AGON_HAS_NVCC)
  agon_test(cuda.row agon::cuda "" ${PROJECT_SOURCE_DIR}/bench/cuda/mlp_step.cu)
  set_tests_properties(cuda.row PROPERTIES PASS_REGULAR_EXPRESSION "give BATCH")
endif()

# The processor's kernels, with this machine's best instructions and with others.
include(CheckCXXSourceRuns)
check_cxx_source_runs("int main() { return !(__builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"fma\")); }"
  AGON_RUNS_AVX2)
file(GLOB kernels CONFIGURE_DEPENDS ${tests}/backend/cpu/*.cpp)
function(agon_test_kernels form library)
  set(program backend.cpu${form})
  agon_test_program(${program} ${library} "${AGON_WHOLE_TEST_FLAGS};${ARGN}" ${kernels})
  set_target_properties(${program} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  foreach(source IN LISTS kernels)
    cmake_path(GET source STEM name)
    add_test(NAME backend.cpu.${name}${form} COMMAND ${program} --source-file=${source} WORKING_DIRECTORY ${tests})
    set_tests_properties(backend.cpu.${name}${form} PROPERTIES FAIL_REGULAR_EXPRESSION "test cases: +0 ")
  endforeach()
endfunction()
agon_test_kernels("" agon::native)
agon_test_kernels(.portable agon::agon)
if(AGON_RUNS_AVX2)
  agon_test_kernels(.avx2 agon::agon -mavx2 -mfma)
endif()

# Every header compiles alone: a file for each, which includes nothing else. Those for CUDA wait for tests of theirs.
set(include ${PROJECT_SOURCE_DIR}/include)
file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${include} ${include}/agon/*.hpp)
if(NOT AGON_HAS_NVCC)
  list(FILTER headers EXCLUDE REGEX "cuda")
elseif(NOT AGON_HAS_CUDNN)
  list(FILTER headers EXCLUDE REGEX "cuda/(cudnn|planned)[.]hpp")
endif()
foreach(header IN LISTS headers)
  string(REGEX REPLACE "hpp$" "cpp" file ${header})
  if(header MATCHES "cuda")
    string(REGEX REPLACE "cpp$" "cu" file ${file})
  endif()
  file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/headers/${file} CONTENT "#include <${header}>\n")
  list(APPEND header_files ${PROJECT_BINARY_DIR}/headers/${file})
endforeach()
add_library(headers OBJECT ${header_files})
target_link_libraries(headers PRIVATE agon::agon $<TARGET_NAME_IF_EXISTS:agon::cuda>)
target_compile_options(headers PRIVATE $<$<COMPILE_LANGUAGE:CXX>:${AGON_WARNINGS};-O0>)

# Facts of networks, to nvcc's front end.
find_program(AGON_NVCC nvcc)
if(AGON_NVCC)
  add_test(NAME facts.nvcc
    COMMAND ${AGON_NVCC} -std=c++20 -Werror all-warnings -Xcompiler=-Wall,-Wextra,-Werror
      -Xcudafe --max_cost_constexpr_call=2000000000 -I${include} -c ${tests}/consumer/facts.cu
      -o ${PROJECT_BINARY_DIR}/facts.nvcc.o)
endif()

# Networks that must not compile, with g++ and with clang: agon/network.hpp, which most of them begin with, is compiled
# for them once.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  set(AGON_GXX ${CMAKE_CXX_COMPILER})
endif()
find_program(AGON_GXX NAMES g++)
find_program(AGON_CLANGXX NAMES clang++-19 clang++-18)
file(GLOB failures CONFIGURE_DEPENDS ${tests}/fail/*.cpp)
foreach(compiler IN ITEMS GXX CLANGXX)
  if(NOT AGON_${compiler})
    message(STATUS "agon: no ${compiler} here, its part of tests/fail is left out")
    continue()
  endif()
  set(folder ${PROJECT_BINARY_DIR}/fail/${compiler})
  set(header ${folder}/agon/network.hpp.gch)
  set(known -I${folder})
  if(compiler STREQUAL "CLANGXX")
    set(known -include-pch ${header})
  endif()
  file(MAKE_DIRECTORY ${folder}/agon)
  string(TOLOWER fail.header.${compiler} fixture)
  add_test(NAME ${fixture}
    COMMAND ${AGON_${compiler}} -std=c++20 -w -I${include} -x c++-header ${include}/agon/network.hpp -o ${header})
  set_tests_properties(${fixture} PROPERTIES FIXTURES_SETUP ${fixture})
  foreach(file IN LISTS failures)
    cmake_path(GET file STEM name)
    string(TOLOWER fail.${name}.${compiler} name)
    add_test(NAME ${name} COMMAND ${CMAKE_COMMAND}
      -D COMPILER=${AGON_${compiler}} -D "KNOWN=${known}" -D INCLUDE=${include} -D FILE=${file}
      -P ${PROJECT_SOURCE_DIR}/cmake/expect_failure.cmake)
    set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED ${fixture})
  endforeach()
endforeach()

# Examples, for a few steps on what agon draws itself: agon_try(test example option... )
function(agon_try test example)
  if(TARGET ${example})
    add_test(NAME example.${test} COMMAND ${example} ${ARGN} --out ${PROJECT_BINARY_DIR}/tries/${test})
  endif()
endfunction()
agon_try(alexnet alexnet --steps 2 --batch 8 --held-out 20 --threads 1 --quiet)
agon_try(cgan cgan --steps 2 --batch 8 --quiet)
agon_try(cgan_colour cgan_colour --steps 2 --batch 8 --quiet)
agon_try(cogan cogan --steps 2 --batch 8 --quiet)
agon_try(cogan_adapt cogan_adapt --steps 2 --batch 8 --quiet)
agon_try(cyclegan cyclegan --steps 2 --threads 1 --quiet)
agon_try(dcgan dcgan --steps 2 --batch 8 --quiet)
agon_try(dcgan64 dcgan64 --steps 1 --batch 4 --quiet)
agon_try(dcgan_cuda dcgan --device cuda --steps 2 --batch 8 --quiet)
agon_try(dtn dtn --steps 2 --batch 8 --f-epochs 1 --quiet)
agon_try(gan gan --steps 2 --batch 8 --quiet)
agon_try(toys toys --set lattice --steps 20 --quiet)
agon_try(toys_gan toys --set people --gan --steps 20 --quiet)
agon_try(vanishing vanishing --game 1 --steps 2 --batch 8)
agon_try(wgan wgan --steps 6 --batch 8 --quiet)
agon_try(wgan_colour wgan --colour --steps 6 --batch 2 --quiet)
agon_try(wgan_gp wgan --penalty --steps 6 --batch 8 --quiet)

if(TEST example.dcgan_cuda)
  set(says "there is no")
  if(TARGET dcgan_cuda)
    set(says "checkpoint are in|no device can be used")
  endif()
  set_tests_properties(example.dcgan_cuda PROPERTIES PASS_REGULAR_EXPRESSION "${says}")
endif()

# A project of somebody else, in the three ways to use agon.
get_property(fetched GLOBAL PROPERTY AGON_FETCHED)
foreach(way IN ITEMS package subdirectory copy)
  if(way STREQUAL "package" AND fetched)
    message(STATUS "agon: consumer.package is left out, for it needs ${fetched} installed")
    continue()
  endif()
  add_test(NAME consumer.${way} COMMAND ${CMAKE_COMMAND}
    -D WAY=${way} -D SOURCE=${PROJECT_SOURCE_DIR} -D BUILD=${PROJECT_BINARY_DIR} -D DEPENDENCIES=${FETCHCONTENT_BASE_DIR}
    -D GENERATOR=${CMAKE_GENERATOR} -D COMPILER=${CMAKE_CXX_COMPILER}
    "-D INCLUDES=$<TARGET_PROPERTY:headers,INCLUDE_DIRECTORIES>" -D ZLIB=$<TARGET_FILE:ZLIB::ZLIB>
    -P ${tests}/consumer/consume.cmake)
endforeach()
