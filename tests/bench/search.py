"""G6: names found by their beginning against a plain page, and misspelt names found at all, on a crowd of people.

A step of `make bench`; alone: python -m tests.bench.search --people 1000000
"""

import argparse
import json
import statistics
import sys
from itertools import cycle

from frontdoor.embedded.postgres import SUPERUSER
from tests.bench.crowd import Crowd
from tests.bench.filling import WORKERS
from tests.bench.goals import Result, table
from tests.bench.measuring import Ratio, Target, interleaved, ratio
from tests.bench.pages import Request
from tests.bench.stage import APP_SETTINGS, CONTROL_SETTINGS, ROOT, Stage, python

ASKED = 200
PREFIX_LETTERS = 4
SEARCHES_ALLOWED = 30
PREFIX, GROWTH, MISSPELT_MS, FOUND = 1.5, 1.5, 50, 0.05


def _turns(cookies: list[str]) -> Request:
    """Each worker in turn, no one more often than anybody may search in ten minutes."""
    turn = iter(cookie for _ in range(SEARCHES_ALLOWED) for cookie in cookies)
    return lambda: ("GET", "/search/results/", None, {"Cookie": next(turn)})


def _plain(prefixes: list[str]) -> Request:
    turn = cycle(prefixes)
    return lambda: ("GET", f"/search/?q={next(turn)}", None, {})


class Searches:
    """One crowd: its database, both servers on it, and what is asked of them."""

    def __init__(self, stage: Stage, people: int) -> None:
        self.stage, self.name = stage, f"crowd{people}"
        stage.empty_database(self.name)
        self.crowd = Crowd(stage.url(self.name, SUPERUSER), people)
        self.crowd.everything()
        self.children = self.crowd.some(ASKED)
        names = [child[1 + number % 2] for number, child in enumerate(self.children)]
        self.prefixes = [name[:PREFIX_LETTERS].lower() for name in names]

    def _inside(self, what: str, given: object) -> str:
        return python(APP_SETTINGS, self.stage.url(self.name), "-m", "tests.bench.searching", what, json.dumps(given))

    def targets(self) -> tuple[Target, Target]:
        """The control's page and ours, each on a server of its own."""
        cookies = self._inside("sessions", self.prefixes).splitlines()
        assert len(cookies) == WORKERS
        port, service = self.stage.server(CONTROL_SETTINGS, self.name)
        own_port, own = self.stage.server(APP_SETTINGS, self.name)
        assert service.process is not None
        assert own.process is not None
        plain_cookie = self.stage.sessions(CONTROL_SETTINGS, self.name)["worker"]
        control = Target("control", port, plain_cookie, _plain(self.prefixes), 200, [service.process.pid])
        return control, Target("search", own_port, "", _turns(cookies), 200, [own.process.pid])

    def misspelt(self, *, with_birth: bool) -> list[dict[str, float]]:
        """A slip in each word of the name of a child; with the date of birth or without."""
        slip = self.crowd.slip
        wanted = [
            {
                "id": number,
                "name": [given, family],
                "given": slip(given),
                "family": " ".join(slip(part) for part in family.split("-")),
                "born": born.isoformat() if with_birth else "",
            }
            for number, given, family, born in self.children
        ]
        return json.loads(self._inside("misspelt", wanted).splitlines()[-1])


def measure(stage: Stage, sizes: list[int], rounds: int, seconds: float) -> list[Result]:
    """Every figure of G6 on the largest crowd, and how the page grows from the smallest."""
    small, large = (Searches(stage, size) for size in (sizes[0], sizes[-1]))
    (plain, own), (_, own_small) = large.targets(), small.targets()
    pid, people = stage.database_pid, sizes[-1]

    def compared(first: Target, second: Target) -> Ratio:
        return ratio(list(interleaved(first, second, rounds=rounds, seconds=seconds, database_pid=pid)))

    against, grown = compared(plain, own), compared(own_small, own)
    results = [
        Result("G6", f"beginning of a name, {people} people: p95 / control", against.p95, PREFIX, noisy=against.noisy),
        Result("G6", f"beginning of a name, {people} people: CPU / control", against.cpu, PREFIX),
        Result("G6", f"beginning of a name: p95 at {people} / at {sizes[0]}", grown.p95, GROWTH, noisy=grown.noisy),
        Result("G6", f"beginning of a name, {people} people: p95 in ms", against.second_p95, 0, gate=False),
        Result("G6", f"control, {people} people: p95 in ms", against.first_p95, 0, gate=False),
    ]
    for with_birth, words in ((True, "with date of birth"), (False, "alone")):
        figures = large.misspelt(with_birth=with_birth)
        times = sorted(figure["ms"] for figure in figures)
        missed = sum(not (figure["place"] or (not with_birth and figure["same_name"])) for figure in figures)
        first = sum(figure["place"] == 1 for figure in figures)
        p95 = statistics.quantiles(times, n=20)[-1]
        results += [
            Result("G6", f"misspelt name {words}: p50 in ms", statistics.median(times), 0, gate=False),
            Result("G6", f"misspelt name {words}: p95 in ms", p95, MISSPELT_MS),
            Result("G6", f"misspelt name {words}: share not found", missed / len(figures), FOUND, gate=with_birth),
            Result("G6", f"misspelt name {words}: share at the first place", first / len(figures), 0, gate=False),
        ]
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    options = parser.parse_args()
    with Stage(ROOT / "var" / "bench-search") as stage:
        results = measure(stage, options.people, options.rounds, options.seconds)
    print(table(results))
    return int(any(result.verdict == "FAIL" for result in results))


if __name__ == "__main__":
    sys.exit(main())
