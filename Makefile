# make demo: a plan and a report of a bundled programme.   make test: everything that must hold.
# PYTHON chooses the interpreter (3.11 to 3.13), JOBS how many tests run at once.

PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
DEMO := out/whitehall-2022

.PHONY: demo test lint types pytest tools format clean
.NOTPARALLEL:

demo: $(VENV)/.installed
	$(BIN)/calloff solve whitehall-2022 -o $(DEMO)
	@echo "The report is $(CURDIR)/$(DEMO)/report.html"

test: lint types pytest

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

pytest: $(VENV)/.installed-dev tools
	$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Tests open reports in a real browser, workbooks in LibreOffice and project files in a Java reader;
# where one of these cannot be had, its tests are skipped and say why.
tools:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		.ci/apt chromium fonts-dejavu-core || true
	@command -v soffice >/dev/null || .ci/apt libreoffice-calc-nogui libreoffice-impress-nogui libreoffice-writer-nogui || true
	@command -v java >/dev/null || .ci/apt default-jre-headless || true
	@command -v pdftoppm >/dev/null || .ci/apt poppler-utils || true

$(BIN)/python:
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/apt python3-venv
	$(PYTHON) -m venv $(VENV)

# Stamps: a second run installs nothing unless what is to be installed has changed.
$(VENV)/.installed: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(VENV)/.installed-dev: pyproject.toml constraints.txt | $(BIN)/python
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@ $(VENV)/.installed

clean:
	rm -rf $(VENV) out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
