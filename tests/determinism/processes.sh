#!/usr/bin/env bash
# The same runs in different processes: with and without address-space randomisation, on one thread and
# on two, in another locale, through the codecs. Prints what differs.
# processes.sh WHITEWATER_PROGRAM
set -euo pipefail
program=$1
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

scenarios=(scenarios/course/crash-3.json scenarios/course/partition-4.json scenarios/course/advanced-2.json)
# Everything but the wall clock.
runs() { "$@" run "${scenarios[@]}" --seeds 1-5 --json "${more[@]}" | sed 's/"wall_ns": *[0-9]*/"wall_ns":0/'; }

more=()
first=$(runs "$program" || true)
[ "$(printf '%s\n' "$first" | wc -l)" -eq 15 ] || { echo "expected 15 lines of JSON, found: $first"; exit 1; }

same() {
  local what=$1
  shift
  local found
  found=$(runs "$@" || true)
  if [ "$first" != "$found" ]; then
    echo "different: $what"
    diff <(printf '%s\n' "$first") <(printf '%s\n' "$found") | head -5
    exit 1
  fi
  echo "the same: $what"
}

same "another process" "$program"
if setarch "$(uname -m)" -R true 2>/dev/null; then
  same "without address-space randomisation" setarch "$(uname -m)" -R "$program"
else
  echo "skipped: this machine does not let address-space randomisation be turned off"
fi
same "another locale" env LC_ALL=de_DE.UTF-8 LANG=tr_TR.UTF-8 "$program"
more=(-j2); same "two threads" "$program"
more=(--wire); same "through the codecs" "$program"
