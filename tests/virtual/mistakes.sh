#!/usr/bin/env bash
# Mistakes that are planted in a Raft in Python are found by the search, made small, and told in words, each within so
# many seconds. mistakes.sh WHITEWATER_PROGRAM PYTHON SECONDS BEHAVIOUR...
set -euo pipefail
program=$1 python=$2 seconds=$3
shift 3
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
if [ -z "$python" ]; then
  echo "skipped: this machine has no Python"
  exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "$1"; cat "$scratch/out"; exit 1; }

for behaviour in "$@"; do
  begin=$SECONDS
  found=$scratch/$behaviour
  code=0
  "$program" fuzz --replica "$python" --replica-arg tests/virtual/fixtures/select_replica.py --replica-arg=--behaviour \
    "--replica-arg=$behaviour" --max-failures 1 --seed 1 --time "${seconds}s" --out "$found" >"$scratch/out" 2>&1 || code=$?
  [ "$code" = 1 ] || fail "$behaviour: exit code $code"
  file=$(find "$found" -name '*.json' | head -1)
  [ -n "$file" ] || fail "$behaviour: no failure file"
  grep -q 'shrunk: ' "$scratch/out" || fail "$behaviour: not made small"
  "$program" explain "$file" >"$scratch/out" 2>&1 || code=$?
  grep -q '^FAIL  ' "$scratch/out" || fail "$behaviour: not explained"
  grep -q '^How it comes about$' "$scratch/out" || fail "$behaviour: no steps"
  echo "$behaviour: found, made small and explained in $((SECONDS - begin)) s"
done
