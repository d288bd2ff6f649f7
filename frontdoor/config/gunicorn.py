"""gunicorn's settings: threads over a connection pool. Read with `gunicorn -c python:frontdoor.config.gunicorn`."""

import os
from pathlib import Path

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
graceful_timeout = 10
max_requests = 20_000
max_requests_jitter = 2_000
control_socket = str(Path(os.environ.get("FRONTDOOR_VAR", "var")).resolve() / "gunicorn.ctl")

# A worker touches this file to show that it lives; on a slow disk it would be killed for the disk's fault.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
