#!/usr/bin/env bash
# `bench engine` prints what it promises, and the figures that are no timings are as promised: nothing is
# allocated while a reset world runs, everything is answered, the two workloads are the same size.
# engine_runs.sh WHITEWATER_PROGRAM
set -euo pipefail
json=$("$1" bench engine --ratios 3 --json)
echo "$json"
value() { printf '%s' "$json" | sed -n "s/.*\"$1\":\([-0-9.e+]*\).*/\1/p"; }
for key in ratio_to_pump ratio_to_pump_unchecked pump_to_queue runs_per_second checks_overhead large_to_small; do
  [ -n "$(value $key)" ] || { echo "no $key"; exit 1; }
done
[ "$(value allocations_per_event)" = 0 ] || { echo "the second run of a reset world allocates"; exit 1; }
[ "$(value answered_of_500)" = 500 ] || { echo "not everything was answered"; exit 1; }
awk -v r="$(value messages_to_pump)" 'BEGIN { exit !(r > 0.98 && r < 1.02) }' || { echo "the workloads differ in size"; exit 1; }
text=$("$1" bench engine --ratios 1)
for line in 'full stack / reference pump, with checks' 'checks_overhead'; do
  grep -q "$line" <<<"$text" || { echo "no line: $line"; exit 1; }
done

# What users feel: every row has runs and a split that adds up.
users=$("$1" bench engine --users --runs 3 --json)
echo "$users"
python3 - "$users" <<'CHECK'
import json, sys
rows = json.loads(sys.argv[1])["rows"]
assert len(rows) == 6, rows
for row in rows:
    assert row["runs_per_second"] > 0 and row["times_real"] > 0, row
    parts = sum(row[part + "_percent"] for part in ("set_up", "events", "history", "report"))
    assert 99 < parts < 101, row
CHECK
"$1" bench engine --users --runs 2 | grep -q 'drawn scenarios'
if "$1" bench engine --users --part pump 2>/dev/null; then echo "--users went with --part"; exit 1; fi
