#!/usr/bin/env bash
# Installs what `make run` needs to build: the wasm target, cargo-leptos, wasm-bindgen, binaryen.
# Each is tested for first, so the second run costs nothing.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

need() {
  command -v "$1" >/dev/null || {
    echo "$1 is missing. $2" >&2
    exit 1
  }
}
need cargo "Install Rust from https://rustup.rs and run this again."
need node "Install Node.js 20 or newer (https://nodejs.org) and run this again."

has_wasm_target() {
  [ -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]
}
if ! has_wasm_target; then
  need rustup "The wasm target is missing, and only rustup can add it: https://rustup.rs"
  step "Rust target wasm32-unknown-unknown" rustup target add wasm32-unknown-unknown
fi

# A debug build of these tools works as quickly and is built in a third of the time.
install_crate() {
  local crate=$1 version=$2
  shift 2
  CARGO_PROFILE_DEV_DEBUG=0 CARGO_TARGET_DIR="$PORTICO_TOOLS/target" \
    cargo install --quiet --debug --root "$PORTICO_TOOLS" "$crate" --version "$version" "$@"
}

if ! cargo-leptos --version 2>/dev/null | grep -qF "$CARGO_LEPTOS_VERSION"; then
  step "cargo-leptos $CARGO_LEPTOS_VERSION (5 to 10 minutes, once)" \
    install_crate cargo-leptos "$CARGO_LEPTOS_VERSION" --locked --features no_downloads
fi

bindgen=$(locked_version wasm-bindgen)
if ! wasm-bindgen --version 2>/dev/null | grep -qF "$bindgen"; then
  step "wasm-bindgen-cli $bindgen (one or two minutes, once)" install_crate wasm-bindgen-cli "$bindgen"
fi

if [ ! -f "$PORTICO_TOOLS/npm/node_modules/binaryen/index.js" ] || ! lightningcss --version >/dev/null 2>&1; then
  step "binaryen $BINARYEN_VERSION and lightningcss $LIGHTNINGCSS_VERSION" \
    npm install --silent --no-audit --no-fund --prefix "$PORTICO_TOOLS/npm" \
    "binaryen@$BINARYEN_VERSION" "lightningcss-cli@$LIGHTNINGCSS_VERSION"
fi

rm -rf "$PORTICO_TOOLS/target"
