# Zhiheng: `make demo` to see it, `make test` to check it. Needs python3 (3.11 or newer, with venv), git and make.

PYTHON ?= python3
BIN := .venv/bin
UV := $(shell sed -n 's/^ *"\(uv==[^"]*\)".*/\1/p' pyproject.toml)

export UV_COMPILE_BYTECODE := 1
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint prove bench docs messages browser servers pins clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' Makefile | expand -t 14

setup: .venv/.ready ## bring everything into .venv; quick when nothing changed

# uv asks the package index that pip is set up for on this machine, if any.
.venv/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "setup: $(PYTHON) is older than 3.11; name a newer one: make setup PYTHON=python3.12"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "$(UV)"
	@index=$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2>/dev/null || true)}}; \
		if [ -n "$$index" ]; then export UV_DEFAULT_INDEX="$$index"; fi; \
		unset VIRTUAL_ENV; $(BIN)/uv sync --quiet
	@$(BIN)/python -m compileall -q zhiheng
	@touch $@

demo: setup ## audit a sample log with planted faults, then show the service with an invented city; Ctrl-C ends it
	@$(BIN)/zhiheng demo
	@$(BIN)/zhiheng serve --sample --home demo-output/service

test: setup browser servers ## every claim, small and fast
	@$(BIN)/pytest -n 2 --dist loadgroup --durations=10
	@$(BIN)/python -m tests.on_postgresql -n 2 --dist loadgroup

lint: setup ## style, types, import contracts, controls
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/zhiheng controls test

prove: setup ## the figures: speed, memory, load, fuzzing; writes benchmarks/results
	@test -d "$$ZHIHENG_DATA" || { echo "prove: set ZHIHENG_DATA to the folder that holds eventlogs/ (the real logs)"; exit 2; }
	@$(BIN)/python -m benchmarks

bench: setup ## the benchmarks alone, without the fuzzing
	@$(BIN)/python -m benchmarks audit_xes audit_parquet live touched audit_five_million

docs: setup ## write what is generated: docs/controls/*.md, docs/relations.md and docs/engines.svg
	@$(BIN)/python -m zhiheng.cli.pages docs
	@$(BIN)/python -m benchmarks.picture

messages: setup ## bring the English catalogue of the service up to date with its code, and compile it
	@$(BIN)/python -m tests.house.messages

# One test looks at the report in a real browser. Root gets it installed; others are told what is skipped.
browser:
	@command -v chromium >/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "browser: installing chromium and a Chinese font for the test of the report"; \
			{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
				apt-get -qq install -y --no-install-recommends chromium fonts-noto-cjk >/dev/null; } \
				|| echo "browser: apt could not install chromium; the test of the report in a browser is skipped"; \
		else \
			echo "browser: no chromium here; the test of the report in a browser is skipped"; \
		fi; }

# Spark needs Java, and PostgreSQL is a server. Root gets them installed; others are told what is skipped.
servers:
	@missing=; \
		command -v java >/dev/null || missing="default-jre-headless"; \
		ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing="$$missing postgresql"; \
		if [ -z "$$missing" ]; then :; \
		elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
			echo "servers: installing $$missing for the tests of the engines"; \
			{ apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
				apt-get -qq install -y --no-install-recommends $$missing >/dev/null; } \
				|| echo "servers: apt could not install $$missing; the tests that need it are skipped"; \
		else \
			echo "servers: $$missing is not here; the tests that need it are skipped"; \
		fi

pins: setup ## resolve the newest versions and print them for pyproject.toml
	@sed '/^constraint-dependencies = \[/,/^]/d' pyproject.toml > .venv/pins.toml
	@rm -rf .venv/pins && mkdir .venv/pins && mv .venv/pins.toml .venv/pins/pyproject.toml
	@$(BIN)/uv --project .venv/pins export --quiet --no-hashes --no-annotate --no-header --no-emit-project --all-groups \
		| sed 's/ *;.*//; s/.*/    "&",/'

clean: ## remove what was made
	rm -rf .venv uv.lock build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
