"""Tests: the real Postgres and Valkey of tests/services.py, quick password hashes, nothing else changed."""

from frontdoor.config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
