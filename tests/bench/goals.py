"""What is measured, against which goal (performance goals G1, G3, G4, G5, G6, G8, G11, G13)."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Result:
    """One line of the table. ``gate`` False is reported and not judged; a noisy p95 is never passed silently."""

    goal: str
    what: str
    figure: float
    limit: float
    gate: bool = True
    noisy: bool = False

    @property
    def verdict(self) -> str:
        if self.noisy:
            return "NOISY"
        if not self.gate:
            return "-"
        return "PASS" if self.figure <= self.limit else "FAIL"


def table(results: list[Result]) -> str:
    """The results for people."""
    lines = [f"{'goal':<5} {'what':<58} {'figure':>9} {'limit':>7}  verdict"]
    lines += [f"{r.goal:<5} {r.what:<58} {r.figure:>9.3f} {r.limit:>7.2f}  {r.verdict}" for r in results]
    return "\n".join(lines)


def as_lines(results: list[Result], **about: object) -> str:
    """The results for programs: one JSON line each."""
    return "\n".join(json.dumps({**about, **asdict(result), "verdict": result.verdict}) for result in results)
