#!/usr/bin/env bash
# The gate against creeping cost: instructions of the reference pump per run ÷ instructions of the full stack
# with all checks per run, counted by callgrind, which gives the same number whatever else the machine does.
# Two lengths are subtracted from each other, so that starting the program does not count.
# And the checks may cost only a part of the run without them.
# instructions.sh WHITEWATER_PROGRAM LEAST_RATIO_IN_PERCENT MOST_OVERHEAD_IN_PERCENT
set -euo pipefail
program=$1 least=$2 most=$3
if ! command -v valgrind >/dev/null 2>&1; then
  echo "skipped: valgrind is not installed"
  exit 77
fi

count() {
  valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" bench engine --part "$1" --runs "$2" 2>&1 >/dev/null |
    sed -n 's/.*Collected *: *\([0-9]*\).*/\1/p'
}
per_run() { echo $((($(count "$1" 6) - $(count "$1" 2)) / 4)); }

pump=$(per_run pump)
full=$(per_run full)
unchecked=$(per_run unchecked)
percent=$((pump * 100 / full))
echo "instructions a run: pump $pump, full stack $full (without checks $unchecked)"
overhead=$(((full - unchecked) * 100 / unchecked))
echo "pump / full stack with checks: $percent %, expected at least $least %"
echo "checks / full stack without: $overhead %, expected at most $most %"
[ "$percent" -ge "$least" ] && [ "$overhead" -le "$most" ]
