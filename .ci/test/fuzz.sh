# Fuzzing of what comes from outside. Sourced by ./backflow; `fuzz SECONDS` needs build_preset, step and stop.

# fuzz_one NAME SECONDS: starts from the committed seeds; what it finds on the way is kept in the cache for the next
# time, what fails in build/fuzz.
fuzz_one() {
  local name=$1 seconds=$2 kept="$CACHE/fuzz/$1" failed=build/fuzz
  mkdir -p "$kept" "$failed"
  timeout -k 10 $((seconds + 60)) build/native-fuzz/tests/fuzz/backflow_fuzz_"$name" \
    -max_total_time="$seconds" -max_len=70000 -timeout=10 -rss_limit_mb=2048 -verbosity=0 -print_final_stats=1 \
    -artifact_prefix="$failed/$name-" "$kept" tests/fuzz/corpus/"$name" ||
    stop "the fuzzer of $name found an input that fails: see $failed, and add it to the tests"
}

# fuzz [SECONDS]: each of the three for so long, 60 unless told otherwise.
fuzz() {
  local seconds=${1:-60} name
  [[ "$seconds" =~ ^[1-9][0-9]{0,4}$ ]] || stop "fuzz wants a number of seconds from 1 to 99999, not $seconds"
  build_preset native-fuzz
  for name in link json csv; do fuzz_one "$name" "$seconds"; done
}
