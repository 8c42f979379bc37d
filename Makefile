.DEFAULT_GOAL := help
.PHONY: help setup demo dev test check format lock clean
SHELL := /bin/bash

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(READY) ## Make the environment in .venv from the locked requirements

$(READY): requirements/all.lock requirements/uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements/all.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup ## Ring the demo business once: start everything, book by voice, show the rows, stop everything
	@$(BIN)/receptionist demo

dev: setup ## Run the whole system on port 8000 until Ctrl-C
	@$(BIN)/receptionist dev

test: setup ## Run every test
	@$(BIN)/python -m pytest

check: setup ## Lint, format, types and import rules
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-logo

format: setup ## Format the code and sort its imports
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format --quiet

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11

lock: setup ## Lock the newest allowed versions of every dependency
	@$(LOCK) --upgrade --extra sandbox --extra dev pyproject.toml -o requirements/all.lock

clean: ## Remove the environment and everything a run left behind
	@rm -rf .venv .receptionist build *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
