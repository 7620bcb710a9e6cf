#!/usr/bin/env bash
# Builds the browser's half and, beside it, the crates that the server is made of: the tools' and the wasm's
# last steps leave a core idle for minutes.
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root"

# Cargo cannot be told to build only what a package depends on. But the packing of the browser's files (server/build.rs)
# fails as long as nobody says which they are, and Cargo then goes on with all that does not wait for it. What is truly
# wrong is said by the build of the server, which follows.
libraries() {
  unset PORTICO_SITE
  exec cargo build --quiet --release --package portico --features embed --keep-going >/dev/null 2>&1
}
ended() {
  wait "$beside" || true
}

# Before two ask for the toolchain at once, for rustup installs it when first asked.
cargo --version >/dev/null
say "beside what follows: the server's crates, release"
libraries &
beside=$!
trap 'kill "$beside" 2>/dev/null || true' EXIT
scripts/install-build-tools.sh
scripts/build-browser.sh
step "the rest of the server's crates, release" ended
