# cmake -P cmake/demo.cmake: installs what is missing, then trains a DCGAN for two minutes on Fashion-MNIST, or on digits
# that agon draws itself. -D SECONDS=600 takes longer.
include(${CMAKE_CURRENT_LIST_DIR}/setup.cmake)
agon_setup(NEEDED ${agon_packages} WELCOME dataset-fashion-mnist)
agon_build(demo dcgan -D CMAKE_BUILD_TYPE=Release -D AGON_NATIVE=ON -D AGON_TESTS=OFF -D AGON_BENCH=OFF)

if(NOT SECONDS)
  set(SECONDS 120)
endif()
set(clothes /usr/share/datasets/fashion-mnist)
if(EXISTS ${clothes})
  set(data --data ${clothes})
endif()
find_program(dcgan dcgan PATHS ${root}/build/demo/examples PATH_SUFFIXES . Release NO_DEFAULT_PATH REQUIRED)
agon_run("training" ${dcgan} ${data} --seconds ${SECONDS} --out out/demo)

file(GLOB pictures ${root}/out/demo/*.png ${root}/out/demo/*.svg)
list(SORT pictures COMPARE NATURAL)
list(JOIN pictures "\n  " pictures)
message("\nThe pictures are in ${root}/out/demo:\n  ${pictures}")
