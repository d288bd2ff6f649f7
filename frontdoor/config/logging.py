"""Logs as JSON lines on standard error, with a request id and without personal data.

A log is read by more people than a record is. So a line holds no query string, no body, no user and no value out of
an error: database errors quote the row they refused.
"""

import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from django.http import HttpRequest
from django_structlog.middlewares import RequestMiddleware
from structlog.typing import EventDict, Processor, WrappedLogger

BASE_DIR = Path(__file__).resolve().parents[2]


class RequestLogMiddleware(RequestMiddleware):
    """One line a request: method, path and status. Who asked is the ledger's matter."""

    @staticmethod
    def format_request(request: HttpRequest) -> str:
        """Method and path; the query string may hold a name that was searched for."""
        return f"{request.method} {request.path}"


def errors_without_values(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an exception by its class and the places it passed, leaving out its message."""
    error = _exception(event.pop("exc_info", None)) or _exception(event.pop("exception", None))
    event.pop("error", None)
    if error is not None:
        event["exception"] = f"{type(error).__module__}.{type(error).__qualname__}"
        event["passed"] = _places(error.__traceback__)
    return event


def _exception(found: object) -> BaseException | None:
    if isinstance(found, tuple):
        found = found[1]
    return found if isinstance(found, BaseException) else None


def _places(trace: TracebackType | None) -> list[str]:
    frames = [(Path(frame.filename), frame) for frame in traceback.extract_tb(trace)]
    return [
        f"{path.relative_to(BASE_DIR) if path.is_relative_to(BASE_DIR) else path.name}:{frame.lineno} {frame.name}"
        for path, frame in frames
    ]


PROCESSORS: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
    errors_without_values,
]


def configuration(level: str) -> dict[str, Any]:
    """The LOGGING setting: everything from `level` up, one JSON object a line."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *PROCESSORS,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(default=str),
                ],
                "foreign_pre_chain": PROCESSORS,
            },
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "fontTools": {"level": "WARNING"},  # it tells of each table of each font in each letter
            "fpdf": {"level": "ERROR"},  # it warns of letters that its font lacks, and names them: parts of names
            # Django's own handlers would print the same line a second time, tracebacks with values included.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            "django.server": {"handlers": [], "propagate": False},
            # These two write user names and task arguments into their messages; the same news reaches us otherwise:
            # failed sign-ins stand in the tables of axes, failed tasks come as `task_failed`.
            "axes": {"level": "CRITICAL"},
            "celery.app.trace": {"level": "CRITICAL"},
        },
    }
