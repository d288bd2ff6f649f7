"""Wiring. Django imports this package with the settings, so the Celery app is the default one in every process."""

from frontdoor.config.celery import app

__all__ = ["app"]
