"""Hand what acts have left in the outbox to the workers. The only place that talks to the broker."""

import signal
import time
from pathlib import Path
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import OperationalError, connection
from kombu.exceptions import OperationalError as BrokerUnreachable

from frontdoor.core.outbox import dispatch
from frontdoor.tasks import deliver

PAUSE = 0.5
PAUSE_AFTER_TROUBLE = 3

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Relay the outbox to the Celery workers."
    stopping = False

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="relay what is waiting and stop")
        parser.add_argument("--pulse", type=Path, help="a file that is touched each time all that waited was handed on")

    def handle(self, *args: Any, once: bool, pulse: Path | None, **options: Any) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            try:
                sent = dispatch(lambda message_id: deliver.apply_async([message_id], retry=False))
            except BrokerUnreachable:
                log.warning("broker_unreachable")
                time.sleep(PAUSE_AFTER_TROUBLE)
            except OperationalError:
                log.warning("database_unreachable")
                connection.close()
                time.sleep(PAUSE_AFTER_TROUBLE)
            else:
                if pulse is not None:
                    pulse.touch()
                if once and not sent:
                    return
                time.sleep(0 if sent else PAUSE)

    def _stop(self, *_: Any) -> None:
        self.stopping = True
