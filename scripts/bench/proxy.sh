#!/usr/bin/env bash
# The signing proxy beside nginx, which passes the same calls on unsigned, and beside a signing proxy in Node,
# all before one constant upstream, in turns. Processor time is user and system time of the proxy's process;
# limits in brackets, and what is beyond its limit ends this with an error. Portico answers reads that ask the same at
# the same time with one call, so the last round, in which each call asks for another meeting, shows it without that.
#
#   scripts/bench/proxy.sh [SECONDS of each measurement]
set -euo pipefail
source "$(dirname "$0")/../tools.sh"
cd "$root"

if ! command -v nginx >/dev/null || ! command -v wrk >/dev/null; then
  step "Debian packages nginx and wrk" as_root env DEBIAN_FRONTEND=noninteractive \
    sh -c "apt-get update -qq && apt-get install -qq -y --no-install-recommends nginx-light wrk >/dev/null"
fi

seconds=${1:-4}
binary=${PORTICO_BINARIES:-${CARGO_TARGET_DIR:-$root/target}/release}/portico
data=$(mktemp -d)
# The processes to be ended, and by name those to be measured.
declare -A process=()
stop() {
  for pid in "${process[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$data"
}
trap stop EXIT

upstream=3321 passing=3322 signing=3323 portico=3324
conference=12345678
answer='{"code":0,"msg":"OK","requestId":"0193f0a0","data":{"id":12345678,"subject":"Weekly planning","startTime":"2026-11-21 10:00:00","endTime":"2026-11-21 11:00:00","status":1,"orderConfig":{"waitHall":0,"recMode":0},"members":["Ada","Bai","Chen"]}}'

# nginx_of NAME SERVER-BLOCK: one worker, which is the process that works; access is not logged.
nginx_of() {
  cat >"$data/$1.conf" <<CONF
daemon off; worker_processes 1; pid $data/$1.pid; error_log $data/$1.log crit;
events { worker_connections 1024; }
http {
  access_log off; keepalive_requests 1000000000; keepalive_timeout 600s; tcp_nodelay on;
  client_body_temp_path $data/$1-body; proxy_temp_path $data/$1-proxy; fastcgi_temp_path $data/$1-f;
  uwsgi_temp_path $data/$1-u; scgi_temp_path $data/$1-s;
  upstream constant { server 127.0.0.1:$upstream; keepalive 128; keepalive_requests 1000000000; }
  server { $2 }
}
CONF
  nginx -p "$data" -c "$data/$1.conf" 2>/dev/null &
  process[$1]=$!
}
nginx_of upstream "listen 127.0.0.1:$upstream; default_type application/json; location / { return 200 '$answer'; }"
nginx_of nginx "listen 127.0.0.1:$passing; location /proxy/x/ { proxy_pass http://constant/; proxy_http_version 1.1;
  proxy_set_header Connection ''; }"

PORTICO_LISTEN=127.0.0.1:$portico PORTICO_DATA_DIR=$data/data PORTICO_LOG=warn PORTICO_API_REQUESTS_A_MINUTE=1000000000 \
  PORTICO_SANDBOX_LISTEN=127.0.0.1:0 PORTICO_SANDBOX_CONTROL=127.0.0.1:0 \
  "$binary" serve --sandbox >"$data/log" 2>"$data/err" &
process[portico]=$!
for _ in $(seq 300); do
  grep -q '^Set up' "$data/log" && break
  sleep 0.1
done

# An administrator, a connection to the constant upstream, a token for it.
base=http://127.0.0.1:$portico
ours=(-sS -b "$data/cookies" -c "$data/cookies" -H 'Sec-Fetch-Site: same-origin' -H 'Accept: application/json')
setup=$(sed -n 's/^Set up the first administrator: //p' "$data/log")
[ -n "$setup" ] || { echo "bench: the server did not start" >&2; cat "$data/err" >&2; exit 1; }
curl "${ours[@]}" -o /dev/null "$setup" --data-urlencode 'form[account]=bench' --data-urlencode 'form[name]=Bench' \
  --data-urlencode 'password=columns hold the lintel' --data-urlencode 'again=columns hold the lintel'
connection=$(curl "${ours[@]}" -D - -o /dev/null "$base/fn/connections/add" --data-urlencode 'form[name]=Constant' \
  --data-urlencode 'form[vendor]=cloudroom' --data-urlencode "form[base_url]=http://127.0.0.1:$upstream" \
  --data-urlencode 'form[public_id]=bench' --data-urlencode 'form[private_network]=on' \
  --data-urlencode 'secret=a key that nobody holds' \
  -d platform_key= -d token_key= -d token_iv= -d passkey= -d passphrase= | tr -d '\r' | sed -n 's|^location: /connections/||Ip')
token=$(curl "${ours[@]}" "$base/fn/tokens/create" --data-urlencode 'form[name]=bench' --data-urlencode 'form[days]=30' \
  --data-urlencode "form[scopes][proxy:$connection:*]=on" | grep -oE 'portico_[a-z0-9]+' | head -1)
[ -n "$token" ] || { echo "bench: no token could be made" >&2; exit 1; }
node scripts/bench/signing-proxy.mjs $signing $upstream "$token" bench 'a key that nobody holds' &
process[node]=$!
sleep 0.5

declare -A address=(
  [upstream]=http://127.0.0.1:$upstream/conference/$conference
  [nginx]=http://127.0.0.1:$passing/proxy/x/conference/$conference
  [node]=http://127.0.0.1:$signing/proxy/x/conference/$conference
  [portico]=http://127.0.0.1:$portico/proxy/$connection/conference/$conference
)
for name in nginx node portico; do
  got=$(curl -sS -H "Authorization: Bearer $token" "${address[$name]}")
  [ "$got" = "$answer" ] || { echo "bench: $name answers $got" >&2; exit 1; }
done

# ticks NAME: processor time so far, in hundredths of a second. nginx works in its one child.
ticks() {
  local pid=${process[$1]}
  [ "$1" != nginx ] || pid=$(pgrep -P "$pid")
  sed 's/.*) //' "/proc/$pid/stat" | awk '{print $12 + $13}'
}
# load NAME CONNECTIONS SECONDS: requests, median (microseconds), 99th percentile, errors.
cat >"$data/report.lua" <<'LUA'
local asked = 0
if os.getenv("PORTICO_BENCH_VARIOUS") then
  request = function()
    asked = (asked + 1) % 10000
    return wrk.format(nil, (wrk.path:gsub("%d%d%d%d$", string.format("%04d", asked))))
  end
end
done = function(summary, latency)
  local errors = summary.errors.status + summary.errors.read + summary.errors.connect + summary.errors.timeout
  io.write(string.format("RESULT %d %.0f %.0f %d\n", summary.requests, latency:percentile(50), latency:percentile(99), errors))
end
LUA
load() {
  wrk -t1 -c"$2" -d"$3s" -s "$data/report.lua" -H "Authorization: Bearer $token" "${address[$1]}" |
    sed -n 's/^RESULT //p'
}

row() { printf '%-38s %10s %12s %12s %12s\n' "$@"; }
declare -A processor=() median=()
failed=0
for round in "1 same" "64 same" "64 various"; do
  read -r connections meetings <<<"$round"
  say "the signing proxy on $connections connection(s), $meetings meeting(s), ${#answer} bytes, best of three turns"
  unset PORTICO_BENCH_VARIOUS
  [ "$meetings" = same ] || export PORTICO_BENCH_VARIOUS=1
  row "" "requests/s" "median µs" "p99 µs" "CPU µs each"
  unset best; declare -A best=()
  for turn in 0 1 2 3; do
    for name in upstream nginx node portico; do
      before=$(ticks $name)
      read -r requests half most errors < <(load $name $connections "$([ $turn = 0 ] && echo 1 || echo "$seconds")")
      [ "$errors" = 0 ] || { echo "bench: $errors errors at $name" >&2; failed=1; }
      [ $turn != 0 ] || continue
      each=$(awk -v t=$(($(ticks $name) - before)) -v n="$requests" 'BEGIN {printf "%.1f", t * 10000 / n}')
      line="$((requests / seconds)) $half $most $each"
      if [ -z "${best[$name]:-}" ] || awk -v a="$each" -v b="${best[$name]##* }" 'BEGIN {exit !(a < b)}'; then
        best[$name]=$line
      fi
    done
  done
  for name in upstream nginx node portico; do
    read -r rate half most each <<<"${best[$name]}"
    processor[$name]=$each median[$name]=$half
    [ $name != upstream ] || each=-
    row "$name" "$rate" "$half" "$most" "$each"
  done
  # hold WHAT VALUE LIMIT
  hold() {
    printf '%-38s %10s   [%s]\n' "$1" "$2" "$3"
    awk -v a="$2" -v b="$3" 'BEGIN {exit !(a <= b)}' || failed=1
  }
  ratio() { awk -v a="${processor[portico]}" -v b="${processor[$1]}" 'BEGIN {printf "%.2f", a / b}'; }
  if [ "$meetings" = various ]; then
    echo "processor time: $(ratio nginx) times nginx's, $(ratio node) times Node's (no limit)"
    continue
  fi
  hold "processor time, times nginx's" "$(ratio nginx)" 2.00
  hold "processor time, times Node's" "$(ratio node)" 0.33
  [ $connections != 1 ] || hold "added median latency, µs" "$((median[portico] - median[upstream]))" 150
done
exit $failed
