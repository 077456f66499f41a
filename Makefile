# Two commands carry the course: `make lab` and `make test`. The others are for those who change it.
PYTHON ?= python3
BIN := .venv/bin
export JUPYTER_CONFIG_PATH := $(CURDIR)/.jupyter
export PYTHONPATH := $(CURDIR)/notebooks

lab: .venv/ready            ## build once, then open JupyterLab on the first lesson
	$(BIN)/jupyter lab --notebook-dir=$(CURDIR)

test: .venv/ready           ## everything: tables, model, charts, explorers, lessons, browser
	$(BIN)/python -m pytest -n 2 --dist loadfile tests
	THEATRES_STILLS=check $(BIN)/python -m pytest -n 2 --dist loadfile --nbval --nbval-current-env --nbval-cell-timeout 60 -p no:cacheprovider notebooks

.venv/ready: requirements.txt
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.txt
	PYTHONPATH=notebooks $(BIN)/python -m theatres.explorers.bundle
	touch $@

notebooks: .venv/ready      ## run every lesson afresh and save it with stills and words
	$(BIN)/python scripts/build_lessons.py $(LESSONS)

bench: .venv/ready          ## the figures that the closing notes report
	$(BIN)/python tests/bench.py

LOCK := $(BIN)/python -m uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet
lock: .venv/ready           ## compile both requirements*.txt from their .in
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) requirements-ci.in -c requirements.txt -o requirements-ci.txt

wheelhouse: requirements.txt ## all packages as files, for machines without a network
	$(PYTHON) -m pip download --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all: -r requirements.txt -d wheelhouse

stick: wheelhouse           ## course and packages in one file, for a USB stick
	rm -f two-theatres-stick.zip
	git archive --format=tar --prefix=two-theatres/ HEAD | (rm -rf .stick && mkdir .stick && tar -x -C .stick)
	cp -r wheelhouse .stick/two-theatres/
	cd .stick && $(PYTHON) -m zipfile -c ../two-theatres-stick.zip two-theatres && rm -rf ../.stick

offline:                    ## build from wheelhouse/, without a network; then `make lab`
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --find-links wheelhouse --require-hashes --no-deps -r requirements.txt
	PYTHONPATH=notebooks $(BIN)/python -m theatres.explorers.bundle
	touch .venv/ready

clean:                      ## remove what was built; the student's work stays
	rm -rf .venv .pytest_cache

.PHONY: lab test notebooks bench lock stick offline clean
