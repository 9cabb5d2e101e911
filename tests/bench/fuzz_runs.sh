#!/usr/bin/env bash
# `fuzz_bench` prints each figure that docs/performance.md quotes. No timing is judged.
# fuzz_runs.sh FUZZ_BENCH
set -euo pipefail
has() { grep -qE "$2" <<<"$1" || { echo "no line: $2"; echo "$1"; exit 1; }; }
guidance=$("$1" guidance 0.004)
for system in raft needle; do has "$guidance" "^$system  guided / unguided, medians of 5  [0-9.]+$"; done
cost=$("$1" cost 0.01)
has "$cost" '^fuzz / run, .*  [0-9.]+$'
has "$cost" '^-j2 / -j1, .*  [0-9.]+$'
memory=$("$1" memory 0.0002)
has "$memory" '^raft, small  200 runs  [0-9.]+ MiB'
has "$memory" '^needle  200 runs  [0-9.]+ MiB'
! "$1" nothing 2>/dev/null
