# Two commands carry the course: `make lab` and `make test`. The others are for those who change it.
# What students run lives in scripts/run.py, which needs no make: Windows runs the same code.
PYTHON ?= python3
RUN := $(PYTHON) scripts/run.py
BIN := .venv/bin

lab:                        ## build once, then open JupyterLab on the first lesson
	$(RUN) lab

test:                       ## everything: tables, model, charts, explorers, lessons, browser
	$(RUN) test

build:                      ## make .venv, or mend it after a move, a new lock or a new Python
	$(RUN) build

kernel:                     ## offer the course to every Jupyter of this account
	$(RUN) kernel

notebooks:                  ## run every lesson afresh and save it with stills and words
	$(RUN) notebooks $(LESSONS)

site:                       ## pages to publish or carry, in site/: the reading edition, after `make wasm` the browser's too
	$(RUN) site $(LESSONS)

wasm:                       ## what the browser edition needs and no registry has, in .site/: once, some minutes
	$(RUN) wasm

tools: build                ## what only maintainers need: browser driver, linter, a hub (asks npm too)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r .ci/requirements.txt
	npm ci --prefix .ci --silent --no-audit --no-fund

lint:                       ## format, lint, and types of floor 0 (after `make tools`)
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m ruff check .
	$(BIN)/python -m pyright

check-all: tools            ## what does not fit into .ci/run; names what it could not run
	$(BIN)/python benchmarks/check_all.py

bench: tools                ## the figures that the closing notes report
	$(BIN)/python benchmarks/figures.py

LOCK := $(BIN)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
# The browser's Python is 3.12; what wasm.py makes from source (sources.in) stands in no other lock.
BROWSER_LOCK := cd scripts/site/browser && ../../../$(subst --python-version 3.11,--python-version 3.12,$(subst --universal,,$(LOCK)))
MADE_FROM_SOURCE := --no-emit-package numpy --no-emit-package markupsafe --no-emit-package pyyaml --no-emit-package stringcase
lock: build                 ## compile all requirements.txt from their .in
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) .ci/requirements.in -c requirements.txt -o .ci/requirements.txt
	$(LOCK) scripts/site/requirements.in -c requirements.txt -o scripts/site/requirements.txt
	$(LOCK) scripts/site/browser/builder.in -c requirements.txt -o scripts/site/browser/builder.txt
	$(BROWSER_LOCK) wheels.in -o wheels.txt --python-platform wasm32-pyodide2024 $(MADE_FROM_SOURCE)
	$(BROWSER_LOCK) sources.in -o sources.txt
	$(BROWSER_LOCK) tools.in -o tools.txt

wheelhouse: requirements.txt ## all packages as files, for machines without a network
	$(PYTHON) -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements.txt -d wheelhouse

stick: wheelhouse           ## course and packages in one file, for a USB stick
	rm -f two-theatres-stick.zip
	git archive --format=tar --prefix=two-theatres/ HEAD | (rm -rf .stick && mkdir .stick && tar -x -C .stick)
	cp -r wheelhouse .stick/two-theatres/
	cd .stick && $(PYTHON) -m zipfile -c ../two-theatres-stick.zip two-theatres && rm -rf ../.stick

offline:                    ## build from wheelhouse/, without a network; then `make lab`
	$(RUN) build --offline

clean:                      ## remove what was built; the student's work stays
	rm -rf .venv .pytest_cache .site site

.PHONY: lab test build kernel notebooks site wasm tools lint check-all bench lock stick offline clean
