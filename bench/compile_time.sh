#!/bin/sh
# What the compiler needs for programs of agon's, of each system its generator put to use (.infer) and its training step
# or whole training (.train): user seconds (the least of some runs, for a machine that others share is up to a third
# slower a minute later), peak memory, the size of the object file, and its longest symbol, mangled.
#
#   bench/compile_time.sh [PROGRAM...]     names in bench/compile: biggan128.train; by default all
#
#   CXX    the compilers: by default g++, and clang++-19 if there is one
#   RUNS   how often each program is compiled: by default 3
#
# Needs GNU time (Debian: time) and nm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- $(basename -s .cpp "$here"/compile/*.cpp)

for compiler in ${CXX:-g++ $(command -v clang++-19 || true)}; do
  case $("$compiler" --version) in
    *clang*) limits="-fconstexpr-steps=2000000000 -fbracket-depth=2048" ;;
    *) limits="-fconstexpr-ops-limit=4000000000 -fconstexpr-loop-limit=100000000" ;;
  esac
  openmp=
  if echo '#include <omp.h>' | "$compiler" -fopenmp -fsyntax-only -x c++ - 2> "$work/none"; then openmp=-fopenmp; fi
  echo "$("$compiler" --version | head -n 1)${openmp:+, OpenMP}"
  printf '%-22s %6s %8s %8s  %s\n' '' time memory object 'longest symbol'
  for program; do
    : > "$work/runs"
    run=0
    while [ $run -lt "${RUNS:-3}" ]; do
      /usr/bin/time -a -f '%U %M' -o "$work/runs" "$compiler" -std=c++20 -O2 -march=native $openmp $limits \
        -I "$here/../include" ${CPPFLAGS:-} -c "$here/compile/$program.cpp" -o "$work/o"
      run=$((run + 1))
    done
    longest=$(nm "$work/o" | awk 'length($NF) > n { n = length($NF) } END { print n }')
    sort -n "$work/runs" | awk -v name="$program" -v bytes="$(wc -c < "$work/o")" -v longest="$longest" 'NR == 1 {
      printf "%-22s %4.1f s %5.0f MB %5.0f kB  %d\n", name, $1, $2 / 1024, bytes / 1024, longest }'
  done
done
