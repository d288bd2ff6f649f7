"""The system as it serves, on the database of the measurement."""

from frontdoor.config.settings import base
from frontdoor.config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-measuring"  # noqa: S105
ALLOWED_HOSTS = ["127.0.0.1"]
STORAGES = base.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = None
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
