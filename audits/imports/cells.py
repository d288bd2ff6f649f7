"""Reading single cells: what is not understood is questioned, what every row needs and lacks refuses the row."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from audits.imports import values
from audits.imports.clocks import Clocks
from audits.imports.findings import Report, Verdict
from audits.imports.staged import Staged, StagedChild, StagedEpisode, StagedVisit
from audits.imports.workbook import Row
from frontdoor.core.timescales import ASSESSMENT
from frontdoor.models.birth_dates import BORN_LONG_AGO, is_too_old, was_carried

DAYS_IN_A_YEAR = 365.25


def origin(row: Row) -> tuple[str, int]:
    """Where a staged row comes from: its sheet and number."""
    return row.sheet, row.number


def _weighed(on: date, child: StagedChild, *, kept: bool) -> tuple[Verdict, str] | None:
    """What is to be said of a day before the child's known birth, and how much it weighs; None for any other day."""
    if child.birth_date is None or child.birth_date_known != "exact" or on >= child.birth_date:
        return None
    born = f"{child.birth_date:%-d %B %Y}"
    if was_carried(child.birth_date, on):
        return (
            Verdict.QUESTIONED,
            f"This is before the child was born, on {born}. It stands as work for an unborn child.",
        )
    reason = f"This is long before the child was born, on {born}. One of the two is wrong."
    if kept:
        return Verdict.QUESTIONED, f"{reason} It stands as it is."
    return Verdict.REFUSED, f"{reason} The row is left out."


class CellReader:
    """Understands the cells that several lists share, and remembers the children, teams and workers they name."""

    def __init__(self, as_at: date, clocks: Clocks) -> None:
        self.clocks = clocks
        self.report = Report()
        self.staged = Staged(as_at)
        self._seen: Counter = Counter()

    def _say(self, row: Row, field: str, verdict: Verdict, reason: str) -> None:
        column, value = row.headings.get(field, field), row.errors.get(field, row.cells.get(field))
        self.report.say(row.sheet, row.number, verdict, reason, column=column, value=value)

    def _take(self, row: Row, field: str, meaning: Callable[[Any], Any], *, needed: bool = False) -> Any:
        """The meaning of a cell; a cell that is not understood is questioned, or refuses a row that needs it."""
        worse = Verdict.REFUSED if needed else Verdict.QUESTIONED
        try:
            found = meaning(row.cells.get(field))
        except values.NotUnderstood as problem:
            self._say(row, field, worse, f"{problem} " + ("The row is left out." if needed else "It is left empty."))
            return None if needed else meaning(None)
        if needed and found is None:
            self._say(row, field, worse, "This is empty and every row needs it. The row is left out.")
        return found

    def _day(self, row: Row, field: str, *, needed: bool = False) -> date | None:
        """A date that has happened by the day the workbook describes."""
        found = self._take(row, field, values.day, needed=needed)
        if found is not None and found > self.staged.as_at:
            worse = Verdict.REFUSED if needed else Verdict.QUESTIONED
            self._say(row, field, worse, f"This date is after {self.staged.as_at:%-d %B %Y}, the day of the workbook.")
            return None
        return found

    def _starts_clock(self, row: Row, field: str, start: date) -> bool:
        """Whether an assessment's time can be counted from a day; if not, the row is refused (domain.md T07)."""
        if fault := self.clocks.fault(ASSESSMENT, start):
            self._say(row, field, Verdict.REFUSED, f"{fault} The row is left out.")
        return not fault

    def _begins(self, row: Row, child: str, field: str, *, kept: bool = False) -> date | None:
        """The day on which what a row tells of began, weighed against the child's birth where that is known.

        A day long before it refuses the row, unless it is ``kept``: nobody's protection is left out for a wrong date.
        """
        on, told = self._day(row, field, needed=True), self.staged.children[child]
        found = _weighed(on, told, kept=kept) if on is not None else None
        if found is not None:
            self._say(row, field, *found)
        return None if found is not None and found[0] is Verdict.REFUSED else on

    def _child(self, row: Row) -> str | None:
        """The child of a row, learnt from its first five columns; None refuses the row."""
        raw = row.cells.get("child")
        legacy_id = str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw or "")
        if not legacy_id or len(legacy_id) > 36:
            self._say(row, "child", Verdict.REFUSED, "The row has no usable child id and is left out.")
            return None
        told = StagedChild(
            legacy_id=legacy_id,
            origin=origin(row),
            birth_date=self._day(row, "birth_date"),
            sex=self._take(row, "sex", values.sex),
            ethnicity=self._take(row, "ethnicity", values.ethnicity),
            disabled=self._take(row, "disability", values.yes_or_no),
        )
        if told.birth_date is not None:
            told.birth_date_known = "exact"
            if is_too_old(told.birth_date, self.staged.as_at):
                self._say(row, "birth_date", Verdict.QUESTIONED, f"{BORN_LONG_AGO} It stands as it is.")
        else:
            self._estimate_birth(row, told)
        self._merge(row, told)
        return legacy_id

    def _estimate_birth(self, row: Row, told: StagedChild) -> None:
        age = row.cells.get("age")
        if isinstance(age, (int, float)) and 0 <= age < 26:
            told.birth_date = self.staged.as_at - timedelta(days=round(age * DAYS_IN_A_YEAR))
            told.birth_date_known = "estimated"
            self._say(
                row, "birth_date", Verdict.QUESTIONED, "The date of birth is missing; it is estimated from the age."
            )
        else:
            self._say(row, "birth_date", Verdict.QUESTIONED, "The date of birth is missing; it stands as not known.")

    def _merge(self, row: Row, told: StagedChild) -> None:
        """The first list's word stands; what another list contradicts is questioned, what it adds is taken."""
        known = self.staged.children.setdefault(told.legacy_id, told)
        if known is told:
            return
        if told.birth_date_known == "exact" and known.birth_date_known != "exact":
            known.birth_date, known.birth_date_known = told.birth_date, told.birth_date_known
        for field, unknown in (("birth_date", None), ("sex", "U"), ("ethnicity", "NOBT"), ("disabled", None)):
            before, now = getattr(known, field), getattr(told, field)
            if now == unknown or (field == "birth_date" and told.birth_date_known != "exact"):
                continue
            if before == unknown:
                setattr(known, field, now)
            elif before != now:
                column = "disability" if field == "disabled" else field
                self._say(
                    row, column, Verdict.QUESTIONED, "Another row says otherwise of this child; the first stands."
                )

    def _key(self, kind: str, *parts: Any) -> str:
        """A key that a second reading of the workbook gives again; equal rows are told apart by their order."""
        key = ":".join(["annex-a", kind, *map(str, parts)])
        self._seen[key] += 1
        return key if self._seen[key] == 1 else f"{key}:{self._seen[key]}"

    def _who(self, row: Row) -> tuple[str, str]:
        """Team and worker of a row; a worker's team is the one most rows name."""
        team, worker = (str(row.cells.get(field) or "")[:120] for field in ("team", "worker"))
        for field, name in (("team", team), ("worker", worker)):
            if field in row.headings and not name:
                self._say(row, field, Verdict.QUESTIONED, "Nobody is named here.")
        if team:
            self.staged.teams.add(team)
        if worker:
            self.staged.teams_of_workers.setdefault(worker, Counter())[team] += 1
        return team, worker

    def _episode(self, row: Row, child: str, on: date, what: str) -> StagedEpisode:
        """The referral that work of a day belongs to; where the workbook has none, one is made and questioned."""
        team, worker = self._who(row)
        earlier = [
            episode
            for episode in self.staged.episodes_of(child)
            if episode.received_on <= on
            and not episode.no_further_action
            and (episode.closed_on is None or episode.closed_on >= on)
        ]
        if earlier:
            episode = earlier[-1]
        else:
            key = self._key("episode", child, on)
            episode = self.staged.episodes[key] = StagedEpisode(key, child, on, origin(row))
            self._say(
                row, "started_on", Verdict.QUESTIONED, f"No referral stands behind this {what}; one is made from it."
            )
        episode.team, episode.worker = team or episode.team, worker or episode.worker
        return episode

    def _visit(self, row: Row, child: str, alone: bool | None) -> None:
        seen_on = self._day(row, "last_seen_on")
        if seen_on is not None:
            key = f"annex-a:visit:{child}:{seen_on}"
            self.staged.visits[key] = StagedVisit(key, child, seen_on, alone)
