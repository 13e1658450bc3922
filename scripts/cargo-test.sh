#!/usr/bin/env bash
# Runs `cargo test` and closes with one summary line over all its test binaries.
set -uo pipefail
log=$(mktemp)
trap 'rm -f "$log"' EXIT

cargo test --locked --workspace --all-features --no-fail-fast -- --show-output 2>&1 | tee "$log" | grep -vE '^test .* \.\.\. ok$|^$|^successes:$|^ +Running|^running|^---- .* stdout ----$'
status=${PIPESTATUS[0]}

grep -hE '^SKIPPED:' "$log" | sort | uniq -c || true
awk '/^test result:/ { passed += $4; failed += $6; skipped += $8 }
     END { printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped }' "$log"
exit "$status"
