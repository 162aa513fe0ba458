# make help lists the targets. Everything runs in .venv, made from requirements.lock at the first use of any target.
.DEFAULT_GOAL := help
unexport PYTHONDONTWRITEBYTECODE # a start takes three times as long when nothing compiled is kept
.PHONY: help install system run demo test e2e bench check format lock clean
VENV := .venv/bin
SAFE_ENV := JALON_TESTING=1 JALON_DATA_DIR=$(CURDIR)/.venv/check
DEPLOY_ENV := JALON_SECRET_KEY=check-only-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ JALON_HTTPS=1 JALON_HOSTS=jalon.invalid

help: ## list the targets
	@grep -hE '^[a-z0-9]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-8s %s\n", $$1, $$2 }'

install: .venv/.installed system ## make .venv from requirements.lock (only when it changed) and the system libraries

.venv/.installed: requirements.lock bin/install
	@bin/install
	@touch $@

system: .venv/.installed ## Pango and HarfBuzz, which WeasyPrint needs for the PDF documents
	@$(VENV)/python -c 'import weasyprint' >/dev/null 2>&1 || { \
	  bin/apt-install "Les documents PDF ont besoin de Pango" libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 && \
	  $(VENV)/python -c 'import weasyprint'; }

run: install ## start Jalon: http://127.0.0.1:8000 (HOST, PORT, DATABASE_URL, REDIS_URL)
	@$(VENV)/python bin/run

demo: install ## load the demonstration data into the database
	$(VENV)/python manage.py migrate --noinput --verbosity 0
	$(VENV)/python manage.py demo

test: install ## all tests but the browser's, on SQLite or on DATABASE_URL and REDIS_URL
	bin/test -n 2 --dist loadgroup -m "not e2e" $(ARGS)

# Two browsers and two servers share two processors here: what fails is told, then tried once more, alone; it must pass there.
e2e: install ## browser tests, with Debian's Chromium
	DJANGO_ALLOW_ASYNC_UNSAFE=1 bin/test -n 2 --dist worksteal -m e2e $(ARGS) tests/e2e || \
	  DJANGO_ALLOW_ASYNC_UNSAFE=1 bin/test -m e2e --last-failed --last-failed-no-failures none $(ARGS) tests/e2e

bench: install ## every performance goal as a ratio (ARGS="--rows 14M --database postgres")
	$(VENV)/python -m benchmarks $(ARGS)

check: install ## style, layers, templates, migrations and settings
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/lint-imports --no-logo
	$(VENV)/djlint --quiet --lint templates
	$(SAFE_ENV) $(VENV)/python manage.py makemigrations --check --dry-run
	$(SAFE_ENV) $(DEPLOY_ENV) $(VENV)/python manage.py check --deploy --fail-level WARNING

format: install ## let ruff format and repair
	$(VENV)/ruff check --fix .
	$(VENV)/ruff format .

lock: .venv/.installed ## resolve the dependencies again (decision 0001)
	@PATH="$(CURDIR)/$(VENV):$$PATH" uv pip compile --quiet --universal --generate-hashes --group dev pyproject.toml \
	  --custom-compile-command "make lock" $(ARGS) -o requirements.lock

clean: ## remove .venv and the caches; var/ (database, documents) stays
	rm -rf .venv .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
