"""What the report says about each row and cell: nothing of the workbook is passed over in silence."""

from collections import Counter
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What became of a row."""

    ACCEPTED = "accepted"
    QUESTIONED = "questioned"
    REFUSED = "refused"
    SET_ASIDE = "set_aside"


WORDS = {
    Verdict.ACCEPTED: "Accepted",
    Verdict.QUESTIONED: "Questioned",
    Verdict.REFUSED: "Refused",
    Verdict.SET_ASIDE: "Set aside",
}


@dataclass(frozen=True)
class Finding:
    """One remark: where it is, what stood there, what is done about it."""

    sheet: str
    row: int
    column: str
    value: str
    verdict: Verdict
    reason: str


@dataclass
class Report:
    """Every row's verdict and every remark. A row counts once, under the worst that was said of it."""

    findings: list[Finding] = field(default_factory=list)
    verdicts: dict[tuple[str, int], Verdict] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    _ORDER = (Verdict.ACCEPTED, Verdict.QUESTIONED, Verdict.REFUSED, Verdict.SET_ASIDE)

    def read(self, sheet: str, row: int) -> None:
        """A row has been read; it stands as accepted until something is said of it."""
        self.verdicts.setdefault((sheet, row), Verdict.ACCEPTED)

    def say(self, sheet: str, row: int, verdict: Verdict, reason: str, *, column: str = "", value: Any = None) -> None:
        """Add a remark and lower the row's verdict to it."""
        shown = "" if value is None else str(value)[:80]
        self.findings.append(Finding(sheet, row, column, shown, verdict, reason))
        self.verdicts[(sheet, row)] = max(
            self.verdicts.get((sheet, row), Verdict.ACCEPTED), verdict, key=self._ORDER.index
        )

    def in_order(self) -> list[Finding]:
        """The remarks as the workbook's rows stand."""
        places = {place: number for number, place in enumerate(self.verdicts)}
        return sorted(self.findings, key=lambda finding: places[(finding.sheet, finding.row)])

    def totals(self) -> dict[str, int]:
        """Rows read and how many of each verdict; the verdicts add up to the rows read."""
        counted = Counter(self.verdicts.values())
        return {"read": len(self.verdicts), **{verdict.value: counted[verdict] for verdict in self._ORDER}}

    def by_sheet(self) -> list[dict[str, Any]]:
        """The same totals for each sheet, in the workbook's order."""
        sheets: dict[str, Counter] = {}
        for (sheet, _), verdict in self.verdicts.items():
            sheets.setdefault(sheet, Counter())[verdict.value] += 1
        return [
            {"sheet": sheet, "read": sum(counted.values()), **{v.value: counted[v.value] for v in self._ORDER}}
            for sheet, counted in sheets.items()
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "totals": self.totals(),
            "sheets": self.by_sheet(),
            "missing": self.missing,
            "findings": [asdict(finding) | {"verdict_words": WORDS[finding.verdict]} for finding in self.in_order()],
        }
