#!/usr/bin/env bash
# What survives the staged bugs, and what falls. known_bugs.sh WHITEWATER_PROGRAM PYTHON quick|long
set -euo pipefail
program=$1 python=$2 how=$3
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "$1"; cat "$scratch/out"; exit 1; }
raft() { echo --replica "$python" --replica-arg tests/virtual/fixtures/select_replica.py "${@/#/--replica-arg=}"; }

# Our own core survives all that can be staged.
"$program" run known-bugs --seeds 1-5 >"$scratch/out" || fail "our core falls"
grep -q '^PASS  of 68 known bugs 44 survived, 0 fell, 24 not staged$' "$scratch/out" || fail "another summary"
! "$program" run known-bugs crash-1 >"$scratch/out" 2>&1 || fail "known-bugs does not stand alone"
[ -n "$python" ] || exit 0

# falls SCHEDULE BEHAVIOUR PROPERTY SEEDS: the mistake is found in the schedule that is made for it.
falls() {
  local code=0
  # shellcheck disable=SC2046
  "$program" run "scenarios/known-bugs/$1.json" --seeds "$4" -j1 $(raft --behaviour "$2") >"$scratch/out" 2>&1 || code=$?
  [ "$code" = 1 ] || fail "$2 survives $1: exit code $code"
  grep -q "FAIL  $1  .*$3" "$scratch/out" || fail "$2 falls in $1, but not by $3"
}
falls deposed-leader-reads stale-read linearizability 1
falls acknowledged-put-lost acks-early majority_heard 1
falls split-votes votes-twice two_leaders 1
falls conflict-suffix keeps-conflict linearizability 1-2
falls conflict-suffix loses-tail linearizability 1
[ "$how" = long ] || exit 0

# shellcheck disable=SC2046
"$program" run known-bugs --seeds 1-3 $(raft) >"$scratch/out" || fail "a right Raft in Python falls"
"$program" run known-bugs --seeds 1-3 --replica "$(dirname "$program")/3700kvstore" >"$scratch/out" || fail "3700kvstore falls"
for behaviour in stale-read acks-early votes-twice keeps-conflict loses-tail; do
  code=0
  # shellcheck disable=SC2046
  "$program" run known-bugs --seeds 1-3 --out "$scratch/$behaviour" $(raft --behaviour "$behaviour") >"$scratch/out" || code=$?
  [ "$code" = 1 ] || fail "$behaviour survives"
  grep -q '  fell, seed ' "$scratch/out" || fail "$behaviour falls nowhere"
  ls "$scratch/$behaviour"/*.json >/dev/null || fail "no failure of $behaviour is recorded"
done
