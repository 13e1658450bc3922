#!/usr/bin/env bash
# Fuzzes the path of a packet through the name server for some seconds (60 unless told), from seeds
# that it keeps in crates/setec-nameserver/fuzz/corpus. It needs no cargo-fuzz, which would do the
# same: `cargo fuzz run packet` in crates/setec-nameserver.
set -euo pipefail

seconds=${1:-60}
here=$(cd "$(dirname "$0")/.." && pwd)
cd "$here/crates/setec-nameserver/fuzz"
# The versions that the product is built with.
[ -e Cargo.lock ] || cp "$here/Cargo.lock" .
mkdir -p corpus/packet

# What cargo-fuzz passes, but for the address sanitizer: there is no unsafe code in our crates.
flags=(
  --cfg fuzzing
  -Cpasses=sancov-module
  -Cllvm-args=-sanitizer-coverage-level=4
  -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
  -Cllvm-args=-sanitizer-coverage-pc-table
  -Cllvm-args=-sanitizer-coverage-trace-compares
  -Cllvm-args=-simplifycfg-branch-fold-threshold=0
  -Ccodegen-units=1
  -Cdebug-assertions
)
target=$(rustc -vV | sed -n 's/^host: //p')
# With a target given, build scripts and macros are built without the flags.
RUSTFLAGS="${flags[*]}" cargo build --release --target "$target"
exec "target/$target/release/packet" -max_total_time="$seconds" -max_len=1024 -timeout=5 \
  -print_final_stats=1 corpus/packet
