# The two commands of the README are `make run` and `make test`; both do all their own set-up.

SHELL := /bin/bash
.DEFAULT_GOAL := help
PORTICO_TOOLS ?= $(CURDIR)/.tools
export PORTICO_TOOLS
export PATH := $(PORTICO_TOOLS)/bin:$(PORTICO_TOOLS)/npm/node_modules/.bin:$(PATH)
target := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
native := --workspace --exclude portico-frontend
# All but examples in comments: there are none that run, and looking for them takes two minutes.
tested := --lib --bins --tests

# What the tests asked the sandbox's vendors, and the test that makes docs/vendors.md of it.
calls := $(target)/vendor-calls
vendors_table = env PORTICO_SANDBOX_CALLS=$(calls)/tests.jsonl PORTICO_BROWSER_CALLS=$(calls)/browser.jsonl \
	cargo test --quiet $(native) --test table -- --ignored

# What the browser's half is made of.
browser_sources := $(shell find app frontend style public crates/domain Cargo.toml Cargo.lock -type f)

.PHONY: help
help: ## Say what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

.PHONY: run
run: build ## Build the release and start a complete trial on 127.0.0.1:3000
	@exec $(target)/release/portico serve --sandbox

.PHONY: build
build: target/site/.built ## Build the single binary, the browser's files inside
	@PORTICO_SITE="$$(find $(CURDIR)/target/site -type f | sort | xargs sha256sum | sha256sum)" \
		scripts/step.sh "server, release" cargo build --quiet --release --package portico --features embed

target/site/.built: $(browser_sources)
	@scripts/build-halves.sh
	@touch $@

.PHONY: test
test: ## Check and test everything: formatting, lints, Rust tests, boundaries, browser
	@scripts/install-build-tools.sh
	@scripts/install-test-tools.sh
	@scripts/step.sh "formatting" cargo fmt --all --check
	@scripts/step.sh "lints" cargo clippy --quiet $(native) --all-targets -- --deny warnings
	@scripts/step.sh "lints of the browser's half" cargo clippy --quiet --package portico-frontend \
		--target wasm32-unknown-unknown --target-dir $(target)/front -- --deny warnings
	@rm -rf $(calls) && mkdir -p $(calls)
	@PORTICO_SANDBOX_CALLS=$(calls)/tests.jsonl scripts/step.sh "Rust tests, on SQLite and PostgreSQL" \
		scripts/with-postgres.sh cargo test --quiet --no-fail-fast $(native) $(tested)
	@$(MAKE) --no-print-directory build
	@PORTICO_SANDBOX_CALLS=$(calls)/browser.jsonl scripts/step.sh "browser tests" end2end/run.sh
	@scripts/step.sh "docs/vendors.md" $(vendors_table) the_committed_table_is_what_this_run_shows

.PHONY: test-slow
test-slow: build ## What takes hours: a thousand seeded runs against lost answers, two hours of everything at once
	@scripts/install-test-tools.sh
	@PORTICO_RUNS=1000 scripts/step.sh "a thousand seeded runs" \
		scripts/with-postgres.sh cargo test --quiet --package portico-service --test stories random::
	@scripts/step.sh "load generator, release" cargo build --quiet --release --package portico-storm
	@scripts/storm.sh soak

.PHONY: vendors-table
vendors-table: ## Write docs/vendors.md from what the last `make test` has shown
	@$(vendors_table) write_the_table

.PHONY: deny
deny: ## Check licences, bans, sources and known weaknesses of what is linked (installs cargo-deny)
	@command -v cargo-deny >/dev/null || cargo install --quiet --locked --root $(PORTICO_TOOLS) cargo-deny
	@cargo deny check

.PHONY: bench
bench: build ## Measure sizes and speeds, each beside a limit of the same run, and let storms loose
	@scripts/install-test-tools.sh
	@scripts/step.sh "load generator, release" cargo build --quiet --release --package portico-storm
	@failed=0; scripts/bench.sh || failed=1; scripts/bench/signing.sh || failed=1; scripts/bench/proxy.sh || failed=1; \
		scripts/storm.sh || failed=1; exit $$failed

.PHONY: schemathesis
schemathesis: ## Hold the API against its OpenAPI document (some minutes; installs schemathesis)
	@scripts/step.sh "server" cargo build --quiet --package portico
	@scripts/schemathesis.sh

.PHONY: fuzz
fuzz: ## Fuzz proxy calls, signing, tokens and hidden secrets, a minute each (needs nightly)
	@scripts/fuzz.sh

.PHONY: scan
scan: build ## Let sqlmap and wapiti loose on a trial server (installs both from PyPI)
	@scripts/scan.sh

.PHONY: format
format: ## Format the Rust code
	@cargo fmt --all
