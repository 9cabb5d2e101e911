#!/usr/bin/env bash
# The programs printed in docs/own-actor.md, docs/own-system.md, docs/property-tests.md and docs/linearizability.md are the ones that the tests build, and their outputs what they expect.
# docs_match.sh SOURCE_FOLDER
set -euo pipefail
block() { awk -v fence='```'"$1" '$0 == fence { inside = 1; next } $0 == "```" { inside = 0 } inside' "$2"; }
diff <(block cpp "$1/docs/own-actor.md") "$1/tests/consumer/own_actor.cpp"
diff <(block text "$1/docs/own-actor.md") "$1/tests/consumer/expected.txt"
diff <(block cmake "$1/docs/own-actor.md") <(tail -n +2 "$1/tests/consumer/CMakeLists.txt")
ring=$1/tests/consumer/lock_ring
diff <(block cpp "$1/docs/own-system.md") "$ring/lock_ring.cpp"
diff <(block json "$1/docs/own-system.md") "$ring/storm.json"
diff <(block text "$1/docs/own-system.md") "$ring/expected.txt"
diff <(block cmake "$1/docs/own-system.md") <(tail -n +2 "$ring/CMakeLists.txt")
[ "$(wc -l <"$ring/lock_ring.cpp")" -le 200 ]
check=$1/tests/consumer/check_history
diff <(block cpp "$1/docs/linearizability.md") "$check/check_history.cpp"
diff <(block text "$1/docs/linearizability.md") "$check/expected.txt"
diff <(block cmake "$1/docs/linearizability.md") <(tail -n 3 "$check/CMakeLists.txt")
diff <(block cpp "$1/docs/property-tests.md") <(sed -n '/^TEST_CASE("what clients/,/^}/p' "$1/tests/consumer/property/drawn_runs.cpp")
diff <(block c++ "$1/docs/own-system.md") \
  <(sed -n '/^\/\/ --- a workload whose/,/^\/\/ --- so far/p' "$1/tests/scenarios/listed_visits_test.cpp" | head -n -1)
