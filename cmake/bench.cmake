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

# agon_peer(name package LIBRARIES library... HEADERS header...): library and headers are looked for by hand, for the
# packages' own files ask for more than is needed, dlib's for SQLite and LibTorch's for protobuf. Their warnings are
# their own: all of their folders are SYSTEM.
add_custom_target(bench_peers)
function(agon_peer name package)
  cmake_parse_arguments(arg "" "" "LIBRARIES;HEADERS" ${ARGN})
  foreach(library IN LISTS arg_LIBRARIES)
    find_library(AGON_PEER_${library} ${library})
    mark_as_advanced(AGON_PEER_${library})
    list(APPEND libraries ${AGON_PEER_${library}})
  endforeach()
  foreach(header IN LISTS arg_HEADERS)
    string(MAKE_C_IDENTIFIER AGON_PEER_${header} folder)
    find_path(${folder} ${header} PATH_SUFFIXES torch/csrc/api/include)
    mark_as_advanced(${folder})
    list(APPEND folders ${${folder}})
  endforeach()
  if("${libraries};${folders}" MATCHES "NOTFOUND")
    message(STATUS "agon: no ${name} here (Debian: ${package}), bench_peers_${name} is left out")
    return()
  endif()
  agon_bench(bench_peers_${name} bench/peers/${name}.cpp)
  target_include_directories(bench_peers_${name} SYSTEM PRIVATE ${folders})
  target_link_libraries(bench_peers_${name} PRIVATE ${libraries})
  add_dependencies(bench_peers bench_peers_${name})
endfunction()

agon_peer(libtorch libtorch-dev LIBRARIES torch_cpu c10 HEADERS torch/torch.h torch/csrc/jit/api/function_impl.h)
agon_peer(dlib libdlib-dev LIBRARIES dlib HEADERS dlib/dnn.h)
find_package(dnnl 2 CONFIG QUIET)  # the next one has another interface
if(dnnl_FOUND)
  agon_peer(onednn libdnnl-dev LIBRARIES dnnl HEADERS oneapi/dnnl/dnnl.hpp)
else()
  message(STATUS "agon: no oneDNN 2 here (Debian: libdnnl-dev), bench_peers_onednn is left out")
endif()
