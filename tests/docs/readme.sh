#!/usr/bin/env bash
# The samples that README shows are what the program prints today; only the machine's own speed may differ.
# readme.sh WHITEWATER_PROGRAM [--rewrite]
set -euo pipefail
program=$1
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# The lines of README's n-th ```text block.
block() { awk -v n="$1" '$0 == "```text" { ++seen; inside = seen == n; next } $0 == "```" { inside = 0 } inside' README.md; }
timeless() { sed -E 's/^(  wall time|  events per second) .*/\1/'; }

explained() {
  local scratch; scratch=$(mktemp -d)
  "$program" run scenarios/examples/drift.json --seed 1816 --out "$scratch/found.json" >"$scratch/out" || true
  "$program" shrink "$scratch/found.json" --out "$scratch/small.json" >"$scratch/out" || true
  "$program" explain "$scratch/small.json"
  rm -rf "$scratch"
}
run() { "$program" run scenarios/course/crash-3.json --seed 7; }
story() { "$program" run crash-4 --seed 7 --story all-unanswered | awk '/^r80: /{inside = 1} /^$/{inside = 0} inside'; }

if [ "${2:-}" = --rewrite ]; then
  explained >"${TMPDIR:-/tmp}/readme.1"
  run >"${TMPDIR:-/tmp}/readme.2"
  story >"${TMPDIR:-/tmp}/readme.3"
  awk -v dir="${TMPDIR:-/tmp}" '$0 == "```text" { print; ++n; while ((getline line < (dir "/readme." n)) > 0) print line; skip = 1; next }
    $0 == "```" { skip = 0 } !skip' README.md >README.md.new
  mv README.md.new README.md
  exit
fi

diff <(block 1) <(explained)
diff <(block 2 | timeless) <(run | timeless)
diff <(block 3) <(story)
