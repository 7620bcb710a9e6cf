#!/usr/bin/env bash
# Storms: at each vendor two thousand people wait at one door and five thousand enter within a minute, with
# the sandbox's limits on; then ten thousand event streams hear of a change. Each on a fresh server.
# Then three times as many pages are asked for as can be answered.
# Counts have limits, and one beyond its limit ends this with an error; how long things take has none.
#
#   scripts/storm.sh                               everything, some ten minutes
#   scripts/storm.sh [cloudroom|vmr|webapi|streams|overload] [ARGUMENTS…]    one of them; the rest goes to portico-storm
#   scripts/storm.sh soak [--minutes 120]          everything at once, for hours; only if asked for
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root"

folder=${PORTICO_BINARIES:-${CARGO_TARGET_DIR:-$root/target}/release}
binary=$folder/portico storm=$folder/portico-storm
base=http://127.0.0.1:3301
data= server=
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" || true; }
  [ -z "$data" ] || rm -rf "$data"
  data= server=
}
trap stop EXIT

# start: a fresh server; sets setup and control.
start() {
  data=$(mktemp -d)
  PORTICO_LISTEN=${base#http://} PORTICO_DATA_DIR=$data/data PORTICO_LOG=warn PORTICO_ZONE=UTC \
    PORTICO_SANDBOX_LISTEN=127.0.0.1:0 PORTICO_SANDBOX_CONTROL=127.0.0.1:0 \
    "$binary" serve --sandbox >"$data/log" 2>"$data/err" &
  server=$!
  for _ in $(seq 300); do
    grep -q '^Set up' "$data/log" && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  setup=$(sed -n 's/^Set up the first administrator: //p' "$data/log")
  control=$(sed -n 's/.*its control at \(http[^ ]*\).*/\1/p' "$data/log")
  [ -n "$setup" ] || { echo "storm: the server did not start" >&2; cat "$data/err" >&2; exit 1; }
}

# try NAME ARGUMENTS…: one storm; what the server complained about follows its table.
try() {
  local name=$1 status=0
  shift
  start
  "$storm" "$@" --server "$base" --setup "$setup" --control "$control" --process "$server" || status=$?
  if [ -s "$data/err" ]; then
    echo "the server said, $(wc -l <"$data/err") lines in all:"
    head -n 5 "$data/err"
  fi
  stop
  return "$status"
}

failed=0
what=${1:-all}
[ $# -eq 0 ] || shift
for vendor in cloudroom vmr webapi; do
  if [ "$what" = all ] || [ "$what" = "$vendor" ]; then
    say "a storm at $vendor: people wait at a door, more come within a minute (limits in brackets)"
    try "$vendor" storm --vendor "$vendor" "$@" || failed=1
  fi
done
if [ "$what" = all ] || [ "$what" = streams ]; then
  say "event streams on one process (limits in brackets)"
  try streams streams "$@" || failed=1
fi
if [ "$what" = all ] || [ "$what" = overload ]; then
  say "three times as many pages as can be answered (limits in brackets)"
  try overload overload "$@" || failed=1
fi
if [ "$what" = soak ]; then
  say "everything at once, for long (limits in brackets)"
  try soak soak "$@" || failed=1
fi
exit "$failed"
