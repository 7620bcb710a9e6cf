#!/usr/bin/env bash
# Lets two scanners loose on a fresh trial server: sqlmap on every parameter that reaches a query, wapiti on
# whatever it finds, as nobody, as an organizer and as an administrator. Ends with an error if either of them
# reports a weakness; what they said stays in target/scan.
#
#   scripts/scan.sh [SECONDS [LEVEL]]    for each of wapiti's walks, 600 unless told; of sqlmap, 1 to 5
#
# PORTICO_BINARY names another build than the release.
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root"

seconds=${1:-600} level=${2:-1}
binary=${PORTICO_BINARY:-${CARGO_TARGET_DIR:-$root/target}/release/portico}
base=http://127.0.0.1:3302
out=${PORTICO_SCAN:-$root/target/scan}
venv=$PORTICO_TOOLS/scan

# Debian's wapiti does not start on its own Python, so both come from where their makers put them.
[ -x "$venv/bin/wapiti" ] && [ -x "$venv/bin/sqlmap" ] || step "sqlmap and wapiti" \
  sh -c "python3 -m venv '$venv' && '$venv/bin/pip' --quiet install wapiti3==3.2.3 sqlmap==1.9.9"

rm -rf "$out" && mkdir -p "$out"
data=$(mktemp -d)
server=
stop() {
  [ -z "$server" ] || { kill "$server" 2>/dev/null; wait "$server" || true; }
  rm -rf "$data"
}
trap stop EXIT

# Scanners ask more than a script may in a minute.
PORTICO_LISTEN=${base#http://} PORTICO_DATA_DIR=$data/data PORTICO_API_REQUESTS_A_MINUTE=1000000 \
  PORTICO_SANDBOX_LISTEN=127.0.0.1:0 PORTICO_SANDBOX_CONTROL=127.0.0.1:0 "$binary" serve --sandbox >"$data/log" 2>"$out/server.err" &
server=$!
for _ in $(seq 100); do
  grep -q '^Set up' "$data/log" && break
  sleep 0.2
done
setup=$(sed -n 's/^Set up the first administrator: //p' "$data/log")
[ -n "$setup" ] || { echo "scan: the server did not start" >&2; cat "$out/server.err" >&2; exit 1; }

# post COOKIE PATH FIELD…: as a page of ours does.
post() {
  local cookie=$1 path=$2 fields=()
  shift 2
  for field in "$@"; do fields+=(--data-urlencode "$field"); done
  curl -sS -i -H 'Sec-Fetch-Site: same-origin' -b "$cookie" "${fields[@]}" "$base$path"
}
session() { sed -n 's/^[Ss]et-[Cc]ookie: \(portico-session=[^;]*\).*/\1/p'; }
# The first place where the answer says so.
said() { grep -oE "$1" | head -n 1; }

password=correct-horse-battery-staple
chosen=("password=$password" "again=$password")
administrator=$(post '' "${setup#"$base"}" form[account]=ada form[name]=Ada "${chosen[@]}" | session)
invited=$(post "$administrator" /fn/accounts/invite form[account]=otto form[name]=Otto form[role]=organizer)
organizer=$(post '' "$(said '/invite/[A-Za-z0-9_-]+' <<<"$invited")" "${chosen[@]}" | session)
scopes=(meetings:read meetings:write join recordings directory)
scopes=("${scopes[@]/#/form[scopes][}")
token=$(post "$administrator" /fn/tokens/create form[name]=scan "${scopes[@]/%/]=on}" | said 'portico_[A-Za-z0-9_-]{20,}' || true)
[ -n "$administrator" ] && [ -n "$organizer" ] && [ -n "$token" ] || { echo "scan: cannot sign in" >&2; exit 1; }

id='[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}'
# first PATH PREFIX: the id in the first link of a page; the index may still be filling.
first() {
  for _ in $(seq 60); do
    curl -sS -b "$administrator" "$base$1" | grep -oE "$2$id" | head -n 1 | grep -oE "$id" && return
    sleep 0.5
  done
  echo "scan: nothing on $1" >&2
  exit 1
}
meeting=$(first /meetings '"/meetings/')
recording=$(first /recordings '"/recordings/')
connection=$(first /connections '"/connections/')

# The requests for sqlmap: whose, method, path, body. A star marks what is tried besides parameters.
requests() {
  local any="x"
  cat <<LIST
administrator GET /meetings?text=$any&connection=$connection&state=all&owner=mine&after=$any
administrator GET /recordings?text=$any&connection=$connection&sort=newest&after=$any
administrator GET /audit?text=$any&person=nobody&action=$any&from=2026-01-01&until=2030-01-01&after=$any
administrator GET /audit/log.csv?text=$any&person=nobody&action=$any&from=2026-01-01
administrator GET /meetings/$meeting*
administrator GET /meetings/$meeting*/attendance.csv
administrator GET /recordings/$recording*
administrator GET /connections/$connection*
administrator GET /people/$any*
administrator GET /directory/$connection*?show=contacts&search=$any
administrator POST /fn/meetings/list query[text]=$any&query[connection]=$connection&query[state]=all&query[owner]=mine&query[after]=$any
administrator POST /fn/recordings/list query[text]=$any&query[connection]=$connection&query[sort]=newest&query[after]=$any
administrator POST /fn/audit/search query[text]=$any&query[person]=nobody&query[action]=$any&query[after]=$any
administrator POST /fn/meetings/view id=$meeting
administrator POST /fn/recordings/view id=$recording
administrator POST /fn/connections/view id=$connection
administrator POST /fn/accounts/view id=$any
administrator POST /fn/links/create meeting=$meeting&form[label]=$any&form[passcode]=passcode&form[role]=attendee
administrator POST /fn/account/save form[name]=Ada&form[language]=en&form[zone]=UTC
organizer GET /meetings?text=$any&state=all&owner=mine
organizer POST /fn/meetings/view id=$meeting
administrator POST /fn/shares/add meeting=$meeting&person=$any
script GET /api/v1/meetings?q=$any&connection=$connection&state=live&from=2026-01-01T00:00:00Z
script GET /api/v1/recordings?q=$any&connection=$connection
script GET /api/v1/meetings/$meeting*
guest GET /j/$any*
guest GET /r/$any*
guest POST /sign-in account=$any&password=$any&next=/
guest POST /invite/$any* password=$any&again=$any
LIST
  # Only one vendor has an address book, and which connection is its the page does not say by name.
  curl -sS -b "$administrator" "$base/connections" | grep -oE "\"/connections/$id" | grep -oE "$id" | sort -u |
    while read -r one; do echo "organizer POST /fn/people/find connection=$one&search=$any&page=1"; done
}

# sqlmap wants a file per request.
ask_sqlmap() {
  local who=$1 method=$2 path=$3 body=${4:-} number=$5 file
  file=$(printf '%s/sqlmap-%02d.txt' "$out" "$number")
  {
    printf '%s %s HTTP/1.1\nHost: %s\nSec-Fetch-Site: same-origin\nAccept: text/html\n' "$method" "$path" "${base#http://}"
    case $who in
      administrator | organizer) printf 'Cookie: %s\n' "${!who}" ;;
      script) printf 'Authorization: Bearer %s\n' "$token" ;;
    esac
    [ -z "$body" ] || printf 'Content-Type: application/x-www-form-urlencoded\n\n%s' "$body"
  } >"$file"
  # What is refused with a status is an answer like any other.
  timeout 900 "$venv/bin/sqlmap" -r "$file" --batch --ignore-stdin --level="$level" --technique=BEUST --time-sec=2 \
    --ignore-code='*' --skip='Cookie,Authorization,Host,User-Agent,Referer' --disable-coloring --threads=4 \
    --param-exclude='portico-session' --output-dir="$out/sqlmap" >"$file.log" 2>&1 || true
  # It must have looked: a run that found no parameter, or no server, proves nothing.
  grep -q 'all tested parameters do not appear to be injectable' "$file.log"
}

failed=0 number=0
say "sqlmap, $(requests | wc -l) requests"
while read -r who method path body; do
  number=$((number + 1))
  ask_sqlmap "$who" "$method" "$path" "$body" "$number" </dev/null || {
    echo "sqlmap: $who $method $path; see $out" >&2
    failed=1
  }
done < <(requests)

# Wapiti follows links and sends forms. What would end the walk is left out.
walk() {
  local who=$1 cookie=$2
  "$venv/bin/wapiti" -u "$base/" --scope folder --flush-session --color \
    -m sql,timesql,xss,permanentxss,redirect,crlf,exec,file,upload,methods,csp,http_headers \
    ${cookie:+-H "Cookie: $cookie"} -H 'Sec-Fetch-Site: same-origin' \
    -x "$base/sign-out" -x "$base/fn/account/*" -x "$base/fn/accounts/*" -x "$base/fn/connections/*" \
    --max-scan-time "$seconds" --max-attack-time "$((seconds / 4))" --tasks 4 --store-session "$data" \
    -f json -o "$out/wapiti-$who.json" >"$out/wapiti-$who.log" 2>&1
  python3 - "$out/wapiti-$who.json" "$who" <<'REPORT'
import json, sys
report = json.load(open(sys.argv[1]))
found = [(kind, it["method"], it["path"], it.get("parameter"), it["info"])
         for kind, many in report["vulnerabilities"].items() for it in many]
print(f"   {sys.argv[2]}: {report['infos'].get('crawled_pages_nbr', '?')} pages, {len(found)} found")
for one in found:
    print("  ", *one, file=sys.stderr)
sys.exit(bool(found))
REPORT
}
for who in guest organizer administrator; do
  say "wapiti as $who, at most $seconds s"
  cookie=
  [ "$who" = guest ] || cookie=${!who}
  walk "$who" "$cookie" || failed=1
done
exit "$failed"
