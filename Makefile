# Two commands suffice: `make paper` and `make test`.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
CORES ?= 4
WITNESSES := $(filter-out tests/witness/common.R,$(sort $(wildcard tests/witness/*.R)))

.PHONY: paper bundle verify test test-of-time test-of-the-build test-of-the-rest check format witness readme-map benchmark lock clean

paper: $(VENV)/.build
	$(BIN)/snakemake --cores $(CORES) --rerun-incomplete

# One zip for reviewers: results/bundles/<vintage>.zip.
bundle: $(VENV)/.build
	$(BIN)/snakemake --cores $(CORES) --rerun-incomplete bundle

# Computes a bundle's results again and compares them: make verify BUNDLE=study.zip, or with FIGURE=fig05 one figure or table.
verify: $(VENV)/.build
	@$(BIN)/python workflow/verify.py --cores $(CORES) --figure="$${FIGURE}" -- "$${BUNDLE}"

test: $(VENV)/.dev
	$(MAKE) --no-print-directory test-of-time
	$(MAKE) --jobs=2 --no-print-directory test-of-the-build test-of-the-rest

# Alone: what the other tests do beside it would be measured too.
test-of-time:
	$(BIN)/python -m pytest -m timed

test-of-the-build:
	$(BIN)/python -m pytest -m "build and not timed"

test-of-the-rest:
	$(BIN)/python -m pytest -m "not build and not timed"

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/snakefmt --check Snakefile workflow/rules
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/snakefmt Snakefile workflow/rules

# Numbers of the witness tests, computed by R (Debian: r-base-core r-cran-urca r-cran-tseries r-cran-forecast r-cran-lmtest).
witness:
	for script in $(WITNESSES); do Rscript $$script data/raw tests/witness || exit 1; done

# The README's map of figures and tables, from a finished build.
readme-map: $(VENV)/.build
	PYTHONPATH=workflow $(BIN)/python workflow/readme_map.py

benchmark: $(VENV)/.dev
	$(BIN)/python tests/benchmarks/build_time.py
	$(BIN)/python tests/benchmarks/simulation.py
	$(BIN)/python tests/benchmarks/real_time.py

# The lock files name versions and hashes, no index.
lock: $(VENV)/.dev
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements.txt requirements.in
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --no-emit-index-url -o requirements-dev.txt requirements-dev.in

clean:
	rm -rf results .snakemake

$(VENV)/.created:
	$(PYTHON) -m venv $(VENV) || { echo "A virtual environment could not be made: on Debian install python3-venv."; exit 1; }
	touch $@

$(VENV)/.build: requirements.txt $(VENV)/.created
	@echo "Installing the locked packages into $(VENV); this takes a minute or two."
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.build
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.txt
	touch $@
