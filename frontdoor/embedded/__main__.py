"""`make demo`: the whole system on this machine until Ctrl-C.

With DATABASE_URL or REDIS_URL in the environment that service is used and none of our own is started.
"""

import os
import secrets
import sys
import urllib.error
import urllib.request
from pathlib import Path

from frontdoor.embedded import WHO_CAN_SIGN_IN, kept
from frontdoor.embedded.kept import LOOPBACK, Refusal
from frontdoor.embedded.postgres import Postgres
from frontdoor.embedded.service import Service
from frontdoor.embedded.supervisor import GivingUp, Stopped, Supervisor
from frontdoor.embedded.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(sys.executable).parent
MOST_WHO_SIGN_IN = 100


class Demo:
    """One run: its folder, its environment and its supervisor."""

    def __init__(self, var: Path, supervisor: Supervisor) -> None:
        self.var = var
        self.supervisor = supervisor
        (var / "log").mkdir(parents=True, exist_ok=True)
        self.lock = kept.lock(var / "lock")
        self.kept = kept.read(var / "env")
        self.port = os.environ.get("PORT", "8000")
        if not self.port.isdecimal():
            raise Refusal(f"PORT is to be a number, not {self.port}.")
        if not kept.is_free(int(self.port)):
            raise Refusal(f"Port {self.port} is taken. Choose another: make demo PORT={int(self.port) + 1}")

    def run(self) -> None:
        """Start everything, say so, and mind it."""
        self._start_services()
        who_can_sign_in = self._prepare()
        for service in self._processes():
            self.supervisor.start(service)
        print(f"Ready: http://{LOOPBACK}:{self.port}")
        print(who_can_sign_in)
        print("Ctrl-C stops everything.", flush=True)
        self.supervisor.watch()

    def _start_services(self) -> None:
        self.kept.setdefault("SECRET_KEY", secrets.token_urlsafe(60))
        taken = frozenset({int(self.port)})
        if "DATABASE_URL" not in os.environ:
            port = kept.choose_port(self.kept.get("DATABASE_URL"), taken=taken)
            postgres = Postgres(self.var / "postgres", port, self.kept)
            self._keep(postgres.urls())
            postgres.create()
            self.supervisor.start(postgres.service(self._log("postgres"), (self.lock,)))
            postgres.prepare()
            taken |= {port}
        if "REDIS_URL" not in os.environ:
            port = kept.choose_port(self.kept.get("REDIS_URL"), taken=taken)
            valkey = Valkey(self.var / "valkey", port, self.kept.get("REDIS_URL"))
            self._keep({"REDIS_URL": valkey.url()})
            self.supervisor.start(valkey.service(self._log("valkey"), (self.lock,)))
        self._keep({})

    def _keep(self, values: dict[str, str]) -> None:
        self.kept |= values
        kept.write(self.var / "env", self.kept)

    def _processes(self) -> list[Service]:
        celery = [str(PROGRAMS / "celery"), "--app=frontdoor.config.celery", "--quiet"]
        web = [str(PROGRAMS / "gunicorn"), "--config=python:frontdoor.config.gunicorn", "frontdoor.config.wsgi"]
        processes = [
            self._service("web", web, {"DATABASE_POOL": "on"}),
            self._service("worker", [*celery, "worker", "--concurrency=2", "--without-gossip", "--without-mingle"]),
            self._service("beat", [*celery, "beat"]),
            self._service("relay_outbox", [sys.executable, str(ROOT / "manage.py"), "relay_outbox"]),
        ]
        processes[0].ready = self._web_answers
        return processes

    def _prepare(self) -> str:
        """Make everything ready, as the owner of the database; who can sign in then."""
        owner = self._value("DATABASE_OWNER_URL")
        extra = {"DATABASE_URL": owner, "DATABASE_OWNER_URL": owner} if owner else {}
        prepare = self._service("prepare", [sys.executable, "-m", "frontdoor.embedded.prepare"], extra)
        self.supervisor.run(prepare)
        return prepare.last_words(lines=MOST_WHO_SIGN_IN).rpartition(WHO_CAN_SIGN_IN)[2].strip()

    def _service(self, name: str, command: list[str], extra: dict[str, str] | None = None) -> Service:
        shown = {name: self._value(name) for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL")}
        environment = (
            os.environ
            | shown
            | {
                "PORT": self.port,
                "FRONTDOOR_VAR": str(self.var),
                "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "frontdoor.config.settings.demo"),
                "PYTHONPATH": str(ROOT),
            }
        )
        environment.pop("DATABASE_OWNER_URL", None)
        return Service(name, command, self._log(name), environment | (extra or {}), inherited=(self.lock,))

    def _value(self, name: str) -> str:
        if name.startswith("DATABASE_") and "DATABASE_URL" in os.environ:
            return os.environ.get(name, "")
        return os.environ.get(name) or self.kept.get(name, "")

    def _log(self, name: str) -> Path:
        return self.var / "log" / f"{name}.log"

    def _web_answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{self.port}/healthz", timeout=2) as answer:  # noqa: S310
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def main() -> int:
    """Run until asked to stop: 0 then, 1 when something cannot start or keeps dying."""
    var = Path(os.environ.get("FRONTDOOR_VAR") or ROOT / "var").resolve()
    supervisor = Supervisor(lambda text: print(text, flush=True))
    try:
        Demo(var, supervisor).run()
    except Stopped:
        print("Stopping.", flush=True)
        return 0
    except PermissionError as error:
        print(f"{error.filename} may not be written. Set FRONTDOOR_VAR to a folder of yours.", file=sys.stderr)
        return 1
    except (Refusal, GivingUp) as reason:
        print(reason, file=sys.stderr, flush=True)
        return 1
    finally:
        supervisor.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
