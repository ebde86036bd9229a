# The set-up is one step that every target shares; it runs again when the dependencies change.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

# What browsers run.
SCRIPTS := src/openthaad/console/static src/openthaad/reports/assets

.PHONY: run test test-uncompiled lowest check bench docs clean

run: $(VENV)/.installed
	$(BIN)/thaad run korea-2017 --with-reach

# Two processes share the files of tests out between them.
test: $(VENV)/.developer
	$(BIN)/python -m pytest -n 2 --dist loadfile

# The kernels as plain Python: readable tracebacks, and no answer that hangs on the compiler.
test-uncompiled: $(VENV)/.developer
	NUMBA_DISABLE_JIT=1 $(BIN)/python -m pytest -m "not slow" tests/kernels tests/*/kernels tests/engine tests/authority tests/properties

# The oldest versions that pyproject.toml allows, in an environment of their own: one command of each kind.
lowest: $(BIN)/python
	$(BIN)/python builders/lowest.py

check: $(VENV)/.developer
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/codespell
	$(BIN)/oxlint $(SCRIPTS)
	$(BIN)/oxfmt --check $(SCRIPTS)

bench: $(VENV)/.developer
	$(BIN)/python -m benchmarks

docs: $(VENV)/.developer
	$(BIN)/python -m sphinx -q -W -b html docs docs/_build/html
	@echo "see docs/_build/html/index.html"

clean:
	rm -rf $(VENV) .venv-lowest docs/_build .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "OpenTHAAD needs Python 3.11 or later; say where it is: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

# open-dis, which reads our DIS packets in the tests, asks for NumPy 1 but runs with 2: it comes without what it asks for.
$(VENV)/.developer: pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps opendis==1.0
	@touch $@ $(VENV)/.installed
