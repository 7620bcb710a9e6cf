#!/usr/bin/env bash
# Asks a fresh trial everything that its OpenAPI document allows, and much that it does not, and ends with an
# error if any answer is not what the document says. All checks of schemathesis are on.
#
#   scripts/schemathesis.sh [ARGUMENTS of schemathesis run…]      such as --max-examples 200 --seed 1
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root"

SCHEMATHESIS_VERSION=4.32.5
tools=$PORTICO_TOOLS/schemathesis
if [ "$("$tools/bin/schemathesis" --version 2>/dev/null)" != "schemathesis, version $SCHEMATHESIS_VERSION" ]; then
  step "schemathesis $SCHEMATHESIS_VERSION" sh -c \
    "python3 -m venv '$tools' && '$tools/bin/pip' install --quiet 'schemathesis==$SCHEMATHESIS_VERSION'"
fi

binary=${PORTICO_BINARIES:-${CARGO_TARGET_DIR:-$root/target}/debug}/portico
base=http://127.0.0.1:3311
data=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" || true; }
  rm -rf "$data"
}
trap stop EXIT

PORTICO_LISTEN=${base#http://} PORTICO_DATA_DIR=$data/data PORTICO_LOG=warn PORTICO_API_REQUESTS_A_MINUTE=1000000000 \
  PORTICO_SANDBOX_LISTEN=127.0.0.1:0 PORTICO_SANDBOX_CONTROL=127.0.0.1:0 \
  "$binary" serve --sandbox >"$data/log" 2>"$data/err" &
server=$!
for _ in $(seq 300); do
  grep -q '^Set up' "$data/log" && break
  kill -0 "$server" 2>/dev/null || break
  sleep 0.1
done
setup=$(sed -n 's/^Set up the first administrator: //p' "$data/log")
[ -n "$setup" ] || { echo "schemathesis: the server did not start" >&2; cat "$data/err" >&2; exit 1; }

ours=(-sS -b "$data/cookies" -c "$data/cookies" -H 'Sec-Fetch-Site: same-origin' -H 'Accept: application/json')
curl "${ours[@]}" -o /dev/null "$setup" --data-urlencode 'form[account]=tester' --data-urlencode 'form[name]=Tester' \
  --data-urlencode 'password=columns hold the lintel' --data-urlencode 'again=columns hold the lintel'
scopes=()
for scope in meetings:read meetings:write join recordings directory webhooks; do
  scopes+=(--data-urlencode "form[scopes][$scope]=on")
done
token=$(curl "${ours[@]}" "$base/fn/tokens/create" --data-urlencode 'form[name]=schemathesis' \
  --data-urlencode 'form[days]=30' "${scopes[@]}" | grep -oE 'portico_[a-z0-9]+' | head -1)
[ -n "$token" ] || { echo "schemathesis: no token could be made" >&2; exit 1; }

"$tools/bin/schemathesis" --config-file scripts/schemathesis.toml run "$base/api/v1/openapi.json" --checks all \
  --header "Authorization: Bearer $token" --continue-on-failure "$@"
if [ -s "$data/err" ]; then
  echo "the server said, $(wc -l <"$data/err") lines in all:"
  head -n 20 "$data/err"
fi
