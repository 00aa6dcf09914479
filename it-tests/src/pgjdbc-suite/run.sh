#!/bin/bash
# Runs pgjdbc's own tests through jdbc:coffer:postgresql: with nothing protected.
#
#   run.sh SUITE WORK DRIVER_JAR LOSSES
#
# SUITE       the folder with the suite's tools and conformance.txt, the tests that a pass-through driver passes
# WORK        an empty folder that the user postgres can reach; kept, so that a second run compiles nothing
# DRIVER_JAR  the driver with its dependencies, without pgjdbc
# LOSSES      the tests that may fail, each line "id # reason"
#
# INCLUDE=regex runs other classes instead and reports their failures. Needs PostgreSQL's server and contrib
# packages, and root, since the server is started as postgres. Exit status 1 if a test fails that LOSSES lacks.
set -euo pipefail
suite=$1 work=$2 jar=$(realpath "$3") losses=$(realpath "$4")
if [ ! -f "$suite/conformance.txt" ]; then
  echo "pgjdbc's suite is skipped: there is no $suite/conformance.txt."
  exit 0
fi
mkdir -p "$work"
if [ ! -f "$work/testcp.txt" ]; then
  cp -r "$suite/." "$work"
  chmod -R u+w "$work"
  (cd "$work" && bin/setup.sh)
fi
results=$work/results/coffer.tsv
(cd "$work" && bin/run.sh coffer jdbc:coffer:postgresql: "$jar")

# A line of the results: status, class, id, …; object identities differ from run to run.
ids() { awk -F'\t' -v wanted="$1" '$1 ~ wanted { print $3 }' "$results" |
  sed -E 's/@[0-9a-f]{5,}/@/g; s#\[engine:junit-jupiter\]/##' | sort -u; }
if [ -n "${INCLUDE:-}" ]; then
  echo "passed $(ids '^PASS$' | wc -l), failed $(ids '^(FAIL|HANG)$' | wc -l), skipped $(ids '^(SKIP|ABORT)$' | wc -l)"
  ids '^(FAIL|HANG)$'
  [ -z "$(ids '^(FAIL|HANG)$')" ]
  exit
fi
wanted=$(mktemp) passed=$(mktemp) allowed=$(mktemp)
trap 'rm -f "$wanted" "$passed" "$allowed"' EXIT
sort -u "$suite/conformance.txt" > "$wanted"
ids '^PASS$' > "$passed"
grep -v '^#' "$losses" | sed 's/ # .*//' | grep . | sort -u > "$allowed" || true
echo "conformance: $(comm -12 "$wanted" "$passed" | wc -l) of $(wc -l < "$wanted") pass"
lost=$(comm -23 "$wanted" "$passed" | comm -23 - "$allowed")
if [ -n "$lost" ]; then
  echo "lost without a reason in $(basename "$losses"):"
  echo "$lost"
  exit 1
fi
