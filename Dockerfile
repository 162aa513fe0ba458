# One image for the web server, the worker and the scheduler. Built by docker compose: see docs/deploy.md.
FROM python:3.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 JALON_DATA_DIR=/var/lib/jalon
RUN apt-get update \
 && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/* \
 && pip install --no-cache-dir uv \
 && useradd --system --home-dir /var/lib/jalon --create-home jalon \
 && mkdir /var/lib/jalon/documents

WORKDIR /srv/jalon
COPY pyproject.toml requirements.lock ./
# The dependencies of the application alone, at the versions and hashes of the lock.
RUN uv pip install --system --no-cache --compile-bytecode --requirements pyproject.toml --constraints requirements.lock

COPY . .
# Static files belong to the image, documents to the volume.
RUN JALON_SECRET_KEY=build-only python manage.py collectstatic --noinput --verbosity 0 \
 && chown -R jalon: /var/lib/jalon
USER jalon
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "config.wsgi:application"]
