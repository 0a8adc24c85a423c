# IQ4D: two commands matter, `make run` and `make test`. Both need only Python 3.11 or later, with pip.
#
# The environment is `.venv`, made from hash-locked requirements. A stamp file tells what is in it, so that a second
# call is instant and a changed lock is installed again.

VENV := .venv
PIP := $(VENV)/bin/python -m pip --quiet --disable-pip-version-check
LOCKED := install --require-hashes --no-deps -r

.DEFAULT_GOAL := help
.PHONY: help run test test-rest test-browser test-postgres check soak bench bench-web bench-measure bench-report bench-groups screenshots messages wheel format lock clean env test-env train-env bench-env gold hints validate train walk chromium postgresql

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: env  ## serve the demo on localhost (accounts and address are printed)
	$(VENV)/bin/iq4d serve --demo

test: test-env chromium postgresql check  ## everything CI does: install, check, test
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target test-rest test-browser test-postgres

test-rest: test-env  ## the tests without a browser, on SQLite
	$(VENV)/bin/python -m pytest -m "not soak and not browser"

test-browser: test-env  ## the tests in a real browser, where there is one
	$(VENV)/bin/python -m pytest -m "browser and not soak" tests/browser

# What two engines could answer differently: locks, constraints, sorting, and who sees what.
ON_BOTH := tests/web/ui/test_prepared.py tests/web/dialogues tests/web/deeds tests/web/notices/test_daily.py tests/web/facilitation tests/web/bigscreen tests/web/circles tests/web/mirror tests/web/reports
# What asks no more of a database than the tests beside it.
ON_ONE := $(addprefix tests/web/dialogues/,own_methods any_method.py test_by_the_clock.py test_choosing.py test_dialogue_page.py \
	test_first_things.py test_guests_come_in.py test_half_written.py test_hats.py test_hints.py test_kept_questions.py \
	test_let_go_merged.py test_lengths.py test_lineage.py test_outcome.py test_pictures.py test_points.py test_received.py test_restating_pages.py \
	test_signing.py test_stands.py test_ten_step.py test_which_method.py test_without_names.py test_words_at_the_door.py) \
	$(addprefix tests/web/deeds/,test_asking.py test_lists.py) \
	$(addprefix tests/web/mirror/,test_a_newer_measure.py test_asking.py test_live.py test_over_time.py test_own_view.py \
	test_own_views_private.py test_summing.py) \
	$(addprefix tests/web/reports/,test_around.py test_pdf.py test_report.py test_who_is_asked.py)
test-postgres: test-env  ## those tests that two databases could answer differently, on PostgreSQL where there is one
	$(VENV)/bin/python tools/postgres.py $(VENV)/bin/python -m pytest -m "not soak" $(ON_BOTH) $(ON_ONE:%=--ignore=%) || [ $$? = 77 ]

check: test-env  ## lint, format, types, layers, translations
	$(VENV)/bin/ruff check src tests tools
	$(VENV)/bin/ruff format --check src tests tools
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports --no-logo
	$(VENV)/bin/python tools/messages.py check

soak: test-env chromium  ## the long tests: every hostile file and mark-up vector
	$(VENV)/bin/python -m pytest -m soak

gold: env  ## check the Dutch-English conversations of our own, and how far their two readings agree
	$(VENV)/bin/python tools/gold.py

hints: env  ## how often a hint is right, on the sentences of gold/hints, and write docs/hints.md
	$(VENV)/bin/python tools/hints.py --page

SHARED := ../shared
DATA := $(SHARED)/data
validate: train-env  ## hold the measures against coded data (DATA=DIR for other files of the same form)
	$(VENV)/bin/python tools/validate.py $(DATA)

train: train-env  ## fit the heads and the reference figures anew from the public data, and write the pages that tell of them
	$(VENV)/bin/python tools/train.py $(SHARED)
	$(VENV)/bin/python tools/reference.py $(SHARED) > /dev/null
	$(VENV)/bin/python -m iq4d.measures.document > docs/measures.md
	$(VENV)/bin/python -m iq4d.measures.fingerprint --write
	$(VENV)/bin/python tools/walk.py $(SHARED)
	$(VENV)/bin/python tools/validate.py $(SHARED)/data --page || true

walk: env  ## walk through every point of one real conversation, in docs/walk.md
	$(VENV)/bin/python tools/walk.py $(SHARED)

bench: env  ## how fast it is here: start-up, reading, measuring
	$(VENV)/bin/python tools/bench.py

bench-web: env  ## what a page costs, on SQLite and on PostgreSQL where it is installed
	$(VENV)/bin/python tools/bench_web.py

bench-measure: bench-env  ## how fast measuring is beside ConvoKit, and the memory of a stream of a million (needs DATA)
	OMP_NUM_THREADS=1 $(VENV)/bin/python tools/bench_measure.py $(DATA) --largest 1000000

bench-report: test-env  ## how long a table of 10,000 conversations takes and how much memory, and a page of a long one
	$(VENV)/bin/python tools/bench_report.py

bench-groups: test-env  ## how good groups are and how fast: MDGPLib (DATA=DIR), attributes, rules, rounds; exit 1 below a floor
	OMP_NUM_THREADS=1 $(VENV)/bin/python tools/bench_groups.py $(if $(filter command line,$(origin DATA)),$(DATA),$(SHARED)/mdgp)

screenshots: test-env chromium  ## photograph the main pages and a ten-step of the demo for the documents
	$(VENV)/bin/python tools/screenshots.py

messages: test-env  ## take new sentences into the Dutch catalogues, and compile them
	$(VENV)/bin/python tools/messages.py update
	$(VENV)/bin/python tools/messages.py compile

wheel: test-env  ## the product in one file, in dist/
	$(VENV)/bin/python -m build --wheel --no-isolation

format: test-env  ## let ruff mend what it can
	$(VENV)/bin/ruff check --fix src tests tools
	$(VENV)/bin/ruff format src tests tools

# The one target that needs more than pip: uv (https://docs.astral.sh/uv/). Add UPGRADE=--upgrade for newer versions.
lock:  ## renew requirements/*.txt after a change in pyproject.toml or requirements/*.in (needs uv)
	uv pip compile $(LOCK_OPTIONS) pyproject.toml -o requirements/base.txt
	uv pip compile $(LOCK_OPTIONS) requirements/build.in -c requirements/base.txt -o requirements/build.txt
	uv pip compile $(LOCK_OPTIONS) requirements/train.in -c requirements/base.txt -o requirements/train.txt
	uv pip compile $(LOCK_OPTIONS) --extra postgresql --extra arrow --extra pdf --extra groups requirements/test.in pyproject.toml -c requirements/base.txt -c requirements/build.txt -o requirements/test.txt
	uv pip compile $(LOCK_OPTIONS) requirements/bench.in --excludes requirements/bench.without -c requirements/base.txt -c requirements/train.txt -c requirements/test.txt -o requirements/bench.txt
LOCK_OPTIONS := --quiet --generate-hashes --no-header --python-version 3.11 --universal $(UPGRADE)

clean:  ## take away the environment, the demo's data and what tools left behind
	rm -rf $(VENV) .iq4d build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-results
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

env: $(VENV)/.iq4d
test-env: $(VENV)/.test
train-env: $(VENV)/.train
bench-env: $(VENV)/.bench

$(VENV)/.made:
	@tools/venv.sh $(VENV)
	@touch $@

$(VENV)/.base: $(VENV)/.made requirements/base.txt requirements/build.txt
	@echo "Installing what IQ4D needs into $(VENV) ..."
	@$(PIP) $(LOCKED) requirements/base.txt
	@$(PIP) $(LOCKED) requirements/build.txt
	@touch $@

$(VENV)/.iq4d: $(VENV)/.base pyproject.toml
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.iq4d requirements/test.txt
	@echo "Installing what the tests need into $(VENV) ..."
	@$(PIP) $(LOCKED) requirements/test.txt
	@touch $@

$(VENV)/.train: $(VENV)/.iq4d requirements/train.txt
	@echo "Installing what training needs into $(VENV) ..."
	@$(PIP) $(LOCKED) requirements/train.txt
	@touch $@

# ConvoKit comes as source: what builds it goes in first, out of the same lock.
$(VENV)/.bench: $(VENV)/.iq4d requirements/bench.txt
	@echo "Installing what the bench needs into $(VENV) ..."
	@sed -n '/^setuptools==/,/^ *#/p' requirements/bench.txt > $(VENV)/setuptools.txt
	@$(PIP) $(LOCKED) $(VENV)/setuptools.txt
	@$(PIP) $(LOCKED) requirements/bench.txt --no-build-isolation
	@touch $@

chromium:
	@tools/chromium.sh

postgresql:
	@tools/postgresql.sh
