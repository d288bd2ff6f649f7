"""Minds the child processes: starts them in order, restarts what dies, stops all in reverse order."""

import signal
import time
from collections import deque
from collections.abc import Callable
from types import FrameType

from frontdoor.embedded.kept import Refusal
from frontdoor.embedded.service import POLL_SECONDS, Service

RESTARTS_WITHIN = (5, 60.0)
LONGEST_BACKOFF = 8.0


class Stopped(Exception):
    """Somebody asked us to stop."""


class GivingUp(Exception):
    """A child keeps dying; restarting it again would only hide the fault."""


class Restarts:
    """When a child may start again: at once the first time, then after 1, 2, 4 and 8 seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.deaths: deque[float] = deque()
        self.next_start: float | None = None

    def note_death(self) -> None:
        """Plan the next start. Raises GivingUp at the sixth death within a minute."""
        most, seconds = RESTARTS_WITHIN
        now = self.clock()
        while self.deaths and now - self.deaths[0] > seconds:
            self.deaths.popleft()
        if len(self.deaths) == most:
            raise GivingUp(f"died {most + 1} times within {seconds:.0f} s")
        delay = min(2.0 ** (len(self.deaths) - 1), LONGEST_BACKOFF) if self.deaths else 0.0
        self.deaths.append(now)
        self.next_start = now + delay

    def is_due(self) -> bool:
        """Whether a planned start is to happen now; asking takes it."""
        if self.next_start is None or self.clock() < self.next_start:
            return False
        self.next_start = None
        return True


class Supervisor:
    """The children of one run, in the order in which they were started."""

    def __init__(self, say: Callable[[str], None] = print) -> None:
        self.say = say
        self.children: list[tuple[Service, Restarts]] = []
        self.asked_to_stop = False
        for wanted in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(wanted, self._ask_to_stop)

    def start(self, service: Service) -> None:
        """Start `service` and wait until it is ready; from now on it is minded."""
        self.children.append((service, Restarts()))
        service.start()
        service.wait_until_ready(self.pause)

    def run(self, task: Service) -> None:
        """Run `task` to its end. Raises Refusal when it fails."""
        task.start()
        try:
            while task.is_running():
                self.pause(POLL_SECONDS / 2)
        finally:
            task.stop()
        if task.process is None or task.process.returncode:
            raise Refusal(f"{task.name} failed.\n{task.last_words()}")

    def watch(self) -> None:
        """Restart what dies until we are asked to stop. Raises GivingUp when a child keeps dying."""
        while True:
            for service, restarts in self.children:
                self._mind(service, restarts)
            self.pause(POLL_SECONDS)

    def stop(self) -> None:
        """Stop everything, last started first."""
        for service, _restarts in reversed(self.children):
            service.stop()

    def pause(self, seconds: float) -> None:
        """Sleep. Raises Stopped as soon as we are asked to stop."""
        if self.asked_to_stop:
            raise Stopped
        time.sleep(seconds)

    def _mind(self, service: Service, restarts: Restarts) -> None:
        if service.is_running():
            return
        if restarts.next_start is None:
            service.sweep()
            try:
                restarts.note_death()
            except GivingUp as reason:
                raise GivingUp(f"{service.name} {reason}.\n{service.last_words()}") from None
            self.say(f"{service.name} died; starting it again.")
        if restarts.is_due():
            service.start()
            service.wait_until_ready(self.pause)

    def _ask_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.asked_to_stop = True
