# The stages of `./backflow test`. Each is run by `step`; those that run tests add to COUNTS.

# count PASSED FAILED
count() {
  echo "$1 $2" >> "$COUNTS"
  note ", $1 passed"
}

# closing_line: "N passed, N failed" over all stages; a stage that failed without a failing test counts as one.
closing_line() {
  local status=$1
  awk -v status="$status" '{ passed += $1; failed += $2 } END {
    if (status != 0 && failed == 0) failed = 1
    printf "%d passed, %d failed\n", passed, failed
  }' "$COUNTS"
}

# run_doctest COMMAND...: a program made with doctest.
run_doctest() {
  local output="$CACHE/logs/doctest-output" summary passed failed status=0
  timeout -k 10 1200 "$@" --no-colors=true > "$output" 2>&1 || status=$?
  cat "$output"
  summary=$(grep -a '^\[doctest\] test cases:' "$output" | tail -n 1 || true)
  passed=$(sed -E 's/.*\| *([0-9]+) passed.*/\1/' <<< "${summary:-| 0 passed}")
  failed=$(sed -E 's/.*\| *([0-9]+) failed.*/\1/' <<< "${summary:-| 0 failed}")
  count "$passed" "$failed"
  [ "$status" -ne 124 ] || stop "the tests took more than 20 minutes"
  [ "$failed" -eq 0 ] || stop "$failed test cases failed"
  [ "$status" -eq 0 ] || stop "the test program ended with status $status"
  [ "$passed" -gt 0 ] || stop "no test was run"
}

# tap_total pass|fail FILE: the number in the runner's last lines, 0 if it did not get that far.
tap_total() { sed -nE "s/^# $1 ([0-9]+)$/\1/p" "$2" | tail -n 1 | grep . || echo 0; }

# run_node_tests FILE...: test files for node's own runner, one after the other: browsers are heavy.
run_node_tests() {
  local tap="$CACHE/logs/node-tests.tap" file status=0 passed=0 failed=0
  for file in "$@"; do
    timeout -k 10 900 node --test --test-reporter=spec --test-reporter-destination=stdout \
      --test-reporter=tap --test-reporter-destination="$tap" "$file" || status=$?
    [ "$status" -ne 124 ] || echo "$file took more than 15 minutes"
    passed=$((passed + $(tap_total pass "$tap")))
    failed=$((failed + $(tap_total fail "$tap")))
  done
  count "$passed" "$failed"
  [ "$failed" -eq 0 ] || stop "$failed tests failed"
  [ "$status" -eq 0 ] || stop "node --test ended with status $status"
  [ "$passed" -gt 0 ] || stop "no test was run"
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
test_native_debug() {
  UBSAN_OPTIONS=print_stacktrace=1 run_doctest build/native-debug/tests/backflow_tests
}
test_web() { run_doctest node build/web/tests/backflow_tests.cjs; }
test_node() { run_node_tests tests/*.test.mjs; }
test_browser() { run_node_tests tests/browser/*.test.mjs; }
test_other_browsers() { run_node_tests tests/browsers/*.test.mjs; }
test_instructions() { run_node_tests tests/bench/*.test.mjs; }
check_tidy() { /usr/bin/python3 .ci/test/tidy.py "$CACHE/tidy"; }

test_everything() {
  begin_steps 16 60
  COUNTS="$CACHE/logs/counts"
  : > "$COUNTS"
  trap 'closing_line $?' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  step 'Format' check_format
  step 'Shaders' check_shaders
  step 'Native build' build_preset native
  step 'Native tests' test_native
  step 'Instructions of a step, by valgrind' test_instructions
  step 'Build with sanitizers' build_preset native-debug
  step 'Native tests with sanitizers' test_native_debug
  step 'WebAssembly build' build_preset web
  step 'WebAssembly tests in node' test_web
  step 'Build of the fuzzers' build_preset native-fuzz
  step 'clang-tidy' check_tidy
  step 'Fuzzing of links, files and tables, a while' fuzz_a_while
  step 'Module and server tests in node' test_node
  step 'Browser tests in Chromium' test_browser
  step 'Browser tests in Firefox and WebKit' test_other_browsers
  step 'Fuzzing of the page, a while' fuzz_page --seed 1 --rounds 2 --seconds 300
}
