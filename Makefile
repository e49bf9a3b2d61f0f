# Every chore of the project. `make help` lists them; `make up` and `make test` set themselves up.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

.DEFAULT_GOAL := help
.PHONY: help up test test-all lint types docs locks journeys faults vendor bench clean

help: ## List the chores
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | column -t -s "$$(printf '\t')"

$(VENV)/server.stamp: requirements/server.lock pyproject.toml
	$(PYTHON) scripts/setup.py $(VENV) requirements/server.lock
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock pyproject.toml
	$(PYTHON) scripts/setup.py $(VENV) requirements/dev.lock
	@touch $@ $(VENV)/server.stamp

up: $(VENV)/server.stamp site/index.html ## Start everything on this machine, with a demonstration community
	$(BIN)/harmonie up --demo $(ARGS)

site/index.html: $(VENV)/server.stamp mkdocs.yml $(shell find docs src/harmonie/weights -name '*.md' -o -name '*.png' 2>/dev/null)
	$(BIN)/python scripts/build_docs.py

docs: ## Build the documentation site, French and English
	@rm -rf site && $(MAKE) --no-print-directory site/index.html

test: $(VENV)/dev.stamp ## Run the tests that need nothing but Python (under 5 minutes)
	$(BIN)/python -m harmonie.server.translations
	$(BIN)/pytest -q -n 2 -m "not journeys and not faults and not peers and not slow" $(ARGS)

journeys: $(VENV)/dev.stamp site/index.html ## Walk through the desk in a real browser (needs Chromium)
	$(BIN)/python -m harmonie.server.translations
	$(BIN)/pytest -q -m journeys $(ARGS)

faults: $(VENV)/dev.stamp ## Kill processes at random moments and count what is lost (nothing)
	$(BIN)/python -m harmonie.server.translations
	$(BIN)/pytest -q -m "faults or slow" $(ARGS)

test-all: test journeys faults ## Everything .ci/run runs

lint: $(VENV)/dev.stamp ## Style, imports, types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(MAKE) --no-print-directory types

types: $(VENV)/dev.stamp ## Check the types (strict downstairs)
	$(BIN)/mypy src/harmonie

locks: ## Rewrite requirements/*.lock from pyproject.toml (needs uv)
	uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra server --extra docs pyproject.toml requirements/build.in -o requirements/server.lock
	uv pip compile -q --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --extra dev pyproject.toml requirements/build.in -c requirements/server.lock -o requirements/dev.lock

clean: ## Remove the environment, the built site and the local desk's data
	rm -rf $(VENV) site var
