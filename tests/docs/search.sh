#!/usr/bin/env bash
# README's first search does what README says: it finds the mistake, the file fails again, and is explained in words.
# search.sh WHITEWATER_PROGRAM quick|long. quick: the search has a few seconds, so that little is made small.
set -euo pipefail
program=$1 how=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# What the replicas' fixed PATH finds.
python=$(PATH=/usr/bin:/bin command -v python3) || { echo "no python3: left out"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "$1"; cat "$scratch"/*.out; exit 1; }

read -r -a words < <(grep -m1 '^tools/quickstart fuzz --replica ' README.md)
[ "${#words[@]}" -gt 2 ] || { echo "README shows no search of a program"; exit 1; }
words=("${words[@]:1}" --out "$scratch/found")
[ "$how" = quick ] && words+=(--time 4s)
code=0
"$program" "${words[@]}" >"$scratch/fuzz.out" 2>&1 || code=$?
[ "$code" = 1 ] || fail "the search ends with exit code $code, and not with a finding"
grep -q '^FAIL seed [0-9]*  majority_heard  t=' "$scratch/fuzz.out" || fail "another finding than README's"
file=$(find "$scratch/found" -name 'majority_heard-*.json' | head -1)
[ -n "$file" ] || fail "no failure file"

if [ "$how" = long ]; then
  grep -q '^  shrunk: ' "$scratch/fuzz.out" || fail "it was not made small"
  # The runs are those of one interpreter.
  named=$(grep -o "Debian 12's Python [0-9.]*" README.md | grep -o '[0-9.]*$')
  if [ "$("$python" --version)" = "Python $named" ]; then
    awk '/^FAIL seed .*majority_heard/ { inside = 1 } $0 == "```" { inside = 0 } inside' README.md >"$scratch/readme.out"
    [ -s "$scratch/readme.out" ] || fail "README shows no result"
    diff <(grep -v '^$' "$scratch/readme.out") <(grep -A2 '^FAIL seed' "$scratch/fuzz.out") || fail "README shows another result"
  fi
fi

code=0
"$program" replay "$file" >"$scratch/replay.out" 2>&1 || code=$?
[ "$code" = 1 ] || fail "replay ends with exit code $code"
grep -q 'It fails again, bit for bit' "$scratch/replay.out" || fail "another run"
"$program" explain "$file" --time 8s >"$scratch/explain.out" 2>&1 || true
grep -q '^In words$' "$scratch/explain.out" || fail "not told in words"
grep -q ' received put .* and acknowledged it at ' "$scratch/explain.out" || fail "the acknowledgement is not told"
grep -q 'it passed the put on to ' "$scratch/explain.out" || fail "the message with the put is not told"
