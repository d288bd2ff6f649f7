"""The invented authority on one machine, over plain http on the loopback address.

The services of `make demo` are found by any shell: what the environment does not say is read from var/env.
"""

import os
from pathlib import Path


def _read_kept(path: Path) -> None:
    """Fill the environment from `path`. Whoever names a database names all of it: its owner is not looked up here."""
    own_database = "DATABASE_URL" in os.environ
    for line in path.read_text().splitlines():
        name, _, value = line.partition("=")
        if not (own_database and name.startswith("DATABASE_")):
            os.environ.setdefault(name, value)


_var = Path(os.environ.get("FRONTDOOR_VAR") or Path(__file__).resolve().parents[3] / "var")
if (_var / "env").is_file():
    _read_kept(_var / "env")

from frontdoor.config.settings.base import *  # noqa: E402, F403
from frontdoor.config.settings.base import VAR_DIR  # noqa: E402

DEMO = True
WEBHOOKS_TO_THIS_MACHINE = True
PARTNERS_NEED_A_SECOND_FACTOR = False  # whoever becomes a persona by one click has no telephone of that person
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]

# A browser shares cookies between ports, so two copies side by side would sign each other out.
_port = os.environ.get("PORT", "8000")
SESSION_COOKIE_NAME = f"session_{_port}"
CSRF_COOKIE_NAME = f"csrf_{_port}"
PUBLIC_ADDRESS = f"http://127.0.0.1:{_port}"

DEFAULT_FROM_EMAIL = "frontdoor@demo.example"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
