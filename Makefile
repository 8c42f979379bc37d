.DEFAULT_GOAL := help
.PHONY: help setup install demo dev test fuzz check format lock clean
SHELL := /bin/bash
# Every process of a system and every worker of the tests would compile all modules anew: 10 s of CPU for each worker.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
BIN := .venv/bin
INSTALLER := .venv/.installer
INSTALLED := .venv/.installed
READY := .venv/.ready
PAGES := deployments/dashboard/dist/manifest.json

help: ## List the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(READY) $(PAGES) ## Make the environment in .venv: production's packages, and what the sandbox and tests add

install: $(INSTALLED) $(PAGES) ## Make the environment in .venv with production's packages alone; pages need Node 20

UV_INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
PACKAGES := $(UV_INSTALL) --compile-bytecode --require-hashes
# uv leaves a lock in the temporary directory for every project it builds.
PROJECT := mkdir -p .venv/tmp && TMPDIR=$(CURDIR)/.venv/tmp $(UV_INSTALL) --no-deps --no-build-isolation --editable .

$(INSTALLER): requirements/installer.lock
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' \
		|| { echo "Python 3.11, 3.12 or 3.13 is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11"; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.lock
	@touch $@

$(INSTALLED): $(INSTALLER) requirements/production.lock pyproject.toml
	@$(PACKAGES) -r requirements/production.lock
	@$(PROJECT)
	@touch $@

$(READY): $(INSTALLER) requirements/production.lock requirements/development.lock pyproject.toml
	@$(PACKAGES) -r requirements/production.lock -r requirements/development.lock
	@$(PROJECT)
	@touch $@

# Tailwind and the icons follow the components. Node is the machine's, or the one that comes with the tests' packages.
PAGE_SOURCES := $(wildcard deployments/dashboard/web/*.* deployments/dashboard/web/.npmrc) \
	deployments/dashboard/navigation.py deployments/dashboard/set_up/trade.py $(shell find deployments/dashboard/components -name '*.jinja')

$(PAGES): $(PAGE_SOURCES) | $(INSTALLED)
	@$(BIN)/python deployments/dashboard/web/run_build.py
	@touch $@

demo: setup ## Ring the demo business once: start everything, book by voice, show the rows, stop everything
	@$(BIN)/receptionist demo

dev: setup ## Run the whole system on port 8000 until Ctrl-C
	@$(BIN)/receptionist dev

# The order of tests/conftest.py, which puts long files first, instead of those with most tests.
PYTEST := $(BIN)/python -m pytest --no-loadscope-reorder
EXAMPLES ?= 50

test: setup ## Run every test
	@status=0; units=$$(mktemp); trap 'rm -f $$units; kill $$beside 2>/dev/null' EXIT; \
	nice -n 19 $(PYTEST) --numprocesses 2 tests/unit >$$units 2>&1 & beside=$$!; \
	$(PYTEST) --numprocesses 6 --ignore tests/unit -m "not whole_system" --durations 20 || status=1; \
	wait $$beside || status=1; cat $$units; \
	$(PYTEST) --numprocesses 3 --ignore tests/unit -m whole_system --durations 20 || status=1; \
	exit $$status

fuzz: setup ## Send every route many requests its description allows, values nobody means, and all spoilt credentials
	@FUZZ_EXAMPLES=$(EXAMPLES) $(PYTEST) --numprocesses 2 --timeout 3600 tests/integration/attack

check: setup ## Lint, format, types and import rules
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/pyright
	@$(BIN)/lint-imports --no-logo

format: setup ## Format the code and sort its imports
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format --quiet

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11
UPGRADE := --upgrade

# development.lock holds additions alone: uv resolves everything under production's versions and leaves out what
# production.lock names. Installing checks hashes, so a package in neither file stops it.
lock: setup ## Lock the newest allowed versions of every dependency; with UPGRADE= only what pyproject.toml changed
	@$(LOCK) $(UPGRADE) --group installer -o requirements/installer.lock
	@$(LOCK) $(UPGRADE) -c requirements/installer.lock pyproject.toml -o requirements/production.lock
	@$(LOCK) $(UPGRADE) -c requirements/installer.lock -c requirements/production.lock --extra sandbox --extra dev \
		$$(sed -nE 's/^([a-z0-9._-]+)==.*/--no-emit-package \1/p' requirements/production.lock) \
		pyproject.toml -o requirements/development.lock
	@sed -i.all '/^# The following packages were excluded/,$$d' requirements/development.lock
	@rm requirements/development.lock.all
	@$(LOCK) $(UPGRADE) -c requirements/production.lock --group aws -o ops/aws/boto3.lock

clean: ## Remove the environment and everything a run left behind
	@rm -rf deployments/dashboard/dist deployments/dashboard/web/node_modules .venv .receptionist build *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
