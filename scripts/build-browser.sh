#!/usr/bin/env bash
# Builds what the browser loads into target/site: wasm in chunks, JavaScript, style sheets.
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root"

# Paths of the machine that builds have no place in what everyone downloads. Those of this workspace are relative
# by themselves; naming its folder here would compile everything again in another clone.
flags="--cfg erase_components"
for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*; do
  flags+=" --remap-path-prefix=$registry="
done
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$flags

rm -rf target/site
said=$(mktemp)
# cargo-leptos would start wasm-opt three hundred times, once for each chunk; they are all optimised at once below.
later=$(mktemp -d)
trap 'rm -rf "$said" "$later"' EXIT
ln -s "$(type -P true)" "$later/wasm-opt"
PATH="$later:$PATH" step "browser's half, release" cargo leptos --log wasm build --release --split --frontend-only 2>&1 | tee "$said"
# Said only in passing, but then the texts of all pages are in what the first page loads.
if grep -q 'putting it in main module' "$said"; then
  echo "The main module got what belongs into chunks: ROOM_FOR_ALIGNMENT in frontend/src/lib.rs is too small." >&2
  exit 1
fi
step "browser's half, made small" \
  node scripts/optimise-wasm.mjs "$PORTICO_TOOLS/npm/node_modules/binaryen/index.js" target/site/pkg
if grep -rqF -e "$root/" -e "${CARGO_TARGET_DIR:-$root/target}/" target/site/pkg; then
  echo "A path of this machine is in what everyone downloads (target/site/pkg)." >&2
  exit 1
fi
# cargo-leptos builds one style sheet; guest pages have a small one of their own.
lightningcss --bundle --minify --targets "$(sed -n 's/^browserquery = "\(.*\)"/\1/p' Cargo.toml)" \
  style/guest.css --output-file target/site/guest.css
# Type declarations are for editors.
find target/site -name '*.d.ts' -delete
