"""From rows to children, referrals and work: each row accepted, questioned, refused or set aside, with the reason."""

from collections.abc import Callable
from datetime import date

from audits.imports import values
from audits.imports.cells import CellReader, origin
from audits.imports.clocks import Clocks
from audits.imports.findings import Verdict
from audits.imports.staged import (
    StagedAssessment,
    StagedContact,
    StagedEnquiry,
    StagedEpisode,
    StagedPlan,
)
from audits.imports.workbook import Row, Sheet

NOT_OURS = "This list is not part of the front door and is not brought in."
NEEDED = {
    "List 1": {"child", "contact_on"},
    "List 3": {"child", "received_on"},
    "List 4": {"child", "started_on"},
    "List 5": {"child", "started_on"},
    "List 6": {"child", "started_on"},
    "List 7": {"child", "started_on"},
}


class Reader(CellReader):
    """Reads the lists in an order in which each finds what it hangs on."""

    def __init__(self, sheets: dict[str, Sheet], as_at: date, clocks: Clocks) -> None:
        super().__init__(as_at, clocks)
        self.sheets = sheets

    def read(self) -> None:
        """Read every sheet, the children first: a later list may know a birth that an earlier one lacks."""
        readers: dict[str, Callable[[Row, str], None]] = {
            "List 1": self._contact,
            "List 3": self._referral,
            "List 6": self._in_need,
            "List 4": self._assessment,
            "List 5": self._enquiry,
            "List 7": self._protection,
        }
        for name, sheet in self.sheets.items():
            for row in sheet.rows:
                self.report.read(name, row.number)
                if name not in readers:
                    self.report.say(name, row.number, Verdict.SET_ASIDE, NOT_OURS)
        told = [(reader, row, self._child(row)) for name, reader in readers.items() for row in self._usable(name)]
        for reader, row, child in told:
            if child is not None:
                reader(row, child)

    def _usable(self, name: str) -> list[Row]:
        sheet = self.sheets.get(name)
        if sheet is None:
            self.report.missing.append(name)
            return []
        missing = sorted(NEEDED[name] - sheet.columns)
        if not missing:
            return sheet.rows
        for row in sheet.rows:
            reason = "The sheet lacks a column that every row needs: " + ", ".join(missing).replace("_", " ") + "."
            self.report.say(name, row.number, Verdict.REFUSED, reason)
        return []

    def _contact(self, row: Row, child: str) -> None:
        on = self._begins(row, child, "contact_on")
        source = self._take(row, "source", values.source)
        if on is not None:
            key = self._key("contact", child, on)
            self.staged.contacts[key] = StagedContact(key, child, on, source, origin(row))

    def _referral(self, row: Row, child: str) -> None:
        on = self._begins(row, child, "received_on")
        source = self._take(row, "source", values.source)
        team, worker = self._who(row)
        nothing = self._take(row, "no_further_action", values.yes_or_no)
        if on is not None and (nothing or self._starts_clock(row, "received_on", on)):
            key = self._key("referral", child, on)
            self.staged.episodes[key] = StagedEpisode(
                key, child, on, origin(row), source, bool(nothing), "N0", team, worker
            )

    def _in_need(self, row: Row, child: str) -> None:
        on = self._begins(row, child, "started_on", kept=True)
        if on is None:
            return
        episode = self._episode(row, child, on, "period in need")
        episode.need = self._take(row, "need", values.need)
        episode.closed_on = self._day(row, "closed_on")
        episode.closure_reason = self._take(row, "closure_reason", values.closure)
        if episode.closed_on is not None and not episode.closure_reason:
            episode.closure_reason = "RC7"
            self._say(row, "closure_reason", Verdict.QUESTIONED, "Closed without a reason; it stands as RC7, other.")
        if "plan" in str(row.cells.get("status") or "").casefold() and episode.closed_on is None:
            key = self._key("cin", child, on)
            self.staged.plans[key] = StagedPlan(key, episode.key, child, "cin", on, origin(row))
        self._visit(row, child, None)

    def _assessment(self, row: Row, child: str) -> None:
        on = self._begins(row, child, "started_on")
        if on is None:
            return
        if not self._starts_clock(row, "started_on", on):
            return
        authorised = self._day(row, "authorised_on")
        if authorised is not None and authorised < on:
            self._say(
                row, "authorised_on", Verdict.REFUSED, "It was authorised before it started. The row is left out."
            )
            return
        episode = self._episode(row, child, on, "assessment")
        if not self._starts_clock(row, "started_on", episode.received_on):
            return
        support = self._take(row, "needs_support", values.yes_or_no)
        if authorised is not None and support is False and episode.closed_on is None:
            episode.closed_on, episode.closure_reason = authorised, "RC8"
        key = self._key("assessment", child, on)
        seen = self._take(row, "seen", values.yes_or_no)
        self.staged.assessments[key] = StagedAssessment(
            key, episode.key, child, on, origin(row), authorised, seen, support
        )

    def _enquiry(self, row: Row, child: str) -> None:
        on = self._begins(row, child, "started_on", kept=True)
        if on is None:
            return
        episode = self._episode(row, child, on, "section 47 enquiry")
        conference = self._day(row, "conference_on")
        if conference is not None and conference < on:
            self._say(
                row, "conference_on", Verdict.QUESTIONED, "The conference is before the enquiry; it is left empty."
            )
            conference = None
        key = self._key("section47", child, on)
        not_needed = self._take(row, "conference_not_needed", values.yes_or_no)
        led_to_plan = self._take(row, "led_to_plan", values.yes_or_no)
        self.staged.enquiries[key] = StagedEnquiry(
            key, episode.key, child, on, not_needed, conference, led_to_plan, origin(row)
        )

    def _protection(self, row: Row, child: str) -> None:
        on = self._begins(row, child, "started_on", kept=True)
        first = self._take(row, "initial_category", values.abuse)
        if on is None:
            return
        if not first:
            self._say(
                row, "initial_category", Verdict.REFUSED, "A protection plan needs its category. The row is left out."
            )
            return
        episode = self._episode(row, child, on, "protection plan")
        ended = self._day(row, "ended_on")
        if ended is not None and ended < on:
            self._say(row, "ended_on", Verdict.QUESTIONED, "The plan ends before it starts; its end is left empty.")
            ended = None
        key = self._key("cp", child, on)
        self.staged.plans[key] = StagedPlan(
            key,
            episode.key,
            child,
            "cp",
            on,
            origin(row),
            ended,
            first,
            self._take(row, "latest_category", values.abuse) or first,
            self._day(row, "review_on"),
            self._take(row, "earlier_plans", values.number) or 0,
        )
        self._visit(row, child, self._take(row, "seen_alone", values.yes_or_no))
