"""`make bench`: the system and a plain Django page in turn, on two sizes of one authority; exit code 1 on a FAIL."""

import argparse
import json
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from random import Random
from typing import Any

import psycopg

from frontdoor.embedded.postgres import SUPERUSER
from tests.bench import pages, search
from tests.bench.goals import Result, as_lines, table
from tests.bench.measuring import MOST_FOREIGN, Ratio, Target, cpu_of, interleaved, ratio
from tests.bench.stage import APP_SETTINGS, CONTROL_SETTINGS, ROOT, Stage, python

TAX = 1.5
MOST_FOR_A_STORY = 150
DESK = 16_667
"""Cases with three contacts each: 50,000 contacts, open and closed, on which the queue is held to its floor."""
FLOORS = (
    ("G1", "list", 1.5),
    ("G1", "queue", 1.5),
    ("G4", "record", 1.5),
    ("G4", "long record", 1.5),
    ("G5", "create", 2.5),
)
OPEN_LOOP_RATE = 20
OPEN_LOOP_SECONDS = 20
AT_ONCE = 64


class Bench:
    """One run: which sizes, how many rounds of how many seconds."""

    def __init__(self, stage: Stage, sizes: list[int], rounds: int, seconds: float) -> None:
        self.stage, self.sizes, self.rounds, self.seconds = stage, sizes, rounds, seconds
        self.results: list[Result] = []
        self.targets: dict[tuple[str, int, str], Target] = {}

    def say(self, words: str) -> None:
        print(f"… {words}", file=sys.stderr, flush=True)

    def prepare(self) -> None:
        """Databases, servers, sessions and requests for every size."""
        for size in sorted({*self.sizes, DESK}):
            name = f"n{size}"
            self.say(f"filling {name}")
            self.stage.database(name, size)
            with psycopg.connect(self.stage.url(name, SUPERUSER)) as connection:
                known = pages.Known.of(connection)
            for settings, side in ((APP_SETTINGS, "app"), (CONTROL_SETTINGS, "control")):
                cookies = self.stage.sessions(settings, name)
                port, service = self.stage.server(settings, name)
                assert service.process is not None
                for page in pages.of(side, known, cookies):
                    label, pids = f"{side} {name} {page.name}", [service.process.pid]
                    self.targets[side, size, page.name] = Target(
                        label, port, page.cookie, page.request, page.expects, pids, page.leads_to
                    )

    def compare(self, first: Target, second: Target) -> Ratio:
        """The second in units of the first, interleaved; a noisy run is tried once more."""
        for _ in range(2):
            pairs = list(
                interleaved(
                    first, second, rounds=self.rounds, seconds=self.seconds, database_pid=self.stage.database_pid
                )
            )
            found = ratio(pairs)
            if not found.noisy:
                break
        return found

    def floors(self) -> None:
        """G1, G4, G5, G13: the largest size against the control, and the queue on a desk's years of contacts too."""
        largest = self.sizes[-1]
        for goal, page, limit, size in [*((*floor, largest) for floor in FLOORS), ("G1", "queue", 1.5, DESK)]:
            self.say(f"{page} against the control at {size}")
            found = self.compare(self.targets["control", size, page], self.targets["app", size, page])
            what = f"{page}, {size} cases: CPU a request / control"
            self.results += [
                Result(goal, what, found.cpu, limit),
                Result(goal, f"{page}, {size} cases: p95 / control", found.p95, limit, noisy=found.noisy),
                Result("G13", f"{page}, {size} cases: framework tax, CPU", found.cpu, TAX, gate=page != "create"),
            ]

    def ledger(self) -> None:
        """G13: what the control does not do at all, a line for each look at a record, by itself."""
        url = self.stage.url(f"n{self.sizes[-1]}")
        cost = float(python(APP_SETTINGS, url, "-m", "tests.bench.ledger").splitlines()[-1])
        self.results.append(Result("G13", "a line of the ledger: CPU in ms", cost, 0, gate=False))

    def growth(self) -> None:
        """G3: the same page, small against large."""
        small, large = self.sizes[0], self.sizes[-1]
        for page in ("list", "queue", "record", "create"):
            self.say(f"{page}: {large} against {small}")
            found = self.compare(self.targets["app", small, page], self.targets["app", large, page])
            self.results += [
                Result("G3", f"{page}: CPU at {large} / at {small}", found.cpu, 1.15),
                Result("G3", f"{page}: p95 at {large} / at {small}", found.p95, 1.25, noisy=found.noisy),
            ]

    def stories(self) -> None:
        """G4: the pages of a family's story of ten thousand events."""
        size = self.sizes[-1]
        self.say("a family's story")
        target = self.targets["app", size, "family story"]
        target.block(0.5, self.stage.database_pid)
        blocks = [target.block(self.seconds, self.stage.database_pid) for _ in range(self.rounds)]
        noisy = any(block.foreign > MOST_FOREIGN for block in blocks)
        p95 = statistics.median(block.p95 for block in blocks)
        self.results.append(
            Result("G4", "family story of 10,000 events: p95 in ms", p95, MOST_FOR_A_STORY, noisy=noisy)
        )

    def restricted(self) -> None:
        """A regular worker's list within 1.2 of a leader's, who sees everything."""
        size = self.sizes[-1]
        found = self.compare(self.targets["app", size, "list (leader)"], self.targets["app", size, "list"])
        self.results.append(Result("G1", f"list, {size} cases: regular worker / leader, CPU", found.cpu, 1.2))

    def nights(self) -> None:
        """G8: the flag jobs against one statement each, and their rows against its rows, with half of all work open."""
        self.say("the nightly jobs")
        self.stage.database("night", self.sizes[-1], night=True)
        printed = python(APP_SETTINGS, self.stage.url("night", SUPERUSER), "-m", "tests.bench.flags")
        for job, found in json.loads(printed.splitlines()[-1]).items():
            self.results += [
                Result("G8", f"{job}: first night / one statement", found["first"] / found["sql"], 2),
                Result("G8", f"{job}: run again, seconds", found["again"], 0.1),
                Result("G8", f"{job}: {found['rows'][0]} flags, rows unlike the statement's", _unlike(found), 0),
            ]

    def day(self) -> None:
        """G11: 20 requests a second arriving at random, on the largest size."""
        size = self.sizes[-1]
        figures: dict[str, tuple[float, float]] = {}
        for side in ("control", "app"):
            self.say(f"{side}: {OPEN_LOOP_RATE} requests a second")
            mix = [self.targets[side, size, page] for page in ("record", "record", "list", "list", "create")]
            figures[side] = self.arrivals(mix)
        p95 = figures["app"][0] / figures["control"][0]
        self.results += [
            Result("G11", f"{OPEN_LOOP_RATE} requests/s, {size} cases: p95 / control", p95, 2),
            Result("G11", f"{OPEN_LOOP_RATE} requests/s, {size} cases: share of the machine", figures["app"][1], 0.2),
            Result("G11", "the control's share of the machine", figures["control"][1], 0, gate=False),
        ]

    def arrivals(self, mix: list[Target]) -> tuple[float, float]:
        """p95 in ms from the scheduled arrival, and the share of two cores that server and database used."""
        random = Random(7)  # noqa: S311 - the same arrivals every time
        pids = [*mix[0].server_pids, self.stage.database_pid]
        used, began = cpu_of(pids), time.perf_counter()
        asked, at = [], 0.0
        with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
            while (at := at + random.expovariate(OPEN_LOOP_RATE)) < OPEN_LOOP_SECONDS:
                time.sleep(max(began + at - time.perf_counter(), 0))
                asked.append(pool.submit(_arrive, random.choice(mix), began + at))
        latencies = [arrival.result() for arrival in asked]
        share = (cpu_of(pids) - used) / (time.perf_counter() - began) / 2
        return statistics.quantiles(latencies, n=20)[-1], share


def _unlike(found: dict[str, Any]) -> int:
    """How many flags, ledger lines and messages a night wrote that the statement did not, or the other way round."""
    return sum(abs(ours - plain) for ours, plain in zip(found["rows"], found["sql_rows"], strict=True))


def _arrive(target: Target, due: float) -> float:
    """One browser's request, in ms from the moment it was due. Raises RuntimeError when it was not answered well."""
    connection = HTTPConnection("127.0.0.1", target.port)
    target.ask(connection)
    connection.close()
    return (time.perf_counter() - due) * 1000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000], help="referrals; 1000000 on demand")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=2)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000], help="searched; 1000000 on demand")
    options = parser.parse_args()
    with Stage(ROOT / "var" / "bench") as stage:
        bench = Bench(stage, options.sizes, options.rounds, options.seconds)
        bench.prepare()
        for step in (
            bench.floors,
            bench.ledger,
            bench.growth,
            bench.stories,
            bench.restricted,
            bench.day,
            bench.nights,
        ):
            step()
        bench.say("searching for people")
        bench.results += search.measure(stage, options.people, options.rounds, options.seconds)
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)  # noqa: S607
    print(as_lines(bench.results, commit=commit.stdout.strip(), sizes=options.sizes))
    print(table(bench.results))
    return int(any(result.verdict == "FAIL" for result in bench.results))


if __name__ == "__main__":
    sys.exit(main())
