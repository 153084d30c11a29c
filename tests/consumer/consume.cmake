# Builds and runs this project. WAY: package (install, then find_package), subdirectory (agon's sources within the
# project), or copy (agon's headers in a folder of the project, and no build system at all).
set(here ${BUILD}/consumer/${WAY})
file(REMOVE_RECURSE ${here})
file(MAKE_DIRECTORY ${here})

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ECHO STDOUT COMMAND_ERROR_IS_FATAL ANY)
endfunction()

if(WAY STREQUAL "copy")
  file(COPY ${SOURCE}/include/agon DESTINATION ${here}/vendor)
  list(REMOVE_ITEM INCLUDES ${SOURCE}/include)
  list(TRANSFORM INCLUDES PREPEND -I)
  foreach(file IN ITEMS main other)
    run(${COMPILER} -std=c++20 -DAGON_KERNELS_ELSEWHERE -I${here}/vendor ${INCLUDES}
      -c ${CMAKE_CURRENT_LIST_DIR}/${file}.cpp -o ${here}/${file}.o)
  endforeach()
  file(WRITE ${here}/kernels.cpp "#include <agon/kernels.hpp>\n")
  run(${COMPILER} -std=c++20 -I${here}/vendor ${INCLUDES} -c ${here}/kernels.cpp -o ${here}/kernels.o)
  run(${COMPILER} ${here}/main.o ${here}/other.o ${here}/kernels.o ${ZLIB} -o ${here}/consumer)
  run(${here}/consumer)
  return()
endif()

if(WAY STREQUAL "package")
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${here}/prefix)
  set(where -D CMAKE_PREFIX_PATH=${here}/prefix)
else()
  set(where -D AGON_SOURCE=${SOURCE}
    -D FETCHCONTENT_BASE_DIR=${DEPENDENCIES} -D FETCHCONTENT_FULLY_DISCONNECTED=ON)  # what is there already
endif()
run(${CMAKE_COMMAND} -S ${CMAKE_CURRENT_LIST_DIR} -B ${here}/build -G ${GENERATOR} -D CMAKE_CXX_COMPILER=${COMPILER} ${where})
run(${CMAKE_COMMAND} --build ${here}/build)
run(${here}/build/consumer)
run(${here}/build/facts)
