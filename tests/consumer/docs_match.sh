#!/usr/bin/env bash
# The program printed in docs/own-actor.md is the one that the tests build, and its output the one they expect.
# docs_match.sh SOURCE_FOLDER
set -euo pipefail
block() { awk -v fence='```'"$1" '$0 == fence { inside = 1; next } $0 == "```" { inside = 0 } inside' "$2"; }
diff <(block cpp "$1/docs/own-actor.md") "$1/tests/consumer/own_actor.cpp"
diff <(block text "$1/docs/own-actor.md") "$1/tests/consumer/expected.txt"
diff <(block cmake "$1/docs/own-actor.md") <(tail -n +2 "$1/tests/consumer/CMakeLists.txt")
