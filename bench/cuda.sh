#!/usr/bin/env bash
# The CUDA backend on a machine with a device, where nothing but nvcc and its libraries need be installed: builds the
# programs of tests/cuda, runs them, and once more under compute-sanitizer. Each program's log goes to RESULTS, so that a
# run that was stopped goes on with the first that has not ended well. Ends with 1 if one has not.
#
#   bench/cuda.sh headers FOLDER          where they are installed: copies the headers that the tests need
#   bench/cuda.sh test FOLDER RESULTS     on the machine with the device; with BUILD as the build folder, by default build/cuda
#   bench/cuda.sh compile                 what nvcc needs for a whole training program: user seconds and peak memory
#
#   ARCH   the device's architecture: by default sm_90 (H100, H200)
#   CUDNN  the folder that holds cuDNN's include and lib: by default where nvcc or Python finds it, and none if neither does
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

headers() {
  mkdir -p "$1"
  for name in xtensor xtl doctest nlohmann; do cp -rL "/usr/include/$name" "$1/"; done
}

nvcc=(nvcc -std=c++20 -O2 -arch="${ARCH:-sm_90}" --expt-relaxed-constexpr -Xcompiler=-fopenmp
  -Xcompiler=-fconstexpr-ops-limit=4000000000,-fconstexpr-loop-limit=100000000
  -Xcudafe --max_cost_constexpr_call=2000000000 -I include)
cudnn=(-lcudnn)
if [ -z "${CUDNN:-}" ] && ! echo '#include <cudnn.h>' | nvcc -x cu -E - > /dev/null 2>&1; then
  CUDNN=$(python3 -c 'import nvidia.cudnn; print(list(nvidia.cudnn.__path__)[0])' 2> /dev/null || true)
  [ -n "$CUDNN" ] || cudnn=(-DAGON_WITHOUT_CUDNN)
fi
if [ -n "${CUDNN:-}" ]; then
  cudnn=(-I "$CUDNN/include" -L "$CUDNN/lib" -Xlinker "-rpath=$CUDNN/lib" -l:libcudnn.so.9)
fi
build() {  # build SOURCE PROGRAM
  "${nvcc[@]}" -I "$folder" -I tests "-DAGON_TESTS_DIR=\"$PWD/tests\"" "$1" -o "$2" "${cudnn[@]}" -lcublas
}
watch() {  # watch LOG COMMAND...: its output, unless it ended well before
  local log=$results/$1.txt
  shift
  if [ -f "$log" ] && tail -n 1 "$log" | grep -q '^ended: 0$'; then return; fi
  local ended=0
  { echo "== $*"; "$@" 2>&1 || ended=$?; echo "ended: $ended"; } | tee "$log"
  tail -n 1 "$log" | grep -q '^ended: 0$' || failed=1
}

case ${1:-} in
  headers) headers "$2" ;;
  compile)
    for source in bench/compile/*.cu; do
      /usr/bin/time -f "$source %U s %M kB" "${nvcc[@]}" "${cudnn[@]}" -isystem /usr/include/eigen3 -c "$source" -o /dev/null
    done
    ;;
  test)
    folder=$2 results=$3
    build=${BUILD:-build/cuda}
    failed=0
    mkdir -p "$build" "$results"
    { nvidia-smi || true; nvcc --version; } > "$results/machine.txt" 2>&1
    for source in tests/cuda/*.cu; do
      program=$build/$(basename "$source" .cu)
      if [ ! -e "$program" ] || [ -n "$(find include tests -newer "$program" -print -quit)" ]; then
        build "$source" "$program"
        rm -f "$results/$(basename "$program")".*txt
      fi
      name=$(basename "$program")
      watch "$name" "$program"
      for tool in memcheck racecheck; do watch "$name.$tool" compute-sanitizer --error-exitcode 1 --tool "$tool" "$program"; done
    done
    exit $failed
    ;;
  *) sed -n '2,/^set/p' "${BASH_SOURCE[0]}" | sed '$d;s/^# \{0,1\}//' >&2; exit 2 ;;
esac
