# Styles and scripts, built from what package-lock.json names.
FROM node:24-bookworm AS assets
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY assets assets
RUN python3 assets/build.py

FROM python:3.13-slim-bookworm
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=frontdoor.config.settings.production \
    HOST=0.0.0.0 PORT=8000
WORKDIR /app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes --requirement requirements.lock
COPY manage.py .
COPY frontdoor frontdoor
COPY cases cases
COPY workforce workforce
COPY audits audits
COPY templates templates
COPY --from=assets /app/assets/built assets/built

# The code belongs to root; who serves it can write nothing but uploaded files.
RUN DJANGO_SETTINGS_MODULE=frontdoor.config.settings.demo python manage.py collectstatic --no-input --verbosity 0 \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin frontdoor \
    && install --directory --owner frontdoor --mode 0700 var/files
USER 10001
EXPOSE 8000
CMD ["gunicorn", "--config=python:frontdoor.config.gunicorn", "--no-control-socket", "frontdoor.config.wsgi"]
