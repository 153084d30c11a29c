# The targets, the same in this project and behind find_package(agon).
#
#   agon::network  agon/network.hpp: types and facts; needs the standard library only
#   agon::agon     agon/agon.hpp: all of it, with the compiler limits that whole training programs need
#   agon::native   agon::agon with the instruction set of this machine, and OpenMP
#   agon::kernels  agon::native whose convolutions and products are compiled once for all files and programs, with -O2
#   agon::cuda     agon::native and what agon/cuda.hpp needs, for files that nvcc compiles; where the CUDA Toolkit is
#                  found, and with cuDNN if that is
#
# AGON_INCLUDE is the folder that holds agon/. AGON_SYSTEM is SYSTEM where warnings in it are not the user's business.
add_library(agon_network INTERFACE)
add_library(agon::network ALIAS agon_network)
target_include_directories(agon_network ${AGON_SYSTEM} INTERFACE ${AGON_INCLUDE})
target_compile_features(agon_network INTERFACE cxx_std_20)
target_compile_options(agon_network INTERFACE $<$<COMPILE_LANG_AND_ID:CUDA,NVIDIA>:-std=c++20>)  # CMake 3.25 can't

# How long a constant evaluation may take: a training program is graph, gradient and plan at compile time.
set(gnu -fconstexpr-ops-limit=4000000000 -fconstexpr-loop-limit=100000000)
set(clang -fconstexpr-steps=2000000000 -fbracket-depth=2048)
string(REPLACE ";" "," gnu_host "${gnu}")
string(REPLACE ";" "," clang_host "${clang}")
add_library(agon_agon INTERFACE)
add_library(agon::agon ALIAS agon_agon)
target_compile_options(agon_agon INTERFACE
  "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:${gnu}>"
  "$<$<COMPILE_LANG_AND_ID:CXX,Clang,AppleClang>:${clang}>"
  "$<$<COMPILE_LANG_AND_ID:CUDA,NVIDIA>:SHELL:-Xcudafe --max_cost_constexpr_call=2000000000>"
  "$<$<AND:$<COMPILE_LANG_AND_ID:CUDA,NVIDIA>,$<CXX_COMPILER_ID:GNU>>:SHELL:-Xcompiler=${gnu_host}>"
  "$<$<AND:$<COMPILE_LANG_AND_ID:CUDA,NVIDIA>,$<CXX_COMPILER_ID:Clang>>:SHELL:-Xcompiler=${clang_host}>")
target_link_libraries(agon_agon INTERFACE
  agon::network xtensor Eigen3::Eigen stb::stb ZLIB::ZLIB)

option(AGON_NATIVE "agon::native uses the instruction set of this machine" ON)
include(CheckCXXCompilerFlag)
check_cxx_compiler_flag(-march=native AGON_CAN_BE_NATIVE)
set(CMAKE_FIND_PACKAGE_TARGETS_GLOBAL ON)
find_package(OpenMP QUIET COMPONENTS CXX)
add_library(agon_native INTERFACE)
add_library(agon::native ALIAS agon_native)
target_link_libraries(agon_native INTERFACE agon::agon)
if(AGON_NATIVE AND AGON_CAN_BE_NATIVE)
  target_compile_options(agon_native INTERFACE
    $<$<COMPILE_LANGUAGE:CXX>:-march=native> $<$<COMPILE_LANG_AND_ID:CUDA,NVIDIA>:-Xcompiler=-march=native>)
endif()
if(TARGET OpenMP::OpenMP_CXX)
  target_link_libraries(agon_native INTERFACE OpenMP::OpenMP_CXX)
else()
  message(STATUS "agon: this compiler has no OpenMP, agon::native runs on one thread")
endif()

file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/agon_kernels.cpp CONTENT "#include <agon/kernels.hpp>\n")
add_library(agon_kernels STATIC EXCLUDE_FROM_ALL ${CMAKE_CURRENT_BINARY_DIR}/agon_kernels.cpp)
add_library(agon::kernels ALIAS agon_kernels)
target_link_libraries(agon_kernels PUBLIC agon::native)
target_compile_definitions(agon_kernels INTERFACE AGON_KERNELS_ELSEWHERE)
target_compile_options(agon_kernels PRIVATE -O2)
set_target_properties(agon_kernels PROPERTIES POSITION_INDEPENDENT_CODE ON)

find_package(CUDAToolkit 12 QUIET)
if(TARGET CUDA::cudart AND TARGET CUDA::cublasLt)
  add_library(agon_cuda INTERFACE)
  add_library(agon::cuda ALIAS agon_cuda)
  target_compile_options(agon_cuda INTERFACE
    $<$<COMPILE_LANG_AND_ID:CUDA,NVIDIA>:--expt-relaxed-constexpr>
    $<$<AND:$<COMPILE_LANG_AND_ID:CUDA,NVIDIA>,$<BOOL:${OpenMP_CXX_FOUND}>>:-Xcompiler=${OpenMP_CXX_FLAGS}>)
  target_link_libraries(agon_cuda INTERFACE agon::native CUDA::cudart CUDA::cublasLt)
  find_path(AGON_CUDNN_INCLUDE cudnn.h HINTS ${CUDAToolkit_INCLUDE_DIRS})
  find_library(AGON_CUDNN cudnn HINTS ${CUDAToolkit_LIBRARY_DIR} ${CUDAToolkit_TARGET_DIR}/lib)
  mark_as_advanced(AGON_CUDNN_INCLUDE AGON_CUDNN)
  set(AGON_HAS_CUDNN OFF)
  if(AGON_CUDNN_INCLUDE AND AGON_CUDNN AND EXISTS ${AGON_CUDNN_INCLUDE}/cudnn_version.h)
    file(STRINGS ${AGON_CUDNN_INCLUDE}/cudnn_version.h lines REGEX "define CUDNN_M(AJ|IN)OR ")
    string(REGEX MATCHALL "[0-9]+" version "${lines}")
    list(JOIN version "." version)
    if(version VERSION_GREATER_EQUAL 9.8)
      set(AGON_HAS_CUDNN ON)
    endif()
  endif()
  if(AGON_HAS_CUDNN)
    target_include_directories(agon_cuda SYSTEM INTERFACE ${AGON_CUDNN_INCLUDE})
    target_link_libraries(agon_cuda INTERFACE ${AGON_CUDNN})
  else()
    target_compile_definitions(agon_cuda INTERFACE AGON_WITHOUT_CUDNN)
  endif()
endif()
