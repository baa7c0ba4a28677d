# Sijill: `make help` lists what there is.
SHELL := /bin/bash
PYTHON ?= $(shell for p in python3.12 python3.11 python3.13 python3; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& command -v $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
SAMPLES := $(notdir $(wildcard samples/landing/*))
INSTALLED := $(VENV)/installed
BUILD_SITE := NO_MKDOCS_2_WARNING=1 PYTHONPATH=. $(BIN)/mkdocs build --strict --config-file docsite/mkdocs.yml
SUPERSET := .venv-superset
SUPERSET_INSTALLED := $(SUPERSET)/installed
.DEFAULT_GOAL := help
.PHONY: help install night test test-full test-slow soak fuzz audit bench check check-types check-rest format airflow superset superset-export test-bi test-scale evaluate docs site constraints clean reset

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 17

$(INSTALLED): pyproject.toml constraints.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 to 3.13 is needed (found none); name it: make PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "python3-venv is needed: apt install python3-venv"; exit 1; }
	@echo "Installing into $(VENV) (a few minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[nlp,ingest,dev]'
	@touch $@

install: $(INSTALLED) ## everything that is needed, into .venv

night: $(INSTALLED) ## run the Airflow DAG over the sample batches and say what came of it
	@$(BIN)/sijill samples
	@for night in $(SAMPLES); do $(BIN)/sijill dag-night --date $$night || exit $$?; done
	@$(BIN)/sijill status --queries

# a module's tests stay on one worker; which modules begin: tests/conftest.py
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder -rs --durations=15
test: $(INSTALLED) ## each kind of thing tested once (under 8 minutes on 2 cores)
	@$(PYTEST)

test-full: $(INSTALLED) ## what takes long: walks, rebuilds, killed nights, hostile corpus, quality of reading
	@$(PYTEST) -m 'full and not slow and not bench and not bi and not scale'

test-slow: $(INSTALLED) ## the real scheduler, other DuckDB versions
	@$(BIN)/python -m pytest -m slow

SOAK_NIGHTS ?= 365
soak: $(INSTALLED) ## a year of nights in a row, of which some go wrong; goes on where it stopped (SOAK_NIGHTS=365)
	@$(BIN)/python -m tests.faults.soak run --nights $(SOAK_NIGHTS)
	@$(BIN)/python -m tests.faults.soak check
	@$(BIN)/python -m tests.faults.soak report

FUZZ_SECONDS ?= 600
fuzz: $(INSTALLED) ## look for inputs that break it, guided by coverage (FUZZ_SECONDS=600, extra fuzz)
	@$(BIN)/python -m tests.fuzz.guided --seconds $(FUZZ_SECONDS)

audit: $(INSTALLED) ## known vulnerabilities of the pinned dependencies (wants a network and pip-audit)
	@$(BIN)/python -m scripts.audit

bench: $(INSTALLED) ## measure; results go to docs/performance.md
	@$(BIN)/python -m benchmarks

check: $(INSTALLED) ## formatting, lint, types, imports, SQL, DAG parse, generated docs, links of the site
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target check-types check-rest

check-types: $(INSTALLED)
	@$(BIN)/mypy

check-rest: $(INSTALLED)
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports
	@$(BIN)/sqlfluff lint dbt_project --processes 2
	@$(BIN)/sijill airflow dags list-import-errors --local
	@$(BIN)/sijill docs --check
	@$(BUILD_SITE)

format: $(INSTALLED) ## put the code into shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@$(BIN)/sqlfluff fix dbt_project

airflow: $(INSTALLED) ## the scheduler and its web page on http://127.0.0.1:8080
	@$(BIN)/sijill airflow-up

$(SUPERSET_INSTALLED): bi/superset/constraints.txt bi/superset/requirements.in
	@test -x $(SUPERSET)/bin/python || $(PYTHON) -m venv $(SUPERSET)
	@echo "Installing Superset into $(SUPERSET) (a few minutes the first time) …"
	@$(SUPERSET)/bin/python -m pip install --quiet --disable-pip-version-check \
		-c bi/superset/constraints.txt -r bi/superset/requirements.in
	@touch $@

superset: $(INSTALLED) $(SUPERSET_INSTALLED) ## Superset with the dashboard on http://127.0.0.1:8088
	@$(BIN)/sijill superset

superset-export: $(INSTALLED) $(SUPERSET_INSTALLED) ## write the dashboard as it is in Superset to bi/superset/assets
	@$(BIN)/sijill superset --export

test-bi: $(INSTALLED) $(SUPERSET_INSTALLED) ## Superset for real: each chart against SQL (Chromium is needed)
	@$(BIN)/python -m pytest -m bi tests/bi

SCALE_INSTALLED := $(VENV)/installed-scale
$(SCALE_INSTALLED): $(INSTALLED)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[scale,test-scale]'
	@touch $@

test-scale: $(SCALE_INSTALLED) ## several workers with Redis, Postgres, an S3 server and a lake, for real (installs the servers where apt can)
	@command -v redis-server > /dev/null && ls /usr/lib/postgresql/*/bin/initdb > /dev/null 2>&1 \
		|| { apt-get update -qq; DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-server postgresql > /dev/null; } \
		|| { echo "redis-server and Postgres are needed: install them as your system does"; exit 1; }
	@$(BIN)/python -m pytest -m scale tests/scale

evaluate: $(INSTALLED) ## the scoreboard of the extractors
	@$(BIN)/sijill evaluate

docs: $(INSTALLED) ## write the generated pages of docs/ again
	@$(BIN)/sijill docs

site: $(INSTALLED) ## docs/ as a site to read from disk, in site/ (dbt's pages with it where `sijill dbt-docs` wrote them)
	@$(BUILD_SITE)
	@echo site/index.html

constraints: $(INSTALLED) ## compile constraints.txt from pyproject.toml again, and Superset's
	@scripts/compile_constraints.sh

clean: ## caches and unfinished work; what was published, registered, landed or staged stays
	rm -rf var/work var/dbt .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

reset: ## back to a fresh clone: asks before it deletes var/, published/ and register/
	@read -p "Delete var/, published/ and register/, with every id and version for ever? [y/N] " answer; \
	test "$$answer" = y && rm -rf var published register .venv $(SUPERSET) || echo "nothing deleted"
