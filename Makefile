# make run    set up, then the whole study: runs/latest/ holds notebooks, tables and figures
# make test   set up, then all tests, the notebooks among them
# make lab    set up, then JupyterLab on the notebooks
# make paper  set up, then the working paper from the published tables: papers/policylab.pdf

# the first of these that is Python 3.11, 3.12 or 3.13; or say make PYTHON=/path/to/python
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
READY := .venv/.ready
READY_ALL := .venv/.ready-all
# A worker of the tests a core, and one more, since many tests wait for other processes. A file's tests, and a notebook's
# cells, stay together.
WORKERS = $(shell $(PYTHON) -c 'import os; print(min(4, os.cpu_count() or 1) + 1)')
TESTS = --numprocesses $(WORKERS) --dist loadfile --no-loadscope-reorder \
	--nbval --nbval-current-env --nbval-cell-timeout=300 notebooks tests src/policylab

.PHONY: run test lab paper clean
run: $(READY)
	$(BIN)/policylab run

test: $(READY_ALL)
	$(BIN)/python -m pytest $(TESTS)

lab: $(READY)
	$(BIN)/jupyter lab notebooks

paper: $(READY_ALL)
	$(BIN)/python papers/build.py

# Set up again only when what is to be installed has changed. Python compiles what it imports, when it does, and keeps
# it, whatever the surroundings say: most of what is installed is never imported, and each notebook is a process anew.
unexport PYTHONDONTWRITEBYTECODE
INSTALL = $(BIN)/python -m pip install --quiet --no-compile --constraint constraints.txt --editable

.venv:
	@test -n "$(PYTHON)" || { echo "policylab needs Python 3.11, 3.12 or 3.13. Install one, or say make PYTHON=/path/to/python."; exit 1; }
	$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade pip || echo "Going on with the pip that came with Python, which takes longer."

$(READY): pyproject.toml constraints.txt | .venv
	$(INSTALL) ".[lab,test]"
	@touch $(READY)

# The tests build the paper and the documentation, and run batches on a small cluster, too.
$(READY_ALL): pyproject.toml constraints.txt | .venv
	$(INSTALL) ".[lab,test,paper,docs,cluster]"
	@touch $(READY) $(READY_ALL)

clean:
	rm -rf .venv runs
