#!/usr/bin/env bash
# Installs what `make test` needs beyond building: a browser, PostgreSQL, Playwright.
# Each is tested for first, so the second run costs nothing.
set -euo pipefail
source "$(dirname "$0")/tools.sh"

packages=()
if ! [ -x "${PORTICO_CHROMIUM:-/usr/bin/chromium}" ]; then packages+=(chromium); fi
if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && ! command -v initdb >/dev/null; then
  packages+=(postgresql)
fi
if ! fc-list :lang=zh 2>/dev/null | grep -q .; then packages+=(fontconfig fonts-noto-cjk); fi

if [ ${#packages[@]} -gt 0 ]; then
  if ! command -v apt-get >/dev/null; then
    echo "Please install by hand (this is no Debian): ${packages[*]}" >&2
    exit 1
  fi
  step "Debian packages: ${packages[*]}" as_root env DEBIAN_FRONTEND=noninteractive \
    sh -c "apt-get update -qq && apt-get install -qq -y --no-install-recommends ${packages[*]} >/dev/null"
fi

if [ "$root/end2end/package-lock.json" -nt "$root/end2end/node_modules/.package-lock.json" ]; then
  step "npm packages of the browser tests" \
    env PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --silent --no-audit --no-fund --prefix "$root/end2end"
fi
