# Two commands: `make start` and `make test`. Each does all the set-up it needs; nothing is done twice.
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory
VENV := .venv
PYTHON_IN := $(VENV)/bin/python

# Where Homebrew lives on Apple silicon: without it, Pythons that are not Homebrew's do not find its libraries.
ifneq ($(wildcard /opt/homebrew/lib),)
export HOMEBREW_PREFIX ?= /opt/homebrew
endif

.DEFAULT_GOAL := help
.PHONY: help start test check bench clean lint types contracts tests set-up-start set-up-test

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile | expand -t 14

start: set-up-start ## set up, then open the program (without a terminal: a whole session on shipped words)
	@if [ -t 0 ] && [ -t 1 ]; then exec $(PYTHON_IN) -m companion; else exec $(PYTHON_IN) -m companion demo; fi

test: set-up-test ## set up, then lint, types, import contracts and every test that can run here
	@$(MAKE) -k lint types contracts tests

check: set-up-test ## the long runs: soaks, kills, many seeds (minutes)
	@$(VENV)/bin/pytest -m long -p no:xdist --timeout=1800; status=$$?; [ $$status -eq 5 ] || exit $$status  # 5: none yet

bench: set-up-test ## every measurement, beside a named peer, with the machine
	@status=0; for script in $$(grep -l __main__ bench/*.py); do \
	  echo "== $$script"; $(PYTHON_IN) -m "bench.$$(basename "$$script" .py)" || status=1; \
	done; exit $$status

clean: ## take away what was set up and built; your songs and journal are elsewhere and stay
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find companion tests bench -name __pycache__ -type d -prune -exec rm -rf {} +

lint:
	$(VENV)/bin/ruff check companion tests bench

types:
	$(VENV)/bin/mypy companion tests bench

contracts:
	$(VENV)/bin/lint-imports

tests:
	$(VENV)/bin/pytest -n auto --dist worksteal -m "not long"

set-up-start: $(VENV)/.ready-to-start
	@tools/sound-libraries run

set-up-test: $(VENV)/.ready-to-test
	@tools/sound-libraries test

$(VENV)/.ready-to-start: requirements.lock pyproject.toml tools/set-up $(PYTHON_IN)
	@tools/set-up requirements.lock $@

$(VENV)/.ready-to-test: requirements-dev.lock pyproject.toml tools/set-up $(PYTHON_IN)
	@tools/set-up requirements-dev.lock $@

# No recipe of its own: where the interpreter is missing (or its link is broken) both stamps are out of date.
$(PYTHON_IN): ;
