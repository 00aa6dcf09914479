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
# ENCRYPT=1 gives every eligible column of a new table its encrypted type (encrypt-new-tables.sql); what is lost then
# is reported by cause, for a reader to judge.
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
if [ -n "${ENCRYPT:-}" ]; then
  here=$(dirname "$(realpath "$0")") keys=$(mktemp -d) port=${PGSUITE_PORT:-54329}
  trap 'rm -rf "$keys"' EXIT
  export COFFER_LOCAL_PASSWORD="a password for tests" KEEPDB=1
  export PARAMS="coffer.keyStore=file:$keys/store&coffer.masterKey=local:$keys/master.json"
  "$work/bin/server.sh" recreate
  java -cp "$jar:$work/dl/*" io.github.cofferjdbc.cli.Coffer init --user postgres --password none \
    --key-store "file:$keys/store" --master-key "local:$keys/master.json" --url "jdbc:postgresql://127.0.0.1:$port/test"
  psql -qX -h 127.0.0.1 -p "$port" -U postgres -d test -v ON_ERROR_STOP=1 -f "$here/encrypt-new-tables.sql"
fi
(cd "$work" && bin/run.sh coffer jdbc:coffer:postgresql: "$jar")
[ -z "${ENCRYPT:-}" ] || "$work/bin/server.sh" stop

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
trap 'rm -rf "$wanted" "$passed" "$allowed" "${keys:-$wanted}"' EXIT
sort -u "$suite/conformance.txt" > "$wanted"
ids '^PASS$' > "$passed"
grep -v '^#' "$losses" | sed 's/ # .*//' | grep . | sort -u > "$allowed" || true
echo "conformance: $(comm -12 "$wanted" "$passed" | wc -l) of $(wc -l < "$wanted") pass"
lost=$(comm -23 "$wanted" "$passed" | comm -23 - "$allowed")
if [ -n "${ENCRYPT:-}" ]; then
  awk -F'\t' 'NR == FNR { wanted[$0]; next }
    { id = $3; sub(/\[engine:junit-jupiter\]\//, "", id); gsub(/@[0-9a-f]{5,}/, "@", id) }
    id in wanted && $1 ~ /^(FAIL|HANG)$/ { print $6 ": " $7 }' "$wanted" "$results" |
    sed -E 's/[0-9]+/N/g' | cut -c1-200 | sort | uniq -c | sort -rn
  exit
fi
# The rest casts connections and statements to interfaces and classes of pgjdbc, or reads their fields.
others=$(ids '^(FAIL|HANG)$' | comm -23 - "$wanted")
echo "beyond conformance: $(ids '^PASS$' | comm -23 - "$wanted" | wc -l) pass, $(grep -c . <<< "$others") fail:"
awk -F'\t' 'NR == FNR { others[$0]; next }
  { id = $3; sub(/\[engine:junit-jupiter\]\//, "", id); gsub(/@[0-9a-f]{5,}/, "@", id) }
  id in others { print $6 ": " $7 }' <(echo "$others") "$results" |
  sed -E 's/ \(.*//; s/@[0-9a-f]+/@/g; s/[0-9]+/N/g' | cut -c1-150 | sort | uniq -c | sort -rn
if [ -n "$lost" ]; then
  echo "lost without a reason in $(basename "$losses"):"
  echo "$lost"
  exit 1
fi
