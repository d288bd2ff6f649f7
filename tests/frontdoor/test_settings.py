"""The settings keep their promises: safe in production, nothing personal in a log, no hole in a template."""

import json
import logging
import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import engines
from django.test import RequestFactory

from frontdoor.config.logging import RequestLogMiddleware, configuration
from frontdoor.config.settings.base import OWNER_LIMITS, SERVING_LIMITS, databases, required

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "frontdoor.config.settings.production",
    "DATABASE_URL": "postgresql://frontdoor_app@db/frontdoor",
    "REDIS_URL": "redis://broker/0",
    "ALLOWED_HOSTS": "frontdoor.example",
}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False)


def formatted(record: logging.LogRecord) -> dict:
    options = configuration("INFO")["formatters"]["json"]
    formatter = options.pop("()")(**options)
    return json.loads(formatter.format(record))


def test_production_passes_the_deployment_check_without_a_warning():
    done = manage("check", "--deploy", "--fail-level=WARNING", SECRET_KEY=secrets.token_urlsafe(60), **PRODUCTION)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("missing", ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "ALLOWED_HOSTS"])
def test_production_does_not_start_without_its_secrets(missing):
    given = {"SECRET_KEY": secrets.token_urlsafe(60)} | PRODUCTION
    done = manage("check", **{name: value for name, value in given.items() if name != missing})
    assert done.returncode != 0
    assert f"Set {missing} in the environment." in done.stderr


def test_an_empty_secret_is_a_missing_one(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "")
    with pytest.raises(ImproperlyConfigured, match="Set SECRET_KEY in the environment."):
        required("SECRET_KEY")


def test_whoever_serves_is_limited_and_the_owner_may_take_long(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://frontdoor_app@db/frontdoor")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://frontdoor_owner@db/frontdoor")
    assert databases()["default"]["OPTIONS"]["options"] == SERVING_LIMITS
    monkeypatch.setenv("DATABASE_URL", "postgresql://frontdoor_owner@db/frontdoor")
    assert databases()["default"]["OPTIONS"]["options"] == OWNER_LIMITS


def test_a_name_that_was_searched_for_is_not_logged():
    request = RequestFactory().get("/search", {"q": "Amira Khan"})
    assert RequestLogMiddleware.format_request(request) == "GET /search"


def test_an_error_is_logged_without_the_values_in_its_message():
    try:
        raise ValueError("Key (family_name)=(Khan) already exists")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Failed", (), sys.exc_info())
    line = formatted(record)
    assert line["exception"] == "builtins.ValueError"
    assert any("test_settings.py" in place for place in line["passed"])
    assert "Khan" not in json.dumps(line)


def test_an_undefined_template_variable_fails_the_test():
    template = engines["django"].from_string("{{ never_given }}")
    with pytest.raises(NameError, match="never_given"):
        template.render({})


def test_messages_of_the_invented_authority_come_from_its_own_domain(tmp_path):
    done = manage(
        "shell",
        "-c",
        "from django.conf import settings; print(settings.DEFAULT_FROM_EMAIL)",
        DJANGO_SETTINGS_MODULE="frontdoor.config.settings.demo",
        FRONTDOOR_VAR=str(tmp_path),
        SECRET_KEY=secrets.token_urlsafe(60),
        DATABASE_URL=PRODUCTION["DATABASE_URL"],
        REDIS_URL=PRODUCTION["REDIS_URL"],
    )
    assert done.stdout.splitlines()[-1] == "frontdoor@demo.example", done.stderr
