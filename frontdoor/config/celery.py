"""Jobs outside the request: the Celery app and when beat sends what."""

import logging.config

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings
from django_structlog.celery.steps import DjangoStructLogInitStep

app = Celery("frontdoor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.set_default()
app.steps["worker"].add(DjangoStructLogInitStep)


@setup_logging.connect
def log_like_the_web(**kwargs: object) -> None:
    """Celery's own log format would print task arguments; ours is the one of settings.LOGGING."""
    logging.config.dictConfig(settings.LOGGING)
