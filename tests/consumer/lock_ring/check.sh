#!/usr/bin/env bash
# The program of docs/own-system.md from outside: what its users get from cli::run without a line of code.
# check.sh PROGRAM FOLDER_OF_THIS_SCRIPT PROGRAM_THAT_KNOWS_RAFT_AND_THE_COURSE
set -euo pipefail
program=$1 here=$2 whole=$3
storm=$here/storm.json
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

complain() { echo "check.sh: $1" >&2; sed 's/^/  | /' "$scratch/out" "$scratch/err" >&2; exit 1; }
# gives CODE ARGUMENTS: the program ends with that code.
gives() {
  local code=$1 found=0; shift
  "$program" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || found=$?
  [ "$found" = "$code" ] || complain "'$*' ended with $found, expected $code"
}
says() { grep -qF -- "$1" "$scratch/out" || complain "expected in the output: $1"; }
complains() { grep -qF -- "$1" "$scratch/err" || complain "expected among the errors: $1"; }
# refuses SENTENCE ARGUMENTS: bad input, in one line, and perhaps where help is; nothing else is printed.
refuses() {
  local sentence=$1; shift
  gives 2 "$@"; complains "$sentence"
  [ ! -s "$scratch/out" ] && [ "$(wc -l <"$scratch/err")" -le 2 ] || complain "'$*' said more than why"
}

# A run, a sweep, fields, and the same again.
gives 0 run "$storm"; says "longest wait"; says "PASS  storm  seed 1"
gives 0 run "$storm" --seeds 1-100 --set drops=0.2 -j2; says "passed                                100"
gives 0 run "$storm" --seed 7 --check-determinism
gives 0 run "$storm" --json; says '"figures":{"longest_wait":'
gives 0 run "$storm" --liveness; says "PASS"
gives 1 run "$storm" --set patience=10ms; says "FAIL  storm  seed 1  patience"

# The planted mistake is found, and told in the program's own words.
gives 1 run "$storm" --set forgetful=true --seed 3
sed -n '/^Correctness/,$p' "$scratch/out" | sed "s#$storm#storm.json#" | diff "$here/expected.txt" - >&2
gives 1 run "$storm" --set forgetful=true --seeds 1-20; says "one_holder"
gives 1 run "$storm" --set forgetful=true --json; says '"property":"one_holder"'

# Traces, stories and histories speak its words.
gives 0 run "$storm" --trace -; says "took_token round 1"; says "kill"
gives 0 run "$storm" --story v6.2; says "v6.2: visit"; says "lets v6.2 in"; says "answered ok"
gives 0 run "$storm" --story all-unanswered
gives 0 run "$storm" --history -; says '"f":"visit"'
refuses "--wire: the workload 'visits' has no codec" run "$storm" --wire
refuses "no request" run "$storm" --story v99.1

# Faults begin at its notes.
gives 0 run "$storm" --set 'faults=[{"type":"pause","at":{"note":"took_token","nth":3},"for":"100ms","replicas":"leader"}]' --trace -
says pause
refuses 'did you mean' run "$storm" --set 'faults=[{"type":"kill","at":{"note":"took_tokn"},"replicas":"leader"}]'

# Its planted mistake is searched for, cut down to a file with its own fields, and explained in its own words.
gives 1 fuzz "$storm" --set forgetful=true --seed 1 --seeds 512 --max-failures 1 --out "$scratch/found"; says "one_holder"
small=$(ls "$scratch"/found/one_holder-*.json)
# A search never turns on what the program says is never drawn.
for base in "" "$storm"; do
  "$program" fuzz $base --seed 1 --seeds 1024 --out "$scratch/plain" >"$scratch/out" 2>"$scratch/err" || [ $? = 1 ]
  if grep -q "one_holder" "$scratch/out"; then complain "a campaign turned on 'forgetful' by itself"; fi
done
refuses "--vary forgetful: this field is never drawn" fuzz "$storm" --vary forgetful
grep -q '"forgetful": true' "$small" || complain "the file lacks a field of the program"
gives 1 replay "$small"; says "again, bit for bit"
gives 0 explain "$small"; says "one_holder"; says "took_token round"; says "without it the run"
gives 1 run "$storm" --set forgetful=true --seed 3 --out "$scratch/whole.json"; says "lock_ring explain"
gives 1 shrink "$scratch/whole.json" --out "$scratch/small.json"; says "one_holder"
gives 0 explain "$scratch/small.json"; says "is lost"; says "took_token round"

# Its fields, in files, schema and completion.
gives 0 scenario validate "$storm"; says "storm.json: ok: 5 replicas, 10 % drops"
gives 0 scenario schema; says '"forgetful"'; says '"visitors"'; says '"default": "50ms"'; says took_token
if grep -qiwE 'raft|elections?|course|"requests"' "$scratch/out"; then complain "the schema knows fields of other toolboxes"; fi
refuses 'unknown field; did you mean "visitors"?' run "$storm" --set visitor=3
refuses 'expected an integer from 2 to 9, found 12' run "$storm" --set replicas=12
refuses "no such file" run crash-3
refuses "did you mean 'run'?" rnu
refuses "no scenarios come with this program" scenario list
gives 0 completion bash; says "_lock_ring()"; bash -n "$scratch/out"
gives 0 --help; says "lock_ring run mine.json"; says "completion"
if grep -q whitewater "$scratch/out"; then complain "the help speaks of another program"; fi
gives 0 --version; says "lock_ring, made with whitewater"

# It knows neither Raft nor the course; the other program, which knows both, shows that this would be seen.
knows() { nm -C "$1" 2>/dev/null | grep -cE 'whitewater::(raft|course|kv|primary_backup)::' || true; }
[ "$(knows "$whole")" -gt 0 ] || complain "nothing of Raft or the course is seen in $whole"
[ "$(knows "$program")" -eq 0 ] || complain "$program is linked with Raft or the course"
