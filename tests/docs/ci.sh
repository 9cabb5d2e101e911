#!/usr/bin/env bash
# The commands of docs/github-workflow.yml do what the page says: run.sh PROGRAM SOURCE_FOLDER
set -euo pipefail
program=$1 source=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin" "$scratch/regressions"
ln -s "$program" "$scratch/bin/whitewater"
PATH="$scratch/bin:$PATH"
cd "$scratch"

mapfile -t commands < <(sed -n 's/^        run: //p' "$source/docs/github-workflow.yml" | grep whitewater)
[ "${#commands[@]}" -eq 2 ] || { echo "expected two commands with whitewater, found ${#commands[@]}"; exit 1; }
grep -qF "${commands[0]}" "$source/docs/ci-for-users.md" || { echo "the page shows another command"; exit 1; }

# A failure whose cause is gone: replay passes. With the cause, it fails, and so does the build.
code=0
whitewater run simple-1 --set drops=1 --out regressions/lost.json >/dev/null || code=$?
[ "$code" -eq 1 ] || { echo "expected a failing run, found exit code $code"; exit 1; }
cp regressions/lost.json failing.json
sed -i 's/"drops": 1,/"drops": 0,/' regressions/lost.json
for command in "${commands[@]}"; do
  bash -c "$command" >out 2>&1 || { cat out; echo "failed: $command"; exit 1; }
done
grep -q '<testsuite name="crash-3"' scenarios.xml
grep -q '<testsuite name="simple-1"' scenarios.xml
[ -d failures ] && [ -z "$(ls failures)" ]

mv failing.json regressions/lost.json
code=0
bash -c "${commands[1]}" >out 2>&1 || code=$?
[ "$code" -eq 1 ] || { cat out; echo "expected exit code 1 of a failure that is back, found $code"; exit 1; }
grep -q '^::error ' out || { cat out; echo "expected an annotation"; exit 1; }
