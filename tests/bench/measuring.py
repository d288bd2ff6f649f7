"""Requests one after the other against two servers in turn, and what they cost in time and CPU."""

import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
OWN_AND_ENDED_CHILDREN = slice(11, 15)
"""utime, stime, cutime and cstime among the fields of /proc/PID/stat that follow the name."""
MOST_FOREIGN = 0.12
LEAST = 20


def tree(pids: list[int]) -> list[int]:
    """These processes and their children."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, waiting = [], list(pids)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting += children.get(pid, [])
    return found


def cpu_of(pids: list[int]) -> float:
    """CPU seconds these processes and their children have used so far, those that have ended too.

    A child that ends leaves what it used with its parent, so that the sum only grows.
    """
    used = 0
    for pid in tree(pids):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        used += sum(map(int, fields[OWN_AND_ENDED_CHILDREN]))
    return used / TICKS


def machine_cpu() -> float:
    """CPU seconds the whole machine has been busy."""
    fields = Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    values = [int(value) for value in fields]
    return (sum(values) - values[3] - values[4]) / TICKS


@dataclass
class Block:
    """One stretch of requests: latencies in ms, CPU in ms a request, others' share of the machine."""

    latencies: list[float]
    cpu: float
    foreign: float

    @property
    def p50(self) -> float:
        return statistics.median(self.latencies)

    @property
    def p95(self) -> float:
        return statistics.quantiles(self.latencies, n=20, method="inclusive")[-1]


@dataclass
class Target:
    """One page of one server: how to ask for it, and which status and next address say that it went well."""

    name: str
    port: int
    cookie: str
    request: Callable[[], tuple[str, str, bytes | None, dict[str, str]]]
    expects: int
    server_pids: list[int]
    leads_to: str = ""
    blocks: list[Block] = field(default_factory=list)

    def ask(self, connection: HTTPConnection) -> float:
        """One request; its time in ms. Raises RuntimeError when the answer is not the expected one."""
        method, path, body, headers = self.request()
        started = time.perf_counter()
        connection.request(method, path, body, {"Cookie": self.cookie, **headers})
        answer = connection.getresponse()
        answer.read()
        took = (time.perf_counter() - started) * 1000
        leads_to = answer.headers.get("Location", "")
        if answer.status != self.expects or self.leads_to not in leads_to:
            raise RuntimeError(f"{self.name}: {method} {path} answered {answer.status} {leads_to}")
        return took

    def block(self, seconds: float, database_pid: int) -> Block:
        """Requests one after the other for a while, and as many as a percentile needs."""
        connection = HTTPConnection("127.0.0.1", self.port)
        pids = [*self.server_pids, database_pid]
        ours, machine, own, began = cpu_of(pids), machine_cpu(), time.process_time(), time.perf_counter()
        latencies = []
        while time.perf_counter() - began < seconds or len(latencies) < LEAST:
            latencies.append(self.ask(connection))
        used, elapsed = cpu_of(pids) - ours, time.perf_counter() - began
        others = machine_cpu() - machine - used - (time.process_time() - own)
        connection.close()
        made = Block(latencies, used * 1000 / len(latencies), max(others, 0) / elapsed / (os.cpu_count() or 1))
        self.blocks.append(made)
        return made


def interleaved(
    first: Target, second: Target, *, rounds: int, seconds: float, database_pid: int
) -> Iterator[tuple[Block, Block]]:
    """A B A B ...: blocks of both in turn, so that drift and neighbours meet both alike."""
    for target in (first, second):
        target.block(0.5, database_pid)
        target.blocks.clear()
    for _ in range(rounds):
        yield first.block(seconds, database_pid), second.block(seconds, database_pid)


@dataclass
class Ratio:
    """The median of the pairwise ratios second/first; ``noisy`` when others used too much of the machine."""

    p50: float
    p95: float
    cpu: float
    noisy: bool
    first_p95: float
    second_p95: float


def ratio(pairs: list[tuple[Block, Block]]) -> Ratio:
    """What the second costs in units of the first."""
    median = statistics.median
    return Ratio(
        p50=median(b.p50 / a.p50 for a, b in pairs),
        p95=median(b.p95 / a.p95 for a, b in pairs),
        cpu=median(b.cpu / a.cpu for a, b in pairs if a.cpu),
        noisy=median(max(a.foreign, b.foreign) for a, b in pairs) > MOST_FOREIGN,
        first_p95=median(a.p95 for a, _ in pairs),
        second_p95=median(b.p95 for _, b in pairs),
    )
