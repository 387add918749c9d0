# What can be done here? `make help` lists it.
PYTHON ?= python3
BIN := .venv/bin
export PYTHONPATH :=

.PHONY: help setup demo up test check lint unit postgres browser bench mutants catalogue train wheel clean

help:           ## list what can be done
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(BIN)/.run        ## make the environment for running the service
$(BIN)/python:
	$(PYTHON) -m venv .venv
$(BIN)/.run: requirements/run.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(BIN)/python tools/catalogue.py compile
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@
$(BIN)/.test: requirements/test.txt $(BIN)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	@touch $@

demo: $(BIN)/.run         ## watch a recorded crisis: the whole service at http://127.0.0.1:8000
	@$(BIN)/firebreak demo $(ARGS)

up: $(BIN)/.run           ## run the whole service on the embedded database
	@$(BIN)/firebreak up $(ARGS)

test: check unit postgres browser   ## lint and every test (PostgreSQL and Chromium where installed)
	@$(BIN)/python tools/summary.py

check: lint               ## seconds: style, types, contracts, templates, migrations, words, licences
lint: $(BIN)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --check --lint --quiet src/firebreak/console/templates
	$(BIN)/python -m django makemigrations --check --dry-run --settings firebreak.console.settings
	$(BIN)/python tools/catalogue.py check
	$(BIN)/python tools/licences.py

unit: $(BIN)/.test        ## tests on SQLite
	tools/suite sqlite
postgres: $(BIN)/.test    ## the same tests on PostgreSQL
	tools/suite postgres
browser: $(BIN)/.test     ## tests in headless Chromium
	tools/suite browser

bench: $(BIN)/.test       ## speed and quality beside the peers, as ratios
	$(BIN)/python -m bench
mutants: $(BIN)/.test     ## take rules out one by one; a test must fail each time
	$(BIN)/python tools/mutants.py
catalogue: $(BIN)/.test   ## collect words into the catalogue
	$(BIN)/python tools/catalogue.py update
train: $(BIN)/.test       ## fit the reading model again from ../shared/data
	$(BIN)/python -m training.build
wheel: $(BIN)/.test       ## build the wheel
	$(BIN)/python -m build --wheel --no-isolation
clean:          ## forget the environment and what was built
	rm -rf .venv build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
