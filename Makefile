# make run         the authority on http://127.0.0.1:8000 with a seeded demo state
# make test        what every change is asked: SQLite, real PostgreSQL, real headless Chromium; under 25 minutes
# make test-whole  what a release is asked: every test, coverage of the shell; about 70 minutes
# make test-long   the soak: a thousand kills, simulated calendars
# The set-up of both is part of them; nothing but pip wheels is installed at run time.
# The locks are whole: nothing is resolved anew, so that a release of today cannot change a set-up of yesterday.

PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --only-binary :all: --no-deps --require-hashes

# Compiled modules are kept: hundreds of short processes start here, and each would compile the house anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test setup setup-test setup-bench check words test-whole test-long clean messages

run: setup
	@exec $(BIN)/licet serve --demo --port $(PORT)

test: setup-test
	@$(BIN)/python tests/runner.py change

test-whole: setup-test
	@$(BIN)/python tests/runner.py whole

test-long: setup-test
	@$(BIN)/python tests/runner.py soak

check: setup-test
	@$(BIN)/python tests/runner.py check

words: setup-test
	@$(BIN)/python -m pytest -q -p no:randomly tests/architecture/test_words.py

setup: .venv/.run
setup-test: .venv/.test
setup-bench: .venv-peers/.bench

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.run: requirements/run.lock pyproject.toml | .venv/bin/python
	$(PIP) -r requirements/run.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.test: requirements/test.lock pyproject.toml | .venv/bin/python
	$(PIP) -r requirements/test.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ .venv/.run

# Peers that the benchmarks compare with: development only, never shipped.
.venv-peers/.bench: requirements/peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/pip install --quiet --disable-pip-version-check -r requirements/peers.txt
	@touch $@

messages: setup
	$(BIN)/pybabel compile --directory src/licet/web/site/locale --domain django --statistics

clean:
	rm -rf .venv .venv-peers var build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage*
