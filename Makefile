# Two commands matter: `make demo` runs everything on this machine, `make test` tries everything.
PORT ?= 8000
PYTHON := .venv/bin/python
UV := UV_SYSTEM_CERTS=1 .boot/bin/uv pip compile --universal --generate-hashes --python-version 3.11 --no-header --no-annotate --quiet pyproject.toml

.PHONY: demo test check fmt lock bench screenshots backup restore install

demo: install ## the whole system at http://127.0.0.1:8000, with an invented authority; PORT= changes the port
	@PORT=$(PORT) exec $(PYTHON) -m frontdoor.embedded

test: install ## every test, browser journeys included, on a Postgres and a Valkey of its own
	@$(PYTHON) -m pytest -n 2

check: install ## everything that can be said without running the system
	@$(PYTHON) -m tests.checks

fmt: install ## format and repair what ruff can
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

lock: install ## both locks anew from pyproject.toml
	@$(UV) --output-file requirements.lock && $(UV) --group dev --output-file requirements-dev.lock

bench: install ## speed against a plain Django page, as a table with PASS or FAIL
	@$(PYTHON) -m tests.bench

screenshots: install ## the pictures of the README
	@$(PYTHON) -m tests.screenshots

backup: install ## dump the running demo's database with the sums of its tables; TO= names the new folder
	@$(PYTHON) -m frontdoor.embedded.backup backup $(TO)

restore: install ## make a database NAME= beside the running demo's from the backup FROM=, and compare every table
	@$(PYTHON) -m frontdoor.embedded.backup restore $(FROM) --name $(or $(NAME),frontdoor_restored)

install:
	@python3 -m frontdoor.embedded.install
