#!/usr/bin/env bash
# Prints what Portico weighs and how quick it is. Sizes are exact; speeds stand beside a limit that the
# same server reaches in the same run, since machines differ and are noisy.
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root"

if ! command -v wrk >/dev/null; then
  step "Debian package wrk, the load generator" as_root env DEBIAN_FRONTEND=noninteractive \
    sh -c "apt-get update -qq && apt-get install -qq -y --no-install-recommends wrk >/dev/null"
fi

binary=${CARGO_TARGET_DIR:-$root/target}/release/portico
data=$(mktemp -d)
jar=$data/cookies
server=
stop() {
  [ -z "$server" ] || { kill "$server"; wait "$server" || true; }
  rm -rf "$data"
}
trap stop EXIT

PORTICO_LISTEN=127.0.0.1:3300 PORTICO_DATA_DIR=$data/data PORTICO_LOG=warn \
  PORTICO_SANDBOX_LISTEN=127.0.0.1:0 PORTICO_SANDBOX_CONTROL=127.0.0.1:0 \
  "$binary" serve --sandbox >"$data/log" 2>"$data/err" &
server=$!
base=http://127.0.0.1:3300
for _ in $(seq 100); do
  grep -q '^Set up' "$data/log" && break
  sleep 0.1
done

# An administrator, a meeting next week, a join link.
ours=(-sS -b "$jar" -c "$jar" -H 'Sec-Fetch-Site: same-origin' -H 'Accept: application/json')
setup=$(sed -n 's/^Set up the first administrator: //p' "$data/log")
curl "${ours[@]}" -o /dev/null "$setup" --data-urlencode 'form[account]=bench' --data-urlencode 'form[name]=Bench' \
  --data-urlencode 'password=columns hold the lintel' --data-urlencode 'again=columns hold the lintel'
connection=$(curl "${ours[@]}" -X POST "$base/fn/connections/list" | grep -oE '"id":"[^"]+"' | head -1 | cut -d'"' -f4)
day=$(date -u -d '+7 days' +%F)
meeting=$(curl "${ours[@]}" -D - -o /dev/null "$base/fn/meetings/schedule" --data-urlencode "key=bench" \
  --data-urlencode "form[connection]=$connection" --data-urlencode 'form[subject]=Weekly planning 周会' \
  --data-urlencode "form[start]=${day}T10:00" --data-urlencode "form[end]=${day}T11:00" |
  tr -d '\r' | sed -n 's|^location: /meetings/||Ip')
curl "${ours[@]}" -o /dev/null "$base/fn/links/create" --data-urlencode "meeting=$meeting" --data-urlencode 'form[role]=attendee'
join=$(curl "${ours[@]}" "$base/fn/meetings/view" --data-urlencode "id=$meeting" | grep -oE '/j/[a-z0-9]{26}' | head -1)
[ -n "$join" ] || { echo "bench: no join link could be made" >&2; exit 1; }

say "machine"
printf '%s, %s cores, %s\n' "$(sed -n 's/^model name.*: //p' /proc/cpuinfo | head -1)" "$(nproc)" \
  "$(awk '/MemTotal/ {printf "%.0f GiB", $2/1048576}' /proc/meminfo)"
printf '%s; load generator (wrk) beside the server on the same cores\n' "$(rustc --version)"

# weigh PATH: bytes on the wire under brotli.
weigh() { curl -sS -b "$jar" -H 'Accept-Encoding: br' -o "$data/body" -w '%{size_download}' "$base$1"; }
# everything PATH…: a page with all that it loads by itself.
everything() {
  local total=0 file page=$1
  total=$(weigh "$page")
  for file in $(grep -aoE '(href|src)="/(assets/[^"]+)"' "$data/page" | sed -E 's/.*"(.*)"/\1/' | sort -u); do
    total=$((total + $(weigh "$file")))
  done
  echo "$total"
}
row() { printf '%-52s %12s   %s\n' "$@"; }

say "sizes (bytes on the wire, brotli; limits in brackets)"
curl -sS "$base$join" -o "$data/page"
row "join page, cold, everything" "$(everything "$join")" "[30,000]"
curl -sS -b "$jar" "$base/" -o "$data/page"
release=$(grep -oE '/assets/[0-9a-f]+' "$data/page" | head -1)
first=$(everything /)
row "first signed-in page, cold, everything" "$first" "[300,000]"
for chunk in $(cd target/site/pkg && ls *.wasm | grep -v '^portico\.wasm$'); do
  printf '%s %s\n' "$(weigh "$release/$chunk")" "$chunk"
done | sort -rn | head -3 >"$data/chunks"
while read -r bytes chunk; do row "chunk ${chunk:0:44}" "$bytes" "[100,000]"; done <"$data/chunks"

say "join page under Lighthouse's mobile preset (median of three; limits in brackets)"
node end2end/lighthouse.mjs "$base$join"

bytes=$(curl -sS "$base$join" -o /dev/null -w '%{size_download}')
load() { wrk -t1 -c32 -d"${1}s" --latency "${@:3}" "$base$2" | awk '/Requests\/sec/ {r=$2} /50%/ {m=$2} /99%/ {p=$2} END {print r, m, p}'; }
# A page is kept for a second at most, and until this process writes anything: in a storm one link is asked for
# by thousands. Links that nobody asked for before show what a look-up and a rendering of its own cost.
cat >"$data/strangers.lua" <<'LUA'
math.randomseed(os.time())
request = function()
  local slug = {}
  for i = 1, 26 do slug[i] = string.char(97 + math.random(0, 25)) end
  return wrk.format("GET", "/j/" .. table.concat(slug))
end
LUA
say "join page against a constant page of its size ($bytes bytes), 32 connections, in turns"
load 2 "$join" >/dev/null
against() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f of the constant page%s", a/b, "'"$3"'"}'; }
for turn in 1 2 3; do
  read -r constant _ _ < <(load 4 "/bench/constant/$bytes")
  read -r joined median p99 < <(load 4 "$join")
  read -r stranger _ _ < <(load 4 / -s "$data/strangers.lua")
  row "turn $turn: constant page" "$constant/s" ""
  row "turn $turn: join page of one link" "$joined/s" "$(against "$joined" "$constant" " [0.50]"), median $median, p99 $p99"
  row "turn $turn: a look-up and a page for each request" "$stranger/s" "$(against "$stranger" "$constant" "")"
done
