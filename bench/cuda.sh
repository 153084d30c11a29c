#!/usr/bin/env bash
# The CUDA backend on a machine with a device, where nothing but nvcc and its libraries, and for `bench` PyTorch, need be
# installed. `test` builds the programs of tests/cuda and the tests that tests/cuda/borrowed.txt names, with the device in
# the processor's place, and runs them; those of tests/cuda and of single layers without cuDNN, too, and then under
# compute-sanitizer, which looks at agon's own kernels. Each program's log goes to RESULTS, so that a run that was stopped
# goes on with those that have none, and then with those that have not ended well. Ends with 1 if one has not, and with 75
# if LIMIT has stopped it.
#
#   bench/cuda.sh headers FOLDER          where they are installed: copies what the programs below include
#   bench/cuda.sh test FOLDER RESULTS     on the machine with the device; with BUILD as the build folder, by default build/cuda
#   bench/cuda.sh bench FOLDER RESULTS    there: agon's steps and PyTorch's, a line of JSON each in RESULTS/steps.jsonl; goes on
#                                         where it stopped, and with RETRY=1 tries again what has failed
#   bench/cuda.sh train FOLDER RESULTS    there: trains dcgan and pix2pix on what agon draws itself, for SECONDS_EACH
#                                         seconds each, by default 120
#   bench/cuda.sh all FOLDER RESULTS      there: these three, as far as LIMIT lets; run it until it does not end with 75
#   bench/cuda.sh compile                 what nvcc needs for a whole training program: user seconds and peak memory
#
#   LIMIT  seconds after which nothing more begins, nor a compiler in the last 90 s of them: by default 540
#   JOBS   compilers that run beside each other: by default as many as there are processors; each needs up to 4 GB
#   ARCH   the device's architecture: by default sm_90 (H100, H200)
#   CUDNN  the folder that holds cuDNN's include and lib: by default where nvcc or Python finds it, and none if neither does
set -euo pipefail
SECONDS=${SPENT:-0}  # of LIMIT, by what `all` ran before
cd "$(dirname "${BASH_SOURCE[0]}")/.."

headers() {
  mkdir -p "$1"
  for name in xtensor xtl doctest nlohmann stb CLI zlib.h zconf.h eigen3/Eigen; do cp -rL "/usr/include/$name" "$1/"; done
  cp -L "$(g++ -print-file-name=libz.a)" "$1/"
}

nvcc=(nvcc -std=c++20 -O2 -arch="${ARCH:-sm_90}" --expt-relaxed-constexpr -Xcompiler=-fopenmp
  -Xcompiler=-fconstexpr-ops-limit=4000000000,-fconstexpr-loop-limit=100000000
  -Xcudafe --max_cost_constexpr_call=2000000000,--diag_suppress=20012 -I include)  # 20012: annotations of Eigen's
cudnn=(-lcudnn)
if [ -z "${CUDNN:-}" ] && ! echo '#include <cudnn.h>' | nvcc -x cu -E - > /dev/null 2>&1; then
  CUDNN=$(python3 -c 'import nvidia.cudnn; print(list(nvidia.cudnn.__path__)[0])' 2> /dev/null || true)
  [ -n "$CUDNN" ] || cudnn=(-DAGON_WITHOUT_CUDNN)
fi
if [ -n "${CUDNN:-}" ]; then
  cudnn=(-I "$CUDNN/include" -L "$CUDNN/lib" -Xlinker "-rpath=$CUDNN/lib" -l:libcudnn.so.9)
fi
cublas=(-lcublasLt)
if ! echo '#include <cublasLt.h>' | nvcc -x cu -E - > /dev/null 2>&1; then  # Python's, if nvcc has none
  wheels=$(python3 -c 'import nvidia; print(list(nvidia.__path__)[0])')
  for root in "$wheels/cu13" "$wheels/cublas"; do
    [ -e "$root/include/cublasLt.h" ] && cublas=(-I "$root/include" -L "$root/lib" -Xlinker "-rpath=$root/lib" -l:libcublasLt.so.13)
  done
fi
build() {  # build SOURCE PROGRAM FLAG...: unless it is there and nothing has changed since
  local source=$1 program=$2 sum
  shift 2
  sum=$(find include tests bench/cuda bench/programs bench/cuda.sh ${also:-} -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum)
  if [ -x "$program" ] && [ "$(cat "$program.sum" 2> /dev/null)" = "$sum" ]; then return; fi
  rm -f "$program"
  touch "$program.new"
  "${nvcc[@]}" -isystem "$folder" -I tests "-DAGON_TESTS_DIR=\"$PWD/tests\"" "$source" -o "$program.part" "$@" "${cublas[@]}" "$folder/libz.a" || return 1
  mv "$program.part" "$program"
  echo "$sum" > "$program.sum"
}
borrowed() {  # borrowed NAME: the source of a test with the device in the processor's place
  local source=$build/${1//\//.}.cu
  printf '#include "support/cuda_main.hpp"\n\n#include "%s.cpp"\n' "$1" > "$source.new"
  cmp -s "$source.new" "$source" && rm "$source.new" || mv "$source.new" "$source"
  echo "$source"
}
beside() {  # beside COMMAND...: a compiler in the background, when fewer than JOBS are there and 90 s are left
  while [ "$(jobs -rp | wc -l)" -ge "${JOBS:-$(nproc)}" ]; do wait -n || true; done
  in_time 90
  "$@" &
}
in_time() {  # in_time [TIME]: ends this run if what is next, which takes so many seconds, would not be done within LIMIT
  if [ $((SECONDS + ${1:-0})) -le "${LIMIT:-540}" ]; then return; fi
  wait
  echo "stopped after $SECONDS s: run it again"
  exit 75
}
forget_if_new() {  # forget_if_new PROGRAM COMMAND...: what was measured with the program before it was built anew
  if [ -e "$1.new" ]; then "${@:2}"; rm "$1.new"; fi
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
    sources=(tests/cuda/*.cu)
    while read -r name; do sources+=("$(borrowed "$name")"); done < tests/cuda/borrowed.txt
    has_cudnn() { [ "${cudnn[*]}" != -DAGON_WITHOUT_CUDNN ]; }
    is_small() {  # does it run without cuDNN and under the sanitizer, too?
      case $1 in
        tests/cuda/plans.cu) false ;;
        tests/cuda/* | */layer.*) true ;;
        *) false ;;
      esac
    }
    has_own() { is_small "$1" || { ! has_cudnn && [ "$1" != tests/cuda/plans.cu ]; }; }
    for source in "${sources[@]}"; do
      program=$build/$(basename "$source" .cu)
      if has_cudnn; then beside build "$source" "$program" "${cudnn[@]}"; fi
      if has_own "$source"; then beside build "$source" "$program.own" -DAGON_WITHOUT_CUDNN; fi
    done
    wait
    declare -A seen
    run() {  # run PROGRAM [TOOL]: unless it ended well before; only what has no log, while `only_new`
      local name tool=${2:-} program=()
      name=$(basename "$1")${tool:+.$tool}
      if [ -n "${seen[$name]:-}" ] || { [ -n "$only_new" ] && [ -e "$results/$name.txt" ]; }; then return; fi
      seen[$name]=1
      if [ ! -x "$1" ]; then echo "$1 could not be built"; failed=1; return; fi
      in_time
      [ -z "$tool" ] || program=(compute-sanitizer --error-exitcode 1 --tool "$tool" --kernel-name kernel_substring=agon)
      watch "$name" "${program[@]}" "$1"
    }
    run_all() {
      local source program tool
      for source in "${sources[@]}"; do
        program=$build/$(basename "$source" .cu)
        if has_cudnn; then run "$program"; fi
        if has_own "$source"; then run "$program.own"; fi
        if is_small "$source"; then
          for tool in "${tools[@]}"; do run "$program.own" "$tool"; done
        fi
      done
    }
    tools=(memcheck racecheck synccheck)
    for source in "${sources[@]}"; do  # logs of other code are forgotten
      name=$(basename "$source" .cu)
      forget_if_new "$build/$name" rm -f "$results/$name.txt"
      forget_if_new "$build/$name.own" rm -f "$results/$name".own{,.memcheck,.racecheck,.synccheck}.txt
    done
    only_new=1
    run_all
    only_new=
    [ -n "${ONCE:-}" ] || run_all
    exit $failed
    ;;
  bench)
    folder=$2 results=$3
    build=${BUILD:-build/cuda}
    mkdir -p "$build" "$results"
    lines=$results/steps.jsonl
    touch "$lines"
    [ -s "$results/machine.txt" ] || { nvidia-smi || true; nvcc --version; } > "$results/machine.txt" 2>&1
    for source in bench/cuda/*.cu; do
      beside build "$source" "$build/$(basename "$source" .cu)" "${cudnn[@]}"
    done
    wait
    for source in bench/cuda/*.cu; do  # figures of other code are forgotten
      name=$(basename "$source" .cu)
      forget_if_new "$build/$name" sed -i "/\"who\": \"agon.*\"row\": \"$name\"/d" "$lines"
    done
    if [ ! -s "$results/ceilings.jsonl" ]; then
      "$build/ceilings" > "$results/ceilings.new" && mv "$results/ceilings.new" "$results/ceilings.jsonl"
      cat "$results/ceilings.jsonl"
    fi
    [ -z "${RETRY:-}" ] || sed -i '/"failed": true/d' "$lines"
    measure() {  # measure WHO ROW BATCH PRECISION WAY COMMAND...: a line, unless there is one
      local who=$1 row=$2 batch=$3 precision=$4 way=$5 line
      shift 5
      if grep -q "\"who\": \"$who.*\"row\": \"$row\", \"batch\": $batch, \"precision\": \"$precision\", \"way\": \"$way\"" "$lines"; then return; fi
      in_time
      line=$(timeout 400 "$@" 2> "$results/last_error.txt" | tail -n 1) || line=
      case $line in
        "{"*) echo "$line" | tee -a "$lines" ;;
        *) echo "{\"who\": \"$who\", \"row\": \"$row\", \"batch\": $batch, \"precision\": \"$precision\", \"way\": \"$way\", \"failed\": true}" |
             tee -a "$lines"
           tail -n 3 "$results/last_error.txt" ;;
      esac
    }
    cases="mlp_step:64 dcgan64_step:128 dcgan64_step:1024 pix2pix_step:1 pix2pix_step:16 pix2pix_step:64 cyclegan256_step:1 stylegan256_step:32"
    each() {  # each WHO WAY COMMAND...: all cases in all precisions
      local who=$1 way=$2 case precision
      shift 2
      for case in $cases; do
        for precision in fp32 tf32 bf16; do
          "$who" "${case%:*}" "${case#*:}" "$precision" "$way"
        done
      done
    }
    agon() { [ ! -x "$build/$1" ] || measure agon "$@" "$build/$1" "$2" "$3" "$4"; }
    pytorch() { measure PyTorch "$@" python3 bench/peers/pytorch_cuda.py --row "$1" --batch "$2" --precision "$3" --way "$4"; }
    for way in same fastest; do each agon $way; done
    for way in eager graphs channels_last graphs_channels_last compile compile_channels_last; do each pytorch $way; done
    echo "all is measured"
    ;;
  train)
    folder=$2 results=$3
    build=${BUILD:-build/cuda}
    failed=0 each=${SECONDS_EACH:-120} also=examples
    if [ "$each" -gt "${LIMIT:-540}" ]; then echo "SECONDS_EACH is above LIMIT" >&2; exit 2; fi
    mkdir -p "$build" "$results"
    for name in dcgan pix2pix; do
      echo "#include \"$PWD/examples/$name.cpp\"" > "$build/$name.example.cu"
      beside build "$build/$name.example.cu" "$build/$name.example" examples/options/on_cuda.cpp examples/options/read.cpp \
        "${cudnn[@]}"
    done
    wait
    for name in dcgan pix2pix; do
      forget_if_new "$build/$name.example" rm -f "$results/$name"-*s.txt
      in_time "$each"
      watch "$name-${each}s" "$build/$name.example" --device cuda --seconds "$each" --out "$results/$name-${each}s"
    done
    exit $failed
    ;;
  all)
    failed=0 once=1
    for part in test bench train test; do  # what has failed is tried again at last
      ended=0
      ONCE=$once SPENT=$SECONDS bench/cuda.sh $part "$2" "$3" || ended=$?
      [ $part != train ] || once=
      [ $ended != 75 ] || exit 75
      [ $ended = 0 ] || [ -n "$once" ] || failed=1
    done
    exit $failed
    ;;
  *) sed -n '2,/^set/p' "${BASH_SOURCE[0]}" | sed '$d;s/^# \{0,1\}//' >&2; exit 2 ;;
esac
