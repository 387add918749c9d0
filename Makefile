# What can be done here? `make help` lists it. It needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
CATALOGUE := src/firebreak/console/locale/zh_Hant/LC_MESSAGES/django
export PYTHONPATH :=
export PIP_ROOT_USER_ACTION := ignore

.PHONY: help setup demo up test check unit postgres browser bench mutants catalogue train wheel lock clean
.DELETE_ON_ERROR:

help:           ## list what can be done
	@sed -n 's/^\([a-z]*\):.*## *\(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12

setup: $(BIN)/.run $(CATALOGUE).mo    ## make the environment that runs the service
demo: setup               ## watch a recorded crisis: the whole service at http://127.0.0.1:8000
	@exec $(BIN)/firebreak demo $(ARGS)
up: setup                 ## run the whole service on the embedded database
	@exec $(BIN)/firebreak up $(ARGS)

test: check               ## lint and every test (PostgreSQL and Chromium where installed)
	@$(BIN)/python -m tools.suite $(if $(ARGS),-- $(ARGS))
unit: $(BIN)/.test        ## tests on SQLite
	@$(BIN)/python -m tools.suite sqlite $(if $(ARGS),-- $(ARGS))
postgres: $(BIN)/.test    ## the same tests on PostgreSQL
	@$(BIN)/python -m tools.suite postgres $(if $(ARGS),-- $(ARGS))
browser: $(BIN)/.test     ## tests in headless Chromium
	@$(BIN)/python -m tools.suite browser $(if $(ARGS),-- $(ARGS))

check: export FIREBREAK_HOME := $(CURDIR)/.out/check
check: $(BIN)/.test       ## seconds: style, types, contracts, templates, migrations, words, licences
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --check --lint src/firebreak/console/templates
	$(BIN)/python -m django makemigrations --check --dry-run --settings firebreak.console.settings
	$(BIN)/python tools/catalogue.py check
	$(BIN)/python -m tools.licences
	$(BIN)/python -m training.check_written

bench: $(BIN)/.test       ## speed and quality beside the peers, as ratios
	$(BIN)/python -m bench $(ARGS)
mutants: $(BIN)/.test     ## take rules out one by one; a test must fail each time
	$(BIN)/python -m tools.mutants $(ARGS)
catalogue: $(BIN)/.test   ## collect the words of the console into the catalogue
	$(BIN)/python tools/catalogue.py update
train: $(BIN)/.test       ## fit the reading model and the votes on drafts again
	$(BIN)/python -m training.build
	$(BIN)/python -m training.votes
wheel: $(BIN)/.test       ## build the wheel into dist/
	rm -rf build dist
	$(BIN)/python -m build --quiet --wheel --no-isolation
lock:                     ## choose exact versions of everything again (needs uv)
	tools/lock
clean:                    ## forget the environment and what was built
	rm -rf .venv .out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Firebreak needs Python 3.11 or newer")'
	$(PYTHON) -m venv .venv
$(BIN)/.run: requirements/run.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
$(BIN)/.test: requirements/test.txt $(BIN)/.run $(CATALOGUE).mo
	$(PIP) --require-hashes -r requirements/test.txt
	@touch $@
$(CATALOGUE).mo: $(CATALOGUE).po $(BIN)/.run
	$(BIN)/python tools/catalogue.py compile
