"""What every installation shares. Secrets and addresses come from the environment."""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(os.environ.get("FRONTDOOR_VAR", BASE_DIR / "var"))


def database(url: str, *, pool: bool) -> dict:
    """A Django database entry for a postgresql:// URL; the pool keeps connections open between requests."""
    parts = urlsplit(url)
    options: dict = {
        "options": "-c statement_timeout=5s -c lock_timeout=2s -c idle_in_transaction_session_timeout=10s",
    }
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 5}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0 if pool else 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


SECRET_KEY = os.environ.get("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]

DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", "postgresql://frontdoor_app@127.0.0.1:5432/frontdoor"),
        pool=os.environ.get("DATABASE_POOL", "off") == "on",
    ),
}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.staticfiles",
    "pgtrigger",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "workforce",
    "frontdoor",
    "cases",
    "audits",
]

AUTH_USER_MODEL = "workforce.Worker"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ROOT_URLCONF = "frontdoor.config.urls"
WSGI_APPLICATION = "frontdoor.config.wsgi.application"
SITE_ID = 1

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = False
