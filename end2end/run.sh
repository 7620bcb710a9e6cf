#!/usr/bin/env bash
# Runs the browser tests against the release build, each project on a fresh server with a temporary
# data folder, two at once.
#
#   end2end/run.sh                        all projects: script, no-script, pages
#   end2end/run.sh script [ARGUMENTS…]    one project; the rest goes to playwright
#   SCREENSHOTS=end2end/screenshots end2end/run.sh script screenshots
#   PORTICO_TRACE=1 end2end/run.sh …      records what failing tests did, for `playwright show-trace`
set -euo pipefail
cd "$(dirname "$0")"
root=$(cd .. && pwd)
binary=${PORTICO_BINARY:-${CARGO_TARGET_DIR:-$root/target}/release/portico}

projects=(script no-script pages)
case "${1:-}" in
  script | no-script | pages)
    projects=("$1")
    shift
    ;;
esac
# A folder named from where the caller stands, not from here.
if [ -n "${SCREENSHOTS:-}" ]; then
  SCREENSHOTS=$(cd "$OLDPWD" && realpath -m "$SCREENSHOTS")
  export SCREENSHOTS
fi

[ -x "$binary" ] || { echo "end2end: no release build at $binary; run 'make build' first" >&2; exit 1; }
[ -d node_modules/@playwright/test ] || npm ci --no-audit --no-fund

server=
data=

stop() {
  if [ -n "$server" ]; then
    kill "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
  if [ -n "$data" ]; then
    rm -rf "$data"
    data=
  fi
}
trap 'exit 130' INT TERM

free_port() {
  node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

fail() {
  echo "end2end: $1; the server said:" >&2
  tail -n 50 "$data/server.log" "$data/server.err" >&2
  exit 1
}

# start: a fresh server; sets PORTICO_URL and PORTICO_SETUP_LINK, and where its identity provider is to be
# (tests/provider.ts starts it).
start() {
  local port
  port=$(free_port)
  # Another site than Portico's, as in life.
  PORTICO_PROVIDER_URL="http://localhost:$(free_port)"
  PORTICO_PROVIDER_SECRET=$(node -e 'console.log(require("crypto").randomBytes(24).toString("hex"))')
  export PORTICO_PROVIDER_URL PORTICO_PROVIDER_SECRET
  data=$(mktemp -d)
  export PORTICO_URL="http://127.0.0.1:$port"
  PORTICO_LISTEN="127.0.0.1:$port" \
    PORTICO_PUBLIC_URL="$PORTICO_URL" \
    PORTICO_DATA_DIR="$data/data" \
    PORTICO_IDENTITY_PROVIDERS="[{name=corp,label=\"Example Corp\",issuer=\"$PORTICO_PROVIDER_URL\",client_id=portico,client_secret=\"$PORTICO_PROVIDER_SECRET\",role_claim=groups,organizer=[staff],private_network=true}]" \
    PORTICO_SANDBOX_LISTEN=127.0.0.1:0 \
    PORTICO_SANDBOX_CONTROL=127.0.0.1:0 \
    "$binary" serve --sandbox >"$data/server.log" 2>"$data/server.err" &
  server=$!
  for _ in $(seq 300); do
    kill -0 "$server" 2>/dev/null || fail "the server ended"
    if curl -fsS -o /dev/null --max-time 2 "$PORTICO_URL/readyz" 2>/dev/null; then break; fi
    sleep 0.2
  done
  curl -fsS -o /dev/null --max-time 2 "$PORTICO_URL/readyz" || fail "the server was not ready within a minute"
  PORTICO_SETUP_LINK=
  for _ in $(seq 50); do
    PORTICO_SETUP_LINK=$(sed -n 's/^Set up the first administrator: //p' "$data/server.log" | tail -n 1)
    [ -n "$PORTICO_SETUP_LINK" ] && break
    sleep 0.2
  done
  [ -n "$PORTICO_SETUP_LINK" ] || fail "no one-time link was printed"
  export PORTICO_SETUP_LINK
  export PORTICO_SERVER_LOG="$data/server.log"
}

# run PROJECT ARGUMENTS…: one project on a server of its own.
run() {
  local project=$1 status=0
  shift
  trap stop EXIT
  start
  PORTICO_PROJECT=$project npx --no-install playwright test --project="$project" --pass-with-no-tests "$@" || status=1
  stop
  return "$status"
}

# What failed, with why: from the first failure that playwright describes, if it came so far.
failures() {
  if grep -q '^  1) \[' "$1"; then sed -n '/^  1) \[/,$p' "$1"; else tail -n 60 "$1"; fi
}

# The first project takes as long as the others together, so they run beside it, one after the other; what they
# said comes after. What failed comes last of all, because a long log is read from its end, or kept no further.
said=$(mktemp -d)
trap 'rm -rf "$said"' EXIT
first=${projects[0]} others=("${projects[@]:1}")
(
  for project in "${others[@]}"; do
    (run "$project" "$@") >"$said/$project" 2>&1 || touch "$said/$project.failed"
  done
) &
beside=$!
echo "== browser tests: $first"
(run "$first" "$@") 2>&1 | tee "$said/$first" || touch "$said/$first.failed"
wait "$beside"
for project in "${others[@]}"; do
  echo "== browser tests: $project"
  cat "$said/$project"
done
status=0
for project in "${projects[@]}"; do
  [ -e "$said/$project.failed" ] || continue
  echo "== browser tests that failed: $project"
  failures "$said/$project"
  status=1
done
exit "$status"
