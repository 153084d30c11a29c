# bench_layers, and bench_steps, a file for each of its rows. With AGON_PEERS also bench_peers_NAME, the same rows in
# another library, for each that is found; the target bench_peers is all of them.
option(AGON_PEERS "benchmarks of other libraries, where they are found" OFF)

# agon_bench(name source... )
function(agon_bench name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE agon::native benchmark::benchmark)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/bench)
endfunction()

agon_bench(bench_layers bench/layers.cpp)
file(GLOB steps CONFIGURE_DEPENDS bench/steps/*.cpp)
agon_bench(bench_steps ${steps})

if(NOT AGON_PEERS)
  return()
endif()

# agon_peer(name package LIBRARIES library... [HEADERS header...]): the libraries are looked for by hand, for their own
# package files ask for more than they need: dlib's for SQLite, LibTorch's for protobuf.
add_custom_target(bench_peers)
function(agon_peer name package)
  cmake_parse_arguments(arg "" "" "LIBRARIES;HEADERS" ${ARGN})
  foreach(library IN LISTS arg_LIBRARIES)
    find_library(AGON_PEER_${library} ${library})
    mark_as_advanced(AGON_PEER_${library})
    list(APPEND found ${AGON_PEER_${library}})
  endforeach()
  list(GET arg_HEADERS 0 first)
  find_path(AGON_PEER_${name}_INCLUDE ${first})
  mark_as_advanced(AGON_PEER_${name}_INCLUDE)
  if("${found};${AGON_PEER_${name}_INCLUDE}" MATCHES "NOTFOUND")
    message(STATUS "agon: no ${name} here (Debian: ${package}), bench_peers_${name} is left out")
    return()
  endif()
  list(TRANSFORM arg_HEADERS REPLACE "/[^/]*$" "")
  agon_bench(bench_peers_${name} bench/peers/${name}.cpp)
  target_link_libraries(bench_peers_${name} PRIVATE ${found})
  add_dependencies(bench_peers bench_peers_${name})
endfunction()
