#!/usr/bin/env bash
# Runs libFuzzer on each target of fuzz/, or on the named ones; ends with an error if any of them fails. Needs a
# nightly compiler, and installs one if there is none.
#
#   scripts/fuzz.sh [SECONDS each] [TARGETS…]
set -euo pipefail
source "$(dirname "$0")/tools.sh"
cd "$root/fuzz"

rustup toolchain list | grep -q '^nightly' || rustup toolchain install nightly --profile minimal
seconds=${1:-60}
shift || true
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(proxy sign token conceal)

machine=$(rustc -vV | sed -n 's/^host: //p')
built=${FUZZ_TARGET_DIR:-$root/fuzz/target}
# What cargo-fuzz says to the compiler: count edges, and tell libFuzzer what is compared with what.
flags="--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
  -Cllvm-args=-sanitizer-coverage-trace-compares -Cdebug-assertions -Ccodegen-units=1"
step "fuzz targets" env CARGO_TARGET_DIR="$built" RUSTFLAGS="$flags" \
  cargo +nightly build --quiet --release --target "$machine"
for target in "${targets[@]}"; do
  mkdir -p "corpus/$target" artifacts
  step "fuzzing $target for $seconds s" "$built/$machine/release/$target" -max_total_time="$seconds" -max_len=4096 \
    -artifact_prefix=artifacts/ -print_final_stats=1 -verbosity=0 "corpus/$target"
done
