# Numbered progress lines; each step's output goes to a log file of its own.

# begin_steps COUNT [LOG_LINES [MINUTES]]: LOG_LINES is how much of a failed step's log is shown; a step that takes
# more than so many minutes is ended.
begin_steps() {
  step_number=0
  step_count=$1
  shown_log_lines=${2:-0}
  step_minutes=${3:-0}
}

# stop REASON: ends the running step (or the script) with one line that says what is wrong and how to go on.
stop() {
  if [ -n "${REASON_FILE:-}" ]; then
    [ -e "$REASON_FILE" ] || printf '%s' "$1" > "$REASON_FILE"  # the first reason is the cause of others
  else
    printf 'backflow: %s\n' "$1" >&2
  fi
  exit 1
}

# note TEXT: shown behind the step's "ok".
note() { printf '%s' "$1" > "$NOTE_FILE"; }

# begin_telling: what is written to descriptor 3 from now on is seen while the step runs.
begin_telling() {
  [ ! -e "$TOLD_FILE" ] || return 0
  touch "$TOLD_FILE"
  printf '\n' >&3
}

# tell LINE: seen at once.
tell() {
  begin_telling
  printf '        %s\n' "$1" >&3
}

# descendants PID [BUT]: the processes that it started, directly or not; those of BUT, and the asking one's, are left out.
descendants() {
  local self=$BASHPID
  { cat /proc/[0-9]*/stat 2> /dev/null || true; } | awk -v root="$1" -v but="${2:-none}" -v self="$self" '
    { pid = $1; sub(/^.*\) /, ""); parent[pid] = $2 }
    function is_below(pid, of) {
      for (; pid in parent; pid = parent[pid]) if (pid == of) return 1
      return 0
    }
    END { for (pid in parent) if (pid != root && is_below(pid, root) && !is_below(pid, but) && !is_below(pid, self)) print pid }'
}

# end_descendants PID [BUT]: politely first, so that tests close their browsers.
end_descendants() {
  local tenths signal=TERM list
  for tenths in {0..40}; do
    list=$(descendants "$@")
    [ -n "$list" ] || return 0
    [ "$tenths" -lt 40 ] || signal=KILL
    # shellcheck disable=SC2086
    [ $((tenths % 40)) -ne 0 ] || kill -"$signal" $list 2> /dev/null || true
    sleep 0.1
  done
}

# within MINUTES COMMAND [ARGUMENT...]: in a subshell; nothing that it starts outlives it or the time. 0 is for ever.
within() {
  local minutes=$1 watched=$BASHPID
  shift
  trap 'end_descendants "$BASHPID"' EXIT
  if [ "$minutes" -gt 0 ]; then
    (
      trap 'kill "$sleeper" 2> /dev/null; exit' TERM
      sleep $((60 * minutes)) > /dev/null 3>&- &
      sleeper=$!
      wait "$sleeper"
      printf 'it took more than %d minutes' "$minutes" > "$REASON_FILE"
      end_descendants "$watched" "$BASHPID"
    ) &
    disown  # what waits for its own jobs does not wait for this one
  fi
  "$@"
}

# run_logged LOG FUNCTION [ARGUMENT...]: sets run_status.
run_logged() {
  local log=$1
  shift
  rm -f "$REASON_FILE" "$NOTE_FILE" "$TOLD_FILE"
  # Not `if ( … )`: bash ignores `set -e` inside a condition.
  set +e
  (
    set -e
    within "${step_minutes:-0}" "$@"
  ) 3>&1 > "$log" 2>&1
  run_status=$?
  set -e
  [ ! -e "$REASON_FILE" ] || run_status=1
}

# reason_of LOG: why what wrote it failed.
reason_of() {
  local reason
  reason=$(cat "$REASON_FILE" 2> /dev/null || true)
  [ -n "$reason" ] || reason=$(grep -v '^ *$' "$1" | tail -n 1)
  echo "${reason:-no output}"
}

# name_files NAME: where a step's reason and notes are kept.
name_files() {
  REASON_FILE="$CACHE/logs/$1.reason"
  NOTE_FILE="$CACHE/logs/$1.note"
  TOLD_FILE="$CACHE/logs/$1.told"
}

# step TITLE FUNCTION [ARGUMENT...]
step() {
  local title=$1 start=$SECONDS log begin
  shift
  step_number=$((step_number + 1))
  log="$CACHE/logs/$1${2:+-$2}.log"
  name_files "$1"
  begin="[$step_number/$step_count] $title"
  printf '%s … ' "$begin"
  run_logged "$log" "$@"
  [ ! -e "$TOLD_FILE" ] || printf '%s … ' "$begin"
  if [ "$run_status" -ne 0 ]; then
    printf 'failed (%d s)\n' $((SECONDS - start))
    [ "$shown_log_lines" -eq 0 ] || tail -n "$shown_log_lines" "$log" >&2
    printf 'backflow: %s failed: %s (log: %s; then run the same command again)\n' \
      "$title" "$(reason_of "$log")" "$log" >&2
    exit 1
  fi
  printf 'ok (%d s)%s\n' $((SECONDS - start)) "$(cat "$NOTE_FILE" 2> /dev/null || true)"
  REASON_FILE=
}

# one_of_several TITLE FUNCTION [ARGUMENT...]: tells how it ended; its log is shown where it failed.
one_of_several() {
  local title=$1 start=$SECONDS log
  shift
  log="$CACHE/logs/$1${2:+-$2}.log"
  name_files "$1${2:+-$2}"
  run_logged "$log" "$@"
  if [ "$run_status" -eq 0 ]; then
    printf '        %s: ok (%d s)%s\n' "$title" $((SECONDS - start)) "$(cat "$NOTE_FILE" 2> /dev/null || true)" >&3
    return
  fi
  printf '        %s: failed (%d s)\n' "$title" $((SECONDS - start)) >&3
  tail -n 40 "$log"
  printf '%s: %s (log: %s)\n' "$title" "$(reason_of "$log")" "$log" >> "$FAILURES"
}

# at_once TITLE=COMMAND...: as many at a time as there are processors; all are ended, whether one fails or not.
at_once() {
  local job command
  begin_telling
  FAILURES="$CACHE/logs/$FUNCNAME.failures"
  : > "$FAILURES"
  for job in "$@"; do
    while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do wait -n; done
    read -ra command <<< "${job#*=}"
    one_of_several "${job%%=*}" "${command[@]}" &
  done
  wait
  [ ! -s "$FAILURES" ] || stop "$(paste -sd ';' "$FAILURES")"
}
