# Where the tools live and which versions they are. Sourced by the other scripts.
# Everything is installed beside the sources (or into PORTICO_TOOLS), never system-wide,
# except Debian packages, which only the package manager can install.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PORTICO_TOOLS=${PORTICO_TOOLS:-$root/.tools}
export PATH="$PORTICO_TOOLS/bin:$PORTICO_TOOLS/npm/node_modules/.bin:$PATH"

CARGO_LEPTOS_VERSION=0.3.9
BINARYEN_VERSION=132.0.0
LIGHTNINGCSS_VERSION=1.30.2

say() { printf '\033[1m== %s\033[0m\n' "$*"; }

# step NAME COMMAND…: says what it does and how long it took.
step() {
  local name=$1 start
  shift
  start=$(date +%s)
  say "$name"
  "$@"
  printf '   %s: %s s\n' "$name" "$(($(date +%s) - start))"
}

# What Cargo.lock says of a package.
locked_version() {
  awk -v want="name = \"$1\"" '$0 == want { getline; gsub(/version = |"/, ""); print; exit }' "$root/Cargo.lock"
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}
