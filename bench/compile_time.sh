#!/bin/sh
# What the compiler needs for a training program of agon's: user seconds (the least of three runs, for a machine that
# others share is up to a third slower a minute later), peak memory, and the longest symbol, mangled.
#
#   bench/compile_time.sh [COMPILER...]     by default g++, and clang++-19 if there is one
#
# Needs GNU time (Debian: time) and nm.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- g++ $(command -v clang++-19 || true)

for compiler; do
  case $("$compiler" --version) in
    *clang*) limits="-fconstexpr-steps=2000000000 -fbracket-depth=2048" ;;
    *) limits="-fconstexpr-ops-limit=4000000000 -fconstexpr-loop-limit=100000000" ;;
  esac
  openmp=
  if echo '#include <omp.h>' | "$compiler" -fopenmp -fsyntax-only -x c++ - 2> "$work/none"; then openmp=-fopenmp; fi
  echo "$("$compiler" --version | head -n 1)${openmp:+, OpenMP}"
  for program in "$here"/compile/*.cpp; do
    for run in 1 2 3; do
      /usr/bin/time -f '%U %M' -o "$work/$run" \
        "$compiler" -std=c++20 -O2 -march=native $openmp $limits -I "$here/../include" ${CPPFLAGS:-} -c "$program" -o "$work/o"
    done
    sort -n "$work/1" "$work/2" "$work/3" | head -n 1 > "$work/cost"
    longest=$(nm "$work/o" | awk 'length($NF) > n { n = length($NF) } END { print n }')
    awk -v name="$(basename "$program" .cpp)" -v longest="$longest" \
      '{ printf "  %-12s %5.1f s  %5.0f MB  longest symbol %d\n", name, $1, $2 / 1024, longest }' "$work/cost"
  done
done
