# Numbered progress lines; each step's output goes to a log file of its own.

# begin_steps COUNT [LOG_LINES]: LOG_LINES is how much of a failed step's log is shown.
begin_steps() {
  step_number=0
  step_count=$1
  shown_log_lines=${2:-0}
}

# stop REASON: ends the running step (or the script) with one line that says what is wrong and how to go on.
stop() {
  if [ -n "${REASON_FILE:-}" ]; then
    printf '%s' "$1" > "$REASON_FILE"
  else
    printf 'backflow: %s\n' "$1" >&2
  fi
  exit 1
}

# note TEXT: shown behind the step's "ok".
note() { printf '%s' "$1" > "$NOTE_FILE"; }

# step TITLE FUNCTION [ARGUMENT...]
step() {
  local title=$1 status start=$SECONDS log reason
  shift
  step_number=$((step_number + 1))
  log="$CACHE/logs/$1${2:+-$2}.log"
  REASON_FILE="$CACHE/logs/$1.reason"
  NOTE_FILE="$CACHE/logs/$1.note"
  rm -f "$REASON_FILE" "$NOTE_FILE"
  printf '[%d/%d] %s … ' "$step_number" "$step_count" "$title"
  # Not `if ( … )`: bash ignores `set -e` inside a condition.
  set +e
  (
    set -e
    "$@"
  ) > "$log" 2>&1
  status=$?
  set -e
  if [ "$status" -ne 0 ]; then
    reason=$(cat "$REASON_FILE" 2> /dev/null || true)
    printf 'failed (%d s)\n' $((SECONDS - start))
    [ "$shown_log_lines" -eq 0 ] || tail -n "$shown_log_lines" "$log" >&2
    [ -n "$reason" ] || reason=$(grep -v '^ *$' "$log" | tail -n 1)
    printf 'backflow: %s failed: %s (log: %s; then run the same command again)\n' \
      "$title" "${reason:-no output}" "$log" >&2
    exit 1
  fi
  printf 'ok (%d s)%s\n' $((SECONDS - start)) "$(cat "$NOTE_FILE" 2> /dev/null || true)"
  REASON_FILE=
}
