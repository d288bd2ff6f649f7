"""Two questions a machine asks: is the process alive, and can it do its work."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from frontdoor.core.doors import OPEN, door

PROBE_SECONDS = 2


class NotReady(Exception):
    """A part answers, but not as it should."""


@door(OPEN)
@login_not_required
@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers. Touches neither database nor broker."""
    return HttpResponse("alive", content_type="text/plain")


@door(OPEN)
@login_not_required
@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """200 when every part works, else 503; names the parts that failed and never why, since anyone may ask."""
    parts = {name: _works(check) for name, check in CHECKS.items()}
    status = 200 if all(parts.values()) else 503
    return JsonResponse({name: "ok" if works else "failed" for name, works in parts.items()}, status=status)


def _works(check: Callable[[], None]) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001  whatever the reason is, this part does not work
        return False
    return True


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _broker() -> None:
    with Redis.from_url(
        settings.CELERY_BROKER_URL,
        socket_timeout=PROBE_SECONDS,
        socket_connect_timeout=PROBE_SECONDS,
        retry=Retry(NoBackoff(), 0),
    ) as broker:
        broker.ping()


def _migrations() -> None:
    if _newest_migrations() - MigrationRecorder(connection).applied_migrations().keys():
        raise NotReady("some migrations are not applied")


@cache
def _newest_migrations() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).graph.leaf_nodes())


CHECKS: dict[str, Callable[[], None]] = {"database": _database, "broker": _broker, "migrations": _migrations}
