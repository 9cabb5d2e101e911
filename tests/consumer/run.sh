#!/usr/bin/env bash
# Installs a build into an empty prefix and builds and runs projects outside the tree against it.
# run.sh BUILD_FOLDER SOURCE_FOLDER EXPECTED_OUTPUT_FILE CXX_COMPILER
set -euo pipefail
build=$1 source=$2 expected=$3 compiler=$4
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

cmake --install "$build" --prefix "$scratch/prefix" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
cmake -S "$source/tests/consumer" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_CXX_COMPILER="$compiler" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
cmake --build "$scratch/build" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
"$scratch/build/own_actor" | tee "$scratch/output"
diff "$expected" "$scratch/output"

# The linearizability checker alone.
cmake -S "$source/tests/consumer/check_history" -B "$scratch/check" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_CXX_COMPILER="$compiler" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
cmake --build "$scratch/check" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
diff "$source/tests/consumer/check_history/expected.txt" <("$scratch/check/check_history")

# A system of its own on the installed command line.
cmake -S "$source/tests/consumer/lock_ring" -B "$scratch/ring" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_CXX_COMPILER="$compiler" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
cmake --build "$scratch/ring" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
"$source/tests/consumer/lock_ring/check.sh" "$scratch/ring/lock_ring" "$source/tests/consumer/lock_ring" "$scratch/prefix/bin/whitewater"
if grep -rhoE 'libwhitewater_(raft|raft_codec|kv|kv_store|course|course_codec|primary_backup|scenarios|check)\.a' "$scratch/ring/build.ninja"; then
  echo "whitewater::cli links what it must not know"; exit 1
fi

# A property over drawn scenarios, with the machine's RapidCheck; and its failure, replayed by the installed program.
cmake -S "$source/tests/consumer/property" -B "$scratch/property" -G Ninja -DCMAKE_BUILD_TYPE=Release \
  -DCMAKE_PREFIX_PATH="$scratch/prefix" -DCMAKE_CXX_COMPILER="$compiler" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
cmake --build "$scratch/property" >"$scratch/log" || { cat "$scratch/log"; exit 1; }
property_fails() { echo "$1" >&2; cat "$scratch/said" "$scratch/found" >&2; exit 1; }
code=0
(cd "$scratch" && property/drawn_runs) >"$scratch/said" 2>"$scratch/found" || code=$?
[ "$code" = 1 ] || property_fails "of two properties one fails, expected exit code 1 and not $code"
[ "$(grep -c '^Reproduce: ' "$scratch/found")" = 1 ] || property_fails "one line reproduces the failure"
line=$(sed -n 's/^Reproduce: //p' "$scratch/found")
[ "${#line}" -gt 80 ] || property_fails "the line is one that a terminal would break"
code=0
(cd "$scratch" && PATH="$scratch/prefix/bin:$PATH" && eval "$line") >"$scratch/replayed" || code=$?
[ "$code" = 1 ] && grep -q 'It fails again, bit for bit' "$scratch/replayed" || property_fails "the property's failure is not replayed"

# The program, too, runs from where it was installed, and finds its catalogue.
"$scratch/prefix/bin/whitewater" --version
"$scratch/prefix/bin/whitewater" scenario list >"$scratch/list"
grep -q crash-3 "$scratch/list"
