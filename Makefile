# Setec Manager: `make run` starts it with a demo, `make test` proves it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
LISTEN ?= 127.0.0.1:9090

.PHONY: run test test-rust lint bench snapshots setup setup-test setup-bench release clean

## Starts Setec Manager with demo accounts on https://127.0.0.1:9090 (quick build; `make release` is the fast one)
run: setup
	cargo run --locked --bin setec-manager -- serve --demo --listen $(LISTEN)

## Format, lints and all tests; servers that the tests talk to are installed first
test: setup-test lint test-rust

test-rust:
	@if cargo nextest --version >/dev/null 2>&1; then \
		cargo nextest run --locked --workspace --all-features; \
	else \
		scripts/cargo-test.sh; \
	fi

lint:
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --all-features -- -D warnings

## Measures what docs/performance.md records, and kills a server 200 times in the middle of orders
bench: setup-bench
	cargo bench --locked -p setec-server --bench cached_zone --bench calls --bench domain_sync --bench plan --bench reseller
	cargo bench --locked -p setec-nameserver --bench differential
	scripts/bench-nameserver.sh
	SETEC_CRASH_ROUNDS=200 cargo test --locked -p setec-manager --test it orders::killed -- --nocapture

## Writes openapi.json and reseller-openapi.json anew from the code
snapshots:
	UPDATE_SNAPSHOTS=1 cargo test --locked -p setec-server --test it -- the_document_is_the_committed_one

release: setup
	cargo build --locked --release --bin setec-manager

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh build test

setup-bench:
	@scripts/setup.sh build test bench

clean:
	cargo clean
