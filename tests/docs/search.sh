#!/usr/bin/env bash
# README's first search does what README says: it finds the mistake, the file fails again, and is explained in words.
# search.sh WHITEWATER_PROGRAM quick|long. quick: its program fails in one scenario, without a search.
set -euo pipefail
program=$1 how=$2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
# The system's Python, of which README speaks, and not one that stands before it on somebody's PATH.
PATH=/usr/bin:/bin:$PATH
python=$(PATH=/usr/bin:/bin command -v python3) || { echo "no python3: left out"; exit 0; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
fail() { echo "$1"; cat "$scratch"/*.out; exit 1; }

read -r -a words < <(grep -m1 '^tools/quickstart fuzz --replica ' README.md)
[ "${#words[@]}" -gt 2 ] || { echo "README shows no search of a program"; exit 1; }
words=("${words[@]:1}" --out "$scratch/found")
if [ "$how" = quick ]; then
  # The program of README's search in a scenario of the course, instead of a search.
  words=(run scenarios/course/simple-2.json --seed 7 --out "$scratch/found/")
  while read -r word; do words+=("$word"); done < <(grep -m1 '^tools/quickstart fuzz --replica ' README.md | grep -oE -- '--replica(-arg)?[ =][^ ]+' | sed -E 's/^(--replica(-arg)?)[ =]/\1=/')
fi
code=0
"$program" "${words[@]}" >"$scratch/fuzz.out" 2>&1 || code=$?
[ "$code" = 1 ] || fail "the search ends with exit code $code, and not with a finding"
grep -q 'majority_heard  t=' "$scratch/fuzz.out" || fail "another finding than README's"
file=$(find "$scratch/found" -name '*.json' | head -1)
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
grep -q 'has to wait for answers to ' "$scratch/explain.out" || fail "the advice is not told"
