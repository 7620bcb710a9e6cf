#!/usr/bin/env bash
# CloudRoom's signature and WebAPI's token beside the same in C on OpenSSL's EVP, whose contexts and key schedule
# are kept; in turns, the best of each, since machines are busy with other things. Limits in brackets; beyond one
# this ends with an error.
set -euo pipefail
source "$(dirname "$0")/../tools.sh"
cd "$root"

if ! command -v cc >/dev/null || ! [ -e /usr/include/openssl/evp.h ]; then
  step "Debian packages gcc and libssl-dev" as_root env DEBIAN_FRONTEND=noninteractive \
    sh -c "apt-get update -qq && apt-get install -qq -y --no-install-recommends gcc libc6-dev libssl-dev >/dev/null"
fi

data=$(mktemp -d)
trap 'rm -rf "$data"' EXIT
cc -O2 -o "$data/openssl" scripts/bench/openssl.c -lcrypto
step "Rust side, release" cargo bench --quiet --package portico-vendors --bench signing --no-run
ours=$(find "${CARGO_TARGET_DIR:-target}/release/deps" -name 'signing-*' -executable -type f -printf '%T@ %p\n' | sort -n | tail -1 | cut -d' ' -f2)

for turn in 1 2 3 4 5; do
  "$data/openssl" | sed 's/^/openssl /' >>"$data/turns"
  "$ours" | sed 's/^/portico /' >>"$data/turns"
done
say "signing and minting, nanoseconds each, best of five turns (limits in brackets)"
awk '
  { key = $1 " " $2; if (!(key in best) || $3 < best[key]) best[key] = $3; if (!($4 in made)) { made[$4] = 1; kinds[$2]++ } }
  END {
    failed = 0
    printf "%-20s %10s %10s %8s\n", "", "OpenSSL", "Portico", "times"
    for (kind in kinds) {
      times = best["portico " kind] / best["openssl " kind]
      printf "%-20s %10d %10d %8.2f   [1.20]\n", kind, best["openssl " kind], best["portico " kind], times
      if (times > 1.2) failed = 1
      if (kinds[kind] != 1) { print kind ": the two do not make the same"; failed = 1 }
    }
    exit failed
  }' "$data/turns"
