# Fuzzing of what comes from outside. Sourced by ./backflow, whose set_up, build_preset, step and stop it uses.

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

# fuzz_all SECONDS: each of the three for so long.
fuzz_all() {
  local name
  for name in link json csv; do fuzz_one "$name" "$1"; done
}

# fuzz [SECONDS]: builds and runs them, 60 seconds each unless told otherwise.
fuzz() {
  local seconds=${1:-60}
  [[ "$seconds" =~ ^[1-9][0-9]{0,4}$ ]] || stop "fuzz wants a number of seconds from 1 to 99999, not $seconds"
  set_up test
  begin_steps 2 60
  step 'Build of the fuzzers' build_preset native-fuzz
  step "Fuzzing of links, files and tables, $seconds s each" fuzz_all "$seconds"
}
