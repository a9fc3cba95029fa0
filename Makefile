# Two commands are enough: `make app` and `make test`. Each sets up what it needs first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PORT ?= 8501
# As many as there are processors, four at most: with more, pages in a browser are late.
WORKERS ?= $(shell $(PYTHON) -c 'import os; print(min(4, os.cpu_count() or 1))')
EXAMPLES ?= 2000
CLAIMS ?= claims

.PHONY: app test pytest check fix proxy database data open-data-server screenshots reference docs fuzz stress bench audit load soak claims setup browser lint types contracts names

app: setup
	$(BIN)/hotspots --home . app --port $(PORT)

# The types beside the tests: one processor would look on while the other looks them over.
test: setup browser proxy database lint contracts
	$(MAKE) --no-print-directory --jobs 2 types pytest

# A file of tests stays in one process: what its tests share is made once. In their own order, so
# that those in a browser come last. `$(BIN)/python -m pytest` alone does the same in one process.
pytest: setup
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

check: setup lint types contracts names
	$(BIN)/hotspots --home . check

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

data: setup
	$(BIN)/python geodata/_build/build.py
	$(BIN)/python data/_build/build.py

# Answers as the services of open data do; `hotspots fetch boundaries --base-url` asks it.
open-data-server: setup
	PYTHONPATH=tests $(BIN)/python -m open_data_server --port $(or $(OPEN_DATA_PORT),8780)

screenshots: setup browser
	$(BIN)/python docs/_build/screenshots.py

# Every TOML key and command, from the code; a test says when it is behind.
reference: setup
	$(BIN)/python docs/_build/reference.py

# The documents as a site in build/docs, without internet; a link that leads nowhere stops it.
docs: setup
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[docs]'
	$(BIN)/python -m sphinx --quiet --fail-on-warning --keep-going -c docs/_build . build/docs

fuzz: setup
	HOTSPOTS_FUZZ_EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest tests/incoming/reading/test_mutated_files.py tests/incoming/checking/test_any_strings.py

stress: setup
	HOTSPOTS_KILLS=200 $(BIN)/python -m pytest -q tests/store

# Each is run, also where one before it did not keep to its limit; which those were is said last.
# Ours works in one thread, so every library has one.
BENCHMARKS := join parts gi_star moran density masks import questions rows knox clusters trend scan planted curve exposure \
  events events_page wijkbeeld report server country cluster map_page
TABLED := join parts gi_star moran density knox clusters trend scan planted curve exposure
bench: setup browser
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[bench]'
	@failed=; for name in $(BENCHMARKS) 'map_page --points'; do \
	  set -- $$name; options=; case ' $(TABLED) ' in *" $$1 "*) options=--write;; esac; \
	  echo "== $$name"; \
	  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 $(BIN)/python benchmarks/bench_$$1.py $$options $$2 \
	    || failed="$$failed $$name"; \
	done; \
	$(BIN)/python benchmarks/speed_table.py || failed="$$failed speed_table"; \
	test -z "$$failed" || { echo "Gestopt of buiten de grens:$$failed"; exit 1; }

# Known leaks in the pinned versions. Fails too where the list of leaks cannot be reached.
audit: setup
	@test -x $(VENV)/audit/bin/pip-audit || { $(PYTHON) -m venv $(VENV)/audit && \
	  $(VENV)/audit/bin/python -m pip install --quiet 'pip-audit>=2.9,<3'; }
	@$(VENV)/audit/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off -r constraints.txt || \
	  { echo "Niet goed: er is een lek gevonden, of er is niets nagekeken. Staat hierboven 'could not be audited' of"; \
	    echo "een fout over de verbinding? Dan is de lijst van lekken niet bereikt: neem constraints.txt mee naar een"; \
	    echo "machine met internet. Zie docs/veiligheid.md, 'Pakketten nakijken'."; exit 1; }

# Half a day of one processor; goes on where it stopped.
claims: setup
	$(BIN)/python benchmarks/bench_claims.py run --out $(CLAIMS)
	$(BIN)/python benchmarks/bench_claims.py tell --out $(CLAIMS)

load: setup
	$(BIN)/python benchmarks/bench_load.py

# Half an hour; 50 users who never stop.
soak: setup
	$(BIN)/python benchmarks/bench_load.py --users --peer-users --soak 30

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports

# Words that say nothing of what a thing is, per room; how many are left only goes down.
names: setup
	$(BIN)/python -m pytest -q tests/docs/test_names.py

setup: $(READY)

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 of nieuwer is nodig; gebruik: make PYTHON=python3.12 app"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || \
	  { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq python3-venv; } || \
	  { echo "De module venv ontbreekt; installeer het pakket python3-venv."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $(READY)

# What the tests of docs/uitrol run. Where it is not, they are left out by name. On a server of tests
# alone it is installed: elsewhere Debian would start an nginx at port 80.
proxy:
	@if ! command -v nginx >/dev/null 2>&1 && [ -n "$$CI" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends nginx-light apache2-utils || \
	  echo "Geen nginx; de tests daarvan worden overgeslagen."; \
	fi

# A real PostgreSQL with PostGIS and its ODBC driver, which Debian would start at once: so on a server
# of tests alone. Elsewhere HOTSPOTS_TEST_DSN names one, or those tests are left out by name.
database:
	@if ! ls /usr/share/postgresql/*/extension/postgis.control >/dev/null 2>&1 && [ -n "$$CI" ] && [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql postgresql-postgis odbc-postgresql || \
	  echo "Geen PostgreSQL; de tests daarvan worden overgeslagen."; \
	fi

# Debian's Chromium where it is or can be installed; otherwise the browser Playwright brings.
browser: setup
	@if command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then \
	  apt-get update -qq && { apt-get install -y -qq chromium-headless-shell || apt-get install -y -qq chromium; }; \
	else \
	  $(BIN)/playwright install chromium || \
	  { echo "Geen browser voor de tests; installeer het pakket chromium."; exit 1; }; \
	fi
