# Every target makes the environment it needs: Python 3.11 or later with venv, and make, suffice.
PYTHON ?= python3
JOBS ?= auto

DEMO := nspa-gemt-2024
DEV := .venv-dev/bin
PIP := -m pip -qq --disable-pip-version-check --no-input install --no-deps

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## Show what can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1 \2/p' $(MAKEFILE_LIST) \
		| while read -r target words; do printf '  %-10s %s\n' "$$target" "$$words"; done

.PHONY: env
env: .venv/ready ## Make .venv with what jointstock needs to run

.PHONY: demo
demo: env ## Run the example programme, write its results to out/, and tell who pays what
	.venv/bin/jointstock run examples/$(DEMO) --out out/$(DEMO)
	@echo "Who pays what once Sweden has joined, and the proof checked again:"
	.venv/bin/jointstock share examples/$(DEMO) --with 2024-11 --out out/$(DEMO)/2024-11
	.venv/bin/jointstock verify out/$(DEMO)/2024-11/certificate.json

.PHONY: test
test: lint types ## Check style and types, run the tests that are not slow, build the docs
	$(DEV)/pytest -q -n $(JOBS) -m "not slow"
	$(MAKE) --no-print-directory docs

.PHONY: test-slow
test-slow: .venv-dev/ready ## Run the slow tests
	$(DEV)/pytest -q -n $(JOBS) -m slow

.PHONY: test-all
test-all: test test-slow ## Run every check and every test

.PHONY: lint
lint: .venv-dev/ready ## Check style and format
	$(DEV)/ruff check --quiet
	$(DEV)/ruff format --check --quiet

.PHONY: types
types: .venv-dev/ready ## Check the types
	$(DEV)/mypy

.PHONY: format
format: .venv-dev/ready ## Put the code into form
	$(DEV)/ruff check --fix --quiet
	$(DEV)/ruff format --quiet

.PHONY: docs
docs: .venv-dev/ready ## Build the documentation in docs/_build; a warning is an error
	$(DEV)/sphinx-build -q -E -W --keep-going docs docs/_build

.PHONY: bench
bench: .venv-bench/ready ## Run the benchmarks
	.venv-bench/bin/python -m benchmarks

.PHONY: clean
clean: ## Remove the environments and everything that was built
	rm -rf .venv .venv-dev .venv-bench out dist docs/_build .mypy_cache .pytest_cache .ruff_cache

# An environment is made anew when its pinned requirements change, so nothing old stays in it.
.venv/pinned: requirements/runtime.txt
.venv-dev/pinned: requirements/dev.txt
.venv-bench/pinned: requirements/bench.txt
%/pinned:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed")'
	@echo "Making $(@D) from $<"
	@$(PYTHON) -m venv --clear $(@D)
	@$(@D)/bin/python $(PIP) --require-hashes --only-binary :all: -r $<
	@touch $@

# The package itself is installed again when its metadata change; its code is used in place.
%/ready: %/pinned pyproject.toml
	@$(@D)/bin/python $(PIP) --no-build-isolation --editable .
	@touch $@
