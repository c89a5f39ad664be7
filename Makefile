# `make` alone lists the targets. Everything is installed into .venv; data lies in $(DUECARE_HOME).
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help setup assets demo run test test-deep check messages bench lock clean browser

export DUECARE_HOME ?= ./var
PORT ?= 8123
ONLY ?=

BIN := .venv/bin
STAMP := .venv/.installed
INSTALLED := requirements.lock pyproject.toml hatch_build.py package-lock.json
CHECKED := src tests tools hatch_build.py $(wildcard bench)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) assets ## Install everything into .venv

$(STAMP): $(INSTALLED)
	@tools/python.sh .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

assets: $(STAMP) ## Fetch styles and icons, compile translations
	@$(BIN)/python hatch_build.py

demo: setup ## Run the demo on 127.0.0.1 (PORT=8123)
	$(BIN)/duecare demo --port $(PORT)

run: setup ## Run the server
	$(BIN)/duecare serve

test: check browser ## Check, then run all tests that are not deep, on both databases
	$(BIN)/python -m tools.suite

test-deep: setup browser ## Run the long tests, on both databases
	$(BIN)/python -m tools.suite deep

browser:
	@tools/browser.sh

check: export DUECARE_HOME = .mypy_cache/home
check: setup ## Lint, format, types, floors
	$(BIN)/ruff check $(CHECKED)
	$(BIN)/ruff format --check $(CHECKED)
	$(BIN)/mypy $(CHECKED)
	$(BIN)/lint-imports

messages: setup ## Bring every translation file up to date with the sources
	$(BIN)/python -m tools.messages

bench: setup ## Measure (ONLY=name for one benchmark)
	$(BIN)/python -m bench $(ONLY)

lock: ## Pin the newest versions that pyproject.toml allows
	@$(BIN)/python -m uv --version >/dev/null 2>&1 || $(BIN)/pip install --quiet uv
	$(BIN)/python -m uv pip compile --quiet --upgrade --universal --generate-hashes --no-emit-index-url \
	  --custom-compile-command "make lock" --group dev pyproject.toml -o requirements.lock

clean: ## Remove what is built or cached; keeps $(DUECARE_HOME) and .venv
	rm -rf node_modules dist build src/duecare/web/static/vendor .mypy_cache .pytest_cache .ruff_cache \
	  .hypothesis .import_linter_cache test-results
	find src tests tools -name __pycache__ -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
