#!/usr/bin/env bash
# Builds bench_steps and the peers that CMake finds, and measures them row by row, one row a process, in turns: agon's
# two backends, then each peer in each of its ways. What they print goes to bench/results/steps/ROW.txt;
# bench/table.py makes the README's table of it. Wants an otherwise idle machine.
#
#   bench/compare.sh [ROW...]     by default all
#
#   LEAST    seconds that a row is measured for, at least: by default 3
#   ROUNDS   how often: by default 1; the table takes medians
#   THREADS  by default "1 2"
#   PEERS    0: agon alone
#   PYTHON   an interpreter that has the newest PyTorch: without one it is left out
#            (python3 -m venv VENV && VENV/bin/pip install torch; then PYTHON=VENV/bin/python)
#   BUILD    the build folder: by default build/bench
#   RESULTS  where the results go: by default bench/results/steps
#
# "tuned" keeps the system's allocator from giving pages back. LibTorch is measured with it and without; PyTorch only
# with it, for it is faster so.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ $# -gt 0 ] || set -- pix2pix_step pix2pix_infer dcgan64_step dcgan28_step mlp_step cyclegan_fb style_fb
build=${BUILD:-build/bench}
results=${RESULTS:-bench/results/steps}
least=${LEAST:-3}
peers=("$build"/bench/bench_peers_{dlib,libtorch,onednn})
[ "${PEERS:-1}" != 0 ] || peers=() PYTHON=
tuned=(MALLOC_MMAP_THRESHOLD_=4294967296 MALLOC_TRIM_THRESHOLD_=4294967296)

cmake -S . -B "$build" -D CMAKE_BUILD_TYPE=Release -D AGON_TESTS=OFF -D AGON_EXAMPLES=OFF -D AGON_PEERS=ON
cmake --build "$build" --target bench_steps bench_peers

# What the results depend on.
machine() {
  echo "date: $(date +%F)"
  echo "machine: $(nproc) processors, $(lscpu | sed -n 's/^Model name: *//p'), family $(lscpu | sed -n 's/^CPU family: *//p')"
  echo "system: $(. /etc/os-release && echo "$PRETTY_NAME"), Linux $(uname -r)"
  echo "compiler: $("${CXX:-c++}" --version | head -n 1)"
  echo "agon: $(git rev-parse --short HEAD)$(git diff --quiet HEAD -- . ':!bench/results' || echo -dirty)"
  dpkg-query -W -f 'package: ${Package} ${Version}\n' libtorch1.13 libdnnl2 'libdlib19*' libopenblas0-pthread 2> /dev/null || true
}

# measure VARIABLE=VALUE... PROGRAM ARGUMENT...: its heading and its row
measure() {
  local words="$*"
  echo "== ${words//"${PYTHON:-python}"/python}"  # without where it lies on this machine
  env "$@" 2>&1 | grep -E "^(Load Average|FMA peak|agon:|peer:|memory|warning|$row)" || echo "failed"
}

# rows_of PROGRAM: the names of the rows that are of this one
rows_of() { "$1" --benchmark_list_tests --benchmark_filter="^$row(/|$)" 2> /dev/null || true; }

mkdir -p "$results"
for row; do
  {
    machine
    for round in $(seq "${ROUNDS:-1}"); do
      for threads in ${THREADS:-1 2}; do
        n=OMP_NUM_THREADS=$threads
        for program in "$build"/bench/bench_steps "${peers[@]}"; do
          for name in $(rows_of "$program"); do
            run=("$program" "--benchmark_filter=^$name\$" "--benchmark_min_time=$least")
            measure "$n" "${run[@]}"
            case $program in *libtorch) measure "$n" "${tuned[@]}" "${run[@]}" ;; esac
          done
        done
        if [ -n "${PYTHON:-}" ]; then
          ways="eager channels_last compile compile_channels_last"
          [ "$row" != mlp_step ] || ways="eager compile"  # it has no pictures
          for way in $ways; do
            measure "$n" "${tuned[@]}" "$PYTHON" bench/peers/pytorch.py --row "$row" --way $way --seconds "$least"
          done
        fi
      done
    done
  } | tee "$results/$row.txt"
done
