# examples/NAME.cpp is a program; what reads its command line stands in examples/options, for CLI11 is slow to compile.
# Those that train are built once more by nvcc, into the folder cuda: AGON_CUDA_EXAMPLES says which.
set(AGON_EXAMPLE_FLAGS "" CACHE STRING "flags of the examples, after those of the build type")
set(AGON_CUDA_EXAMPLES alexnet cgan cgan_colour cogan cogan_adapt cyclegan dcgan dcgan64 dtn gan pix2pix toys vanishing wgan CACHE STRING
  "examples that are built for CUDA too, where nvcc is found")
if(NOT (AGON_NATIVE AND AGON_CAN_BE_NATIVE))
  message(WARNING "The examples are built without this machine's instruction set: they will train several times slower.")
endif()

file(GLOB options CONFIGURE_DEPENDS examples/options/*.cpp)
list(FILTER options EXCLUDE REGEX "/on_[a-z]+[.]cpp$")
add_library(example_options STATIC EXCLUDE_FROM_ALL ${options})
target_link_libraries(example_options PRIVATE agon::native CLI11::CLI11)

file(GLOB examples CONFIGURE_DEPENDS examples/*.cpp)
foreach(example IN LISTS examples)
  cmake_path(GET example STEM name)
  add_executable(${name} ${example} examples/options/on_cpu.cpp)
  target_link_libraries(${name} PRIVATE agon::kernels example_options)
  target_compile_options(${name} PRIVATE ${AGON_EXAMPLE_FLAGS})
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/examples)
  if(AGON_HAS_NVCC AND name IN_LIST AGON_CUDA_EXAMPLES)
    set(source ${PROJECT_BINARY_DIR}/cuda/${name}.cu)
    file(CONFIGURE OUTPUT ${source} CONTENT "#include \"${example}\"\n")
    add_executable(${name}_cuda ${source} examples/options/on_cuda.cpp)
    target_link_libraries(${name}_cuda PRIVATE agon::cuda example_options)
    set_target_properties(${name}_cuda PROPERTIES
      OUTPUT_NAME ${name} RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/examples/cuda)
  endif()
endforeach()
