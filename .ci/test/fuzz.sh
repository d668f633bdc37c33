# Fuzzing of what comes from outside. Sourced by ./backflow, whose set_up, build_preset, step and stop it uses.

# run_fuzzer NAME OPTION...: what fails is kept in build/fuzz.
run_fuzzer() {
  local name=$1
  shift
  mkdir -p build/fuzz
  build/native-debug/tests/fuzz/backflow_fuzz_"$name" -max_len=70000 -timeout=10 -rss_limit_mb=2048 -verbosity=0 \
    -print_final_stats=1 -artifact_prefix="build/fuzz/$name-" "$@" ||
    stop "the fuzzer of $name found an input that fails: see build/fuzz, and add it to the tests"
}

# fuzz_a_while NAME RUNS: part of the tests, so always the same inputs: from the committed seeds, by a fixed random
# sequence.
fuzz_a_while() {
  local new
  new=$(mktemp -d build/fuzz-new.XXXXXX)  # what it finds on the way goes into the first folder
  run_fuzzer "$1" -seed=1 -runs="$2" -max_total_time=60 "$new" tests/fuzz/corpus/"$1"
  rm -r "$new"
}

# fuzz_all SECONDS: each of the three for so long, from the committed seeds and from what was found on the way before.
fuzz_all() {
  local name
  for name in link json csv; do
    mkdir -p "$CACHE/fuzz/$name"
    run_fuzzer "$name" -max_total_time="$1" "$CACHE/fuzz/$name" tests/fuzz/corpus/"$name"
  done
}

# fuzz_page OPTION...: a reader who does anything, see tests/page_fuzz.mjs.
fuzz_page() {
  node tests/page_fuzz.mjs "$@" || stop "the page failed: see build/fuzz, and add it to the tests"
}

# fuzz_page_a_while: part of the tests: one round by mouse, one by fingers, over within 90 seconds whatever happens.
fuzz_page_a_while() { fuzz_page --seed 1 --rounds 2 --seconds 60 --shrink-seconds 20; }

# soak_page OPTION...: a long time at the page, see tests/soak.mjs.
soak_page() { node tests/soak.mjs "$@" || stop "the page does not stay as it was: see above"; }

seconds_of() {
  [[ "$1" =~ ^[1-9][0-9]{0,4}$ ]] || stop "a number of seconds from 1 to 99999 is wanted, not $1"
}

# soak [SECONDS]: an hour unless told otherwise.
soak() {
  seconds_of "${1:-3600}"
  set_up test
  begin_steps 2 60
  step 'Build of the page' build_preset web page
  step "A long time at the page, ${1:-3600} s" soak_page --seconds "${1:-3600}"
}

# fuzz [SECONDS]: builds and runs the fuzzers, 60 seconds each unless told otherwise.
# fuzz page [SECONDS]: does so with the page, built with assertions.
fuzz() {
  if [ "${1:-}" = page ]; then
    seconds_of "${2:-60}"
    set_up test
    begin_steps 2 60
    step 'Build of the page with assertions' build_preset web-debug page
    step "Fuzzing of the page, ${2:-60} s" fuzz_page --dist build/web-debug/dist --seconds "${2:-60}"
    return
  fi
  seconds_of "${1:-60}"
  set_up test
  begin_steps 2 60
  step 'Build of the fuzzers' build_preset native-debug fuzzers
  step "Fuzzing of links, files and tables, ${1:-60} s each" fuzz_all "${1:-60}"
}
