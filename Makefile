# Setec Manager: `make run` starts it with a demo, `make test` proves it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
LISTEN ?= 127.0.0.1:9090

.PHONY: run test test-rust test-web web screenshots lint bench bench-web snapshots setup setup-test setup-bench release clean

## Starts Setec Manager with demo accounts on https://127.0.0.1:9090 (quick build; `make release` is the fast one)
run: setup web
	cargo run --locked --bin setec-manager -- serve --demo --listen $(LISTEN)

## Format, lints and all tests; servers that the tests talk to are installed first
test: setup-test lint test-rust test-web

test-rust:
	@if cargo nextest --version >/dev/null 2>&1; then \
		cargo nextest run --locked --workspace --all-features; \
	else \
		scripts/cargo-test.sh; \
	fi

## The web UI: its packages where the lock file is newer, and web/dist where a source is
web: web/dist/index.html

NPM_CI := npm ci --no-audit --no-fund --loglevel=error
WEB_SOURCES := $(shell find web/src web/public web/scripts -type f 2>/dev/null) web/index.html web/vite.config.ts web/tsconfig.json web/package.json

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && $(NPM_CI)
	@touch $@

web/dist/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@

## Lints, types, unit tests and the size of the web UI; then its stories, with the real server in Chromium
test-web: web
	cd web && npm run --silent lint && npm run --silent typecheck && npm run --silent api:check
	cd web && npm test --silent
	cd web && npm run --silent size
	cargo build --locked --workspace --all-features --bin setec-manager
	cd web && npm run --silent stories

## Pictures of every room in web/screenshots, made with the demo
screenshots: setup-test web
	cargo build --locked --bin setec-manager
	cd web && npm run --silent screenshots

lint:
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets --all-features -- -D warnings

## Measures what docs/performance.md records, and kills a server 200 times in the middle of orders
bench: setup-bench bench-web
	cargo bench --locked -p setec-server --bench cached_zone --bench calls --bench domain_sync --bench plan --bench reseller
	cargo bench --locked -p setec-nameserver --bench differential
	scripts/bench-nameserver.sh
	SETEC_CRASH_ROUNDS=200 cargo test --locked -p setec-manager --test it orders::killed -- --nocapture

## How fast the tables of the web UI answer, in Chromium
bench-web: setup-test web
	cargo build --locked --bin setec-manager
	cd web && npm run --silent bench

## Writes openapi.json and reseller-openapi.json, and the web UI's types, anew from the code
snapshots: web/node_modules/.package-lock.json
	UPDATE_SNAPSHOTS=1 cargo test --locked -p setec-server --test it -- the_document_is_the_committed_one
	cd web && npm run --silent api

## The fast binary, which has to hold the web UI that was built just now
release: setup web
	cargo build --locked --release --bin setec-manager
	@grep -qaF "$$(grep -om1 'assets/index-[^"]*\.js' web/dist/index.html)" $${CARGO_TARGET_DIR:-target}/release/setec-manager \
		|| { echo 'the web UI in web/dist is not part of the release binary' >&2; exit 1; }

setup:
	@scripts/setup.sh build

setup-test:
	@scripts/setup.sh build test

setup-bench:
	@scripts/setup.sh build test bench

clean:
	cargo clean
