# Everything runs in .venv, which is made from uv.lock by the first call and again only when the lock changes.

PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.synced
RAW ?= raw
WAREHOUSE ?= warehouse
PORT ?= 8088
FUZZ ?= 2000
KILLS ?= 150
FAULT_EVERY ?= 1

# Compiled bytecode halves the start of every tool; some containers switch it off.
unexport PYTHONDONTWRITEBYTECODE
export DO_NOT_TRACK = 1
# What adds modules of others to every Python, or keeps it open at its end.
unexport PYTHONPATH PYTHONHOME PYTHONINSPECT

# make load EXTENSION=docs/example_package: with a package of one's own on top.
ifdef EXTENSION
export JIXIAO_EXTENSION := $(abspath $(EXTENSION))
endif

.DEFAULT_GOAL := help
.PHONY: help load published flow serve test check bi test-quick test-docs test-operated test-engines test-browser screenshots bench fuzz torture coverage mutate docs clean

help:  ## Say what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1|/' | column -t -s '|'

load: $(STAMP)  ## Load the documents below raw/ and publish warehouse/jixiao.duckdb
	@$(BIN)/jixiao load --raw "$(RAW)" --warehouse "$(WAREHOUSE)"

# For what needs only the published file: that is right where a load ends with 3, too, and says how many are set aside.
published: $(STAMP)
	@$(BIN)/jixiao load --raw "$(RAW)" --warehouse "$(WAREHOUSE)" || { status=$$?; test $$status -eq 3 || exit $$status; }

flow: $(STAMP)  ## The same load once as a Prefect flow (starts a temporary API)
	@$(BIN)/python -m flows.scheduled.once "$(RAW)" "$(WAREHOUSE)"

serve: $(STAMP)  ## Load on a schedule: Prefect's server, worker and page on 127.0.0.1, until Ctrl-C
	@exec $(BIN)/python -m flows.scheduled.serve "$(RAW)" "$(WAREHOUSE)"

test: check  ## What must hold of the code: checks (completeness among them), dbt unit tests, all tests but those with targets of their own
	$(BIN)/pytest -n 2 -m "not operated and not documented" --dist loadfile --no-loadscope-reorder \
	    --ignore tests/pages/test_pages.py --ignore tests/dbt_project/test_descriptions.py --ignore tests/dbt_project/test_build.py

test-quick: $(STAMP)  ## The tests that need no load and no server
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not operated and not documented"

check: $(STAMP)  ## Style, types, direction of imports, SQL, completeness
	$(BIN)/pre-commit run --all-files

bench: $(STAMP)  ## Times as ratios to what a user would otherwise run (installs the peers; 40 minutes, most of them growth)
	@$(BIN)/uv --quiet sync --frozen --inexact --group bench --extra dask
	@$(BIN)/python -m tests.bench

test-operated: $(STAMP)  ## Kills, signals, a full disk, loads of parts, other tools' settings; a cron that really fires (waits for the clock)
	$(BIN)/pytest -n 3 -m operated --dist loadfile --no-loadscope-reorder tests

bi: published  ## Superset with two dashboards on 127.0.0.1:8088, until Ctrl-C (its own environment, 0.7 GB)
	@$(BIN)/python -m bi.superset.assets "$(WAREHOUSE)/jixiao.duckdb" "$(WAREHOUSE)/.superset/own"
	@$(BIN)/uv --quiet sync --frozen --project bi/superset
	@exec bi/superset/.venv/bin/python bi/superset/start.py "$(WAREHOUSE)" $(PORT)

test-docs: $(STAMP)  ## README and how-tos typed as they stand there, the example of a package on top, the site
	@$(BIN)/uv --quiet sync --frozen --inexact --group docs
	$(BIN)/pytest -n 2 -m documented --dist loadgroup tests/test_documentation.py tests/test_extension.py

test-engines: $(STAMP)  ## The dashboards in a real Superset, reading on a Dask cluster
	@$(BIN)/uv --quiet sync --frozen --project bi/superset
	@$(BIN)/uv --quiet sync --frozen --inexact --extra dask
	$(BIN)/pytest tests/engines/superset_dashboards.py tests/engines/dask_reading.py

test-browser: $(STAMP)  ## The report's pages in Chromium, which must be installed: from disk and from a server
	@$(BIN)/uv --quiet sync --frozen --inexact --group browser
	$(BIN)/pytest tests/browser/report_pages.py tests/browser/reading_view.py

screenshots: published  ## The main pages as pictures in docs/screenshots (needs Chromium and a CJK font)
	@$(BIN)/uv --quiet sync --frozen --inexact --group browser
	@$(BIN)/jixiao report --warehouse "$(WAREHOUSE)"
	@$(BIN)/python -m tests.browser.screenshots "$(WAREHOUSE)/report" docs/screenshots

coverage: $(STAMP)  ## Which branches of flows/ the tests take (half an hour)
	rm -rf .coverage-caches
	$(BIN)/coverage erase
	XDG_CACHE_HOME="$(CURDIR)/.coverage-caches" $(BIN)/coverage run -m pytest -n 2 --dist loadgroup --ignore tests/test_documentation.py
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

mutate: $(STAMP)  ## Mutants of the grammar of targets: which does no test notice? (hours)
	@$(BIN)/uv --quiet sync --frozen --inexact --group mutation
	$(BIN)/mutmut run
	$(BIN)/mutmut results

torture: $(STAMP)  ## 150 loads and 50 rollbacks killed at random moments; publishing with a fault at every write, fsync, rename, unlink (hours)
	@$(BIN)/python -m tests.crash.torture kills $(KILLS)
	@$(BIN)/python -m tests.crash.torture faults $(FAULT_EVERY)

fuzz: $(STAMP)  ## Thousands of damaged documents of each format: read or refused, nothing else; layouts nobody has seen: exact or said
	@for format in docx doc xlsx xls xlsb ods xml csv html mht pdf txt; do $(BIN)/python -m tests.readers.damage $$format $(FUZZ) || exit 1; done
	@$(BIN)/python -m tests.forms.layouts measure $(FUZZ)

docs: published  ## The documentation as a site: warehouse/docs/index.html, with the models and their lineage
	@$(BIN)/uv --quiet sync --frozen --inexact --group docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs --quiet build --config-file docs/site/mkdocs.yml --site-dir "$(abspath $(WAREHOUSE))/docs"
	@JIXIAO_WORKING_FILE="$(abspath $(WAREHOUSE))/working.duckdb" $(BIN)/dbt --quiet docs generate --static \
	    --project-dir dbt_project --profiles-dir dbt_project --target-path "$(abspath $(WAREHOUSE))/.dbt-docs"
	@cp "$(WAREHOUSE)/.dbt-docs/static_index.html" "$(WAREHOUSE)/docs/models.html"
	@echo "The documentation: $(WAREHOUSE)/docs/index.html; the models: $(WAREHOUSE)/docs/models.html (the search needs a web server: $(BIN)/python -m http.server -d $(WAREHOUSE)/docs)"

clean:  ## Remove the environment and what tools left behind (never raw/ or warehouse/)
	rm -rf .venv bi/superset/.venv .pytest_cache .hypothesis .ruff_cache .import_linter_cache mutants \
	    dbt_project/target dbt_project/logs dbt_project/dbt_packages .coverage*

$(STAMP): uv.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else \
	    f"Python 3.11 or newer is needed, this is {v[0]}.{v[1]}: make load PYTHON=python3.12")'
	@echo "Making .venv from uv.lock (once; about 1.3 GB, a minute or less)"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip --quiet --disable-pip-version-check install uv==0.13.9
	@$(BIN)/uv --quiet sync --frozen --inexact
	@touch $@
