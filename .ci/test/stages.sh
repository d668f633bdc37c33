# The stages of `./backflow test`. Each is run by `step`; those that run tests add to COUNTS.

# count PASSED FAILED [SKIPPED]
count() {
  echo "$1 $2 ${3:-0}" >> "$COUNTS"
  note ", $1 passed$([ "${3:-0}" -eq 0 ] || echo ", $3 skipped")"
}

# closing_line: "N passed, N failed" over all stages, and what was skipped; a stage that failed without a failing test
# counts as one.
closing_line() {
  local status=$1
  awk -v status="$status" '{ passed += $1; failed += $2; skipped += $3 } END {
    if (status != 0 && failed == 0) failed = 1
    printf "%d passed, %d failed", passed, failed
    if (skipped > 0) printf ", %d skipped", skipped
    print ""
  }' "$COUNTS"
}

# run_doctest COMMAND...: a program made with doctest.
run_doctest() {
  local output summary passed failed status=0
  output=$(mktemp "$CACHE/logs/doctest.XXXXXX")
  "$@" --no-colors=true > "$output" 2>&1 || status=$?
  cat "$output"
  summary=$(grep -a '^\[doctest\] test cases:' "$output" | tail -n 1 || true)
  rm "$output"
  passed=$(sed -E 's/.*\| *([0-9]+) passed.*/\1/' <<< "${summary:-| 0 passed}")
  failed=$(sed -E 's/.*\| *([0-9]+) failed.*/\1/' <<< "${summary:-| 0 failed}")
  count "$passed" "$failed"
  [ "$failed" -eq 0 ] || stop "$failed test cases failed"
  [ "$status" -eq 0 ] || stop "the test program ended with status $status"
  [ "$passed" -gt 0 ] || stop "no test was run"
}

# run_node_tests FILE...: test files for node's own runner; each tells its end.
run_node_tests() {
  local output passed failed skipped status=0
  begin_telling
  output=$(mktemp "$CACHE/logs/node.XXXXXX")
  node .ci/test/node_tests.mjs --progress 3 "$@" 2>&1 | tee "$output" || status=$?
  read -r passed failed skipped < <(
    sed -nE '$ s/^([0-9]+) passed, ([0-9]+) failed(, ([0-9]+) skipped)?$/\1 \2 \4/p' "$output")
  rm "$output"
  count "${passed:-0}" "${failed:-0}" "${skipped:-0}"
  [ "${failed:-0}" -eq 0 ] || stop "$failed tests failed"
  [ "$status" -eq 0 ] || stop "the tests' runner ended with status $status"
}

cpp_files() { find src tests -name node_modules -prune -o \( -name '*.cpp' -o -name '*.h' \) -print | sort; }

check_format() {
  cpp_files | xargs -P "$(nproc)" -n 16 \
    clang-format-19 --dry-run -Werror ||
    stop "some files are not formatted: run ./backflow format"
}

check_shaders() {
  local shader
  for shader in shaders/*.vert shaders/*.frag; do
    [ ! -e "$shader" ] || glslangValidator "$shader" || stop "$shader is not valid"
  done
}

test_native() { run_doctest build/native/tests/backflow_tests; }
# test_native_debug first|second: the test cases of a half of the files, so that two processors have something to do.
test_native_debug() {
  local -A filter=([first]=--source-file [second]=--source-file-exclude)
  local files
  files=$(printf '*/tests/%s*,' {a..g})
  UBSAN_OPTIONS=print_stacktrace=1 run_doctest build/native-debug/tests/backflow_tests "${filter[$1]}=$files"
}
test_web() { run_doctest node build/web/tests/backflow_tests.cjs; }
test_node() { run_node_tests --jobs 1 tests/*.test.mjs; }
# test_browser NAME [FILE...]: all end-to-end tests, or those files, in chromium, firefox or webkit.
test_browser() {
  local -x BACKFLOW_BROWSER=$1
  local files=("${@:2}")
  [ ${#files[@]} -gt 0 ] || files=(tests/browser/*.test.mjs)
  run_node_tests "${files[@]}"
}
# test_essentials NAME: what every browser is asked at every run.
test_essentials() { test_browser "$1" tests/browser/essentials.test.mjs; }
test_other_browsers() { at_once 'Firefox=test_essentials firefox' 'WebKit=test_essentials webkit'; }
test_instructions() { run_node_tests tests/bench/*.test.mjs; }
check_tidy() { /usr/bin/python3 .ci/test/tidy.py "$CACHE/tidy"; }

# The longest first; each has one thread. What they count is told by closing_line, too.
test_without_browser() {
  at_once \
    'Native tests with sanitizers, first half=test_native_debug first' \
    'Native tests with sanitizers, second half=test_native_debug second' \
    'WebAssembly tests in node=test_web' \
    'Fuzzing of links=fuzz_a_while link 8000' \
    'Fuzzing of files=fuzz_a_while json 100000' \
    'Fuzzing of tables=fuzz_a_while csv 100000' \
    'Module and server tests in node=test_node' \
    'Instructions of a step, by valgrind=test_instructions' \
    'Native tests=test_native'
}

# begin_counting: whatever happens, the closing line is the last.
begin_counting() {
  COUNTS="$CACHE/logs/counts"
  : > "$COUNTS"
  trap 'status=$?; end_descendants $$; closing_line "$status"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# test_in_browser NAME: the page's whole suite in that browser.
test_in_browser() {
  begin_steps 2 60 40
  begin_counting
  step 'WebAssembly build' build_preset web
  step_minutes=120
  step "Browser tests in $1" test_browser "$1"
}

test_everything() {
  begin_steps 11 60 40
  begin_counting
  step 'Format' check_format
  step 'Shaders' check_shaders
  step 'Native build' build_preset native
  step 'Build with sanitizers, of the fuzzers, too' build_preset native-debug
  step 'WebAssembly build' build_preset web
  step 'clang-tidy' check_tidy
  step_minutes=15
  step 'Tests without a browser' test_without_browser
  step_minutes=30
  step 'Browser tests in Chromium' test_browser chromium
  step_minutes=10
  step 'Essentials in Firefox and WebKit' test_other_browsers
  step 'Fuzzing of the page, a while' fuzz_page_a_while
  step 'A while at the page: memory and frames stay flat' soak_page --seconds 45
}
