# turningpoint. `make` lists what can be made; a machine needs Python 3.11 or newer with venv, git and make.

PYTHON  ?= python3
EDITION ?= default
ARGS    ?=
JOBS    ?= 2

BIN := .venv/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

# What is installed is known by the contents of the lists, not by file times: a stamp carries their hash.
# It names the interpreter too: the one of PYTHON where that is given, else the one .venv was made with.
TAG     := import sys; print(sys.implementation.cache_tag)
ASKED   := $(if $(filter file,$(origin PYTHON)),$(or $(wildcard $(BIN)/python),$(PYTHON)),$(PYTHON))
LOCK    := $(shell git hash-object requirements.lock)
LOCKED  := .venv/locked-$(shell $(ASKED) -c '$(TAG)' 2>/dev/null)-$(LOCK)
PROJECT := .venv/project-$(shell cat requirements.lock pyproject.toml | git hash-object --stdin)

# What is timed against is installed beside it, with its own list: only `make bench` needs it.
BENCH := .venv-bench/project-$(shell cat benchmarks/requirements.lock pyproject.toml | git hash-object --stdin)

# One thread for linear algebra, no packages from the user's home: the same bytes on every run.
export OMP_NUM_THREADS      := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS      := 1
export PYTHONHASHSEED       := 0
export PYTHONNOUSERSITE     := 1
unexport PYTHONPATH PYTHONHOME

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help report test check figures lab notebooks lock environment bench coverage clean

help:
	@echo "turningpoint: make TARGET"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'Another question: make report EDITION=mali-2020, or ARGS="--set country=MLI --set intervention=2020-08 --output FOLDER"'

report: $(PROJECT) ## build the report in reports/EDITION (EDITION=default; ARGS="--set name=value")
	@$(BIN)/turningpoint report $(EDITION) $(ARGS)

test: check ## run every check and every test, notebooks included
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadscope

check: $(PROJECT) ## check style, types and the direction of imports
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo "Some files are not formatted: $(BIN)/ruff format" >&2; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports

figures: $(PROJECT) ## draw the figures of the default edition again, nothing else
	@$(BIN)/turningpoint figures

lab: $(PROJECT) ## open JupyterLab on the notebooks
	@$(BIN)/jupyter lab notebooks/

notebooks: $(PROJECT) ## execute the notebooks and keep their outputs, which `make test` compares
	@sockets=$$(mktemp -d) && trap 'rm -rf "$$sockets"' EXIT && \
	$(BIN)/jupyter nbconvert --execute --inplace --log-level WARN \
		--KernelManager.transport=ipc --KernelManager.ip="$$sockets/kernel" \
		--ExecutePreprocessor.kernel_name=python3 --ExecutePreprocessor.timeout=600 \
		--ExecutePreprocessor.record_timing=False --ClearMetadataPreprocessor.enabled=True \
		--ClearMetadataPreprocessor.preserve_cell_metadata_mask=tags \
		--ClearMetadataPreprocessor.preserve_nb_metadata_mask=kernelspec notebooks/*.ipynb

lock: $(PROJECT) ## resolve pyproject.toml to both requirements.lock (pinned and hashed; UPGRADE=--upgrade for newer versions)
	@for list in dev:requirements.lock bench:benchmarks/requirements.lock; do \
		$(BIN)/uv pip compile --quiet --universal --generate-hashes --extra "$${list%%:*}" --python-version 3.11 \
			--no-header $(UPGRADE) --output-file "$${list#*:}" pyproject.toml || exit 1; done

environment: $(PROJECT) ## write environment.yml (conda) from pyproject.toml
	@$(BIN)/pyproject2conda project --overwrite force

bench: $(BENCH) ## time the package against statsmodels and CausalPy (minutes; the first time installs CausalPy in .venv-bench)
	@for name in timing batched_glm calibrated date_set specifications event_files causalpy; do .venv-bench/bin/python -m benchmarks.$$name || exit; done

coverage: $(PROJECT) ## simulate how often intervals hold the truth, going on where it stopped (hours; ARGS=--quick: minutes)
	@$(BIN)/python -m benchmarks.coverage $(ARGS)

clean: ## remove .venv, caches and reports that are not kept in git; data/private stays
	@rm -rf .venv .venv-bench build dist analysis/*.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	@find analysis benchmarks notebooks tests \( -name __pycache__ -o -name .ipynb_checkpoints \) -prune -exec rm -rf {} +
	@git clean --force -d -X --quiet -- reports

# The Python to install with is new enough and can make environments.
define able
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "turningpoint needs Python 3.11 or newer, and '$(PYTHON)' is not." >&2; \
		echo "Name one that is: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
		echo "'$(PYTHON)' has no venv module. On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }
endef

# A stamp is the last thing written, so an installation that was killed starts from nothing the next time.
$(LOCKED):
	$(able)
	@echo "Installing the locked packages into .venv (once, about a minute)"
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(PIP) --require-hashes --requirement requirements.lock
	@$(BIN)/python -c 'import logging; logging.disable(); import matplotlib.font_manager'  # builds the list of fonts
	@touch ".venv/locked-$$($(BIN)/python -c '$(TAG)')-$(LOCK)"

$(PROJECT): $(LOCKED)
	@rm -f .venv/project-*
	@$(PIP) --no-build-isolation --no-deps --editable .
	@touch $@

$(BENCH):
	$(able)
	@echo "Installing what is timed against into .venv-bench (once, minutes)"
	@rm -rf .venv-bench
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check --require-hashes \
		--requirement benchmarks/requirements.lock
	@.venv-bench/bin/python -m pip install -qq --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@
