#!/usr/bin/env bash
# Builds what the browser loads into target/site: wasm in chunks, JavaScript, style sheets.
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root"

rm -rf target/site
step "browser's half, release" cargo leptos --log wasm build --release --split --frontend-only
# cargo-leptos builds one style sheet; guest pages have a small one of their own.
lightningcss --bundle --minify --targets "$(sed -n 's/^browserquery = "\(.*\)"/\1/p' Cargo.toml)" \
  style/guest.css --output-file target/site/guest.css
# Type declarations are for editors.
find target/site -name '*.d.ts' -delete
