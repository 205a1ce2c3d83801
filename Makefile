# Two commands do all the set-up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV := $(VENV)/.installed-dev

.PHONY: help demo serve test test-fast lint acceptance sheets bench models system-packages clean gallery

help:
	@echo "make demo        install, fetch the models, and make demo/captain.mp4"
	@echo "make serve       start the studio at http://127.0.0.1:8765"
	@echo "make test        install what the tests need, then lint and run all of them"
	@echo "make test-fast   the quick tests only"
	@echo "make acceptance  the product's acceptance test: results and a contact sheet in acceptance/"
	@echo "make sheets      contact sheets of the engines in sheets/"
	@echo "make bench       the benchmarks, as ratios"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(STAMP): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e .
	touch $@

$(DEV): pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet -e '.[dev,postgres]'
	touch $@ $(STAMP)

models: $(STAMP)
	$(BIN)/moviola models pull --yes

demo: models
	@mkdir -p demo
	$(BIN)/moviola make "a weathered sea captain in his sixties with a grey beard, slow push in, he breathes, calm piano, title 'The Captain'" -o demo/captain.mp4

serve: $(STAMP)
	$(BIN)/moviola serve

system-packages:
	tools/system-packages.sh

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: $(DEV) system-packages lint
	$(BIN)/moviola models pull --yes
	tools/with-postgres.sh $(BIN)/python -m pytest

test-fast: $(DEV)
	$(BIN)/python -m pytest -m "not slow" -q

acceptance: $(DEV) models
	$(BIN)/python tools/acceptance.py acceptance

sheets: $(DEV) models
	@mkdir -p sheets
	$(BIN)/python tools/portrait_sheet.py sheets/portraits.png
	$(BIN)/python tools/place_sheet.py sheets/places.png
	$(BIN)/python tools/motion_sheet.py sheets/motion.png
	$(BIN)/python tools/music_sheet.py sheets/music.png
	$(BIN)/python tools/title_sheet.py sheets/titles.png `$(BIN)/python tools/samples.py`

gallery: $(DEV) models
	$(BIN)/python tools/gallery.py

bench: $(DEV) models
	for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean:
	rm -rf $(VENV) build dist acceptance sheets demo
