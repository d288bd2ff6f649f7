"""Tests: the real Postgres and Valkey of tests/services.py, quick password hashes, files served unhashed."""

import copy
import os

from frontdoor.config.settings import base
from frontdoor.config.settings.base import *  # noqa: F403

# Playwright keeps an event loop in the main thread for the whole run, and Django takes that for asynchronous code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# A loaded machine is not a wrong answer: the limits of serving would end a test that only waits for its turn.
DATABASES = {
    "default": base.database(
        os.environ.get("DATABASE_URL", "postgresql://frontdoor_app@127.0.0.1:5432/frontdoor"),
        pool=False,
        limits="-c statement_timeout=60s -c lock_timeout=30s -c idle_in_transaction_session_timeout=0",
    )
}
SECRET_KEY = "only-for-tests"  # noqa: S105
WEBHOOKS_TO_THIS_MACHINE = True
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = base.STORAGES | {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True


class UndefinedVariable(str):
    """Stands where a template names what the view never gave: Django would print nothing, a test has to fail."""

    __slots__ = ()

    def __contains__(self, part: object) -> bool:
        return part == "%s"

    def __mod__(self, variable: object) -> str:
        raise NameError(f"The template uses {variable}, which is not in its context.")


TEMPLATES = copy.deepcopy(base.TEMPLATES)
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = UndefinedVariable("%s")
