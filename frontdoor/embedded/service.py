"""One long-running child process: started, asked whether it is ready, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from frontdoor.embedded.identity import OURSELVES, Identity
from frontdoor.embedded.kept import Refusal

POLL_SECONDS = 0.1


def _at_once() -> bool:
    return True


@dataclass
class Service:
    """What to run. `ready` says whether others may use it now; `stop_signal` is the one it leaves in order by."""

    name: str
    command: list[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    ready: Callable[[], bool] = _at_once
    ready_within: float = 60
    stop_signal: signal.Signals = signal.SIGTERM
    identity: Identity = OURSELVES
    inherited: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start the process in a session of its own, so that Ctrl-C reaches only whoever minds it."""
        with os.fdopen(os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                self.command,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.inherited,
                # We have no threads, and nothing else lets the kernel end the child with us.
                preexec_fn=self.identity.before_exec(self.stop_signal),  # noqa: PLW1509
                **self.identity.arguments(),
            )

    def wait_until_ready(self, pause: Callable[[float], None] = time.sleep) -> None:
        """Wait for readiness, starting again what gave up meanwhile. Raises Refusal after `ready_within` seconds.

        A database killed a moment ago cannot start until its last backend has left: that takes more than one try.
        """
        until = time.monotonic() + self.ready_within
        while not self.ready():
            if time.monotonic() > until:
                raise Refusal(f"{self.name} did not get ready in {self.ready_within:.0f} s.\n{self.last_words()}")
            pause(POLL_SECONDS)
            if not self.is_running():
                pause(5 * POLL_SECONDS)
                self.start()

    def is_running(self) -> bool:
        """Whether the process lives."""
        return self.process is not None and self.process.poll() is None

    def stop(self, grace: float = 15) -> None:
        """Ask the process to leave, wait `grace` seconds, then kill it and whatever it left behind."""
        if self.process is None:
            return
        if self.is_running():
            self.process.send_signal(self.stop_signal)
            try:
                self.process.wait(grace)
            except subprocess.TimeoutExpired:
                self.sweep()
        self.sweep()
        self.process.wait()

    def sweep(self) -> None:
        """Kill what is left of the process's group: children that its sudden death left alone."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                return

    def last_words(self, lines: int = 20) -> str:
        """The end of the log, for a person to read."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:]) if self.log.exists() else ""
