# `make demo` and `make test` need only python3 (3.11 or later) and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# The tests of models and of Spark need more than a gigabyte; continuous integration takes it and
# skips nothing.
GROUPS := --group test $(if $(CI),--group models --group spark)

.PHONY: demo test lint bench clean

demo: $(READY)
	$(BIN)/antiphon demo --out demo

test: $(READY) lint
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: $(READY)
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)
	$(BIN)/python -m benchmarks

$(READY): pyproject.toml constraints.txt tools/environment.py
	$(PYTHON) tools/environment.py $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable . $(GROUPS)
	touch $(READY)

clean:
	rm -rf $(VENV) demo .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
