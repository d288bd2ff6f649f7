"""The indicators by which an inspection finding can be measured, week by week, and what thirteen weeks prove (L61).

``INDICATORS`` is the one list of them: whoever adds an indicator to it can measure findings by it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import TruncWeek

from audits.indicators import children, decided, dispensation, front_door, measures
from audits.indicators.measures import Measure
from audits.indicators.windows import A_WEEK, Window, monday_of
from audits.models.finding_choices import Better
from audits.models.finding_rules import FURTHEST_BACK, PROVING_WEEKS
from frontdoor import appropriateness
from frontdoor.core.navigation import address
from frontdoor.core.working_days import LONDON
from frontdoor.models import Contact
from frontdoor.models.contact_reviews import INAPPROPRIATE

Counted = Mapping[date, tuple[int, int]]


@dataclass(frozen=True)
class Week:
    """One week from a Monday: so many counted of so many."""

    week_from: date
    counted: int
    out_of: int

    @property
    def per_cent(self) -> float | None:
        """To one decimal; None where there was nothing to count."""
        return round(100 * self.counted / self.out_of, 1) if self.out_of else None


@dataclass(frozen=True)
class Target:
    """A share in per cent, and on which side of it a week is good."""

    better: str
    per_cent: int

    @property
    def words(self) -> str:
        return f"{Better(self.better).label} {self.per_cent}%"

    def holds(self, week: Week) -> bool:
        """Whether a week lies inside the target; one with nothing to count lies nowhere, and breaks nothing."""
        share, wanted = 100 * week.counted, self.per_cent * week.out_of
        return share >= wanted if self.better == Better.AT_LEAST else share <= wanted

    def is_easier_than(self, other: "Target") -> bool:
        """Whether some week would lie inside this one and outside the other."""
        if self.better == Better.AT_LEAST:
            return self.per_cent < other.per_cent
        return self.per_cent > other.per_cent


@dataclass(frozen=True)
class Proof:
    """The latest complete weeks of an indicator, oldest first, and what they prove of a target.

    A week with nothing to count neither proves nor breaks: it is passed over, and the run reaches a week further back.
    """

    weeks: Sequence[Week]
    target: Target

    @property
    def proving(self) -> list[Week]:
        return [week for week in self.weeks if week.out_of]

    @property
    def outside(self) -> list[Week]:
        return [week for week in self.weeks if not self.target.holds(week)]

    @property
    def is_whole(self) -> bool:
        """Whether a finding may be closed on it."""
        return len(self.proving) == PROVING_WEEKS and not self.outside


def proof(weeks: Sequence[Week], target: Target) -> Proof:
    """The shortest run that ends with the last of ``weeks`` (following, oldest first) and holds thirteen figures.

    All of them where there are fewer figures than that.
    """
    proving = 0
    for back, week in enumerate(reversed(weeks), 1):
        proving += bool(week.out_of)
        if proving == PROVING_WEEKS:
            return Proof(weeks[-back:], target)
    return Proof(weeks, target)


@dataclass(frozen=True, kw_only=True)
class WeeklyIndicator:
    """An indicator as findings are measured by it; ``key`` is what a finding keeps of it.

    ``per_cent`` is its own target, where it has one: a finding's may be stricter and never easier. ``count`` gives the
    weeks that have anything, ``rows`` the list behind a week: of what was ``counted``, or of all.
    """

    key: str
    code: str
    name: str
    definition: str
    better: str
    per_cent: int | None
    counted: str
    out_of: str
    count: Callable[[Any, Window, datetime], Counted]
    rows: Callable[[Window, bool], str] | None = None

    @property
    def words(self) -> str:
        """What a reader chooses it by."""
        own = self.own_target
        return f"{self.code} {self.name}: {own.words if own else Better(self.better).label + ' an agreed share'}"

    @property
    def own_target(self) -> Target | None:
        return None if self.per_cent is None else Target(self.better, self.per_cent)

    def complete_weeks(self, reader: Any, *, on: date, at: datetime) -> list[Week]:
        """The weeks that ended before the week of ``on``, as far back as a run may reach, of what ``reader`` may open.

        One query.
        """
        until = monday_of(on)
        window = Window(until - A_WEEK * FURTHEST_BACK, until)
        found = self.count(reader, window, at)
        return [Week(week.since, *found.get(week.since, (0, 0))) for week in window.weeks]

    def list_of(self, week: Week, *, counted: bool) -> str:
        """The address of the list behind a figure of a week; empty where there is none."""
        return self.rows(Window(week.week_from, week.week_from + A_WEEK), counted) if self.rows else ""


def _kept(key: str, measure: Measure) -> WeeklyIndicator:
    """A share of promises kept."""

    def count(reader: Any, window: Window, at: datetime) -> Counted:
        days = measure.by_day(measure.of(reader), window, at=at)
        return {week.starts_on: (week.in_time, week.due) for week in measures.by_week(days, window)}

    def rows(week: Window, counted: bool) -> str:
        which = "in_time" if counted else "all"
        return address(measure.listed, measure=measure.key, since=week.since, until=week.until, which=which)

    return WeeklyIndicator(
        key=key,
        code=measure.indicator.code,
        name=measure.indicator.name,
        definition=measure.indicator.definition,
        better=Better.AT_LEAST,
        per_cent=measure.indicator.target,
        counted=measure.words.had,
        out_of=measure.words.of,
        count=count,
        rows=rows,
    )


def _dispensed(reader: Any, window: Window, at: datetime) -> Counted:
    contacts = Contact.objects.visible_to(reader).filter(received_at__lte=at)
    return {share.key: (share.had, share.of) for share in dispensation.by_week(contacts, window)}


def _without_consent(week: Window, counted: bool) -> str:
    which = {} if counted else {"which": "all"}
    return address("dispensed", since=week.since, until=week.until, **which)


def _inappropriate(reader: Any, window: Window, at: datetime) -> Counted:
    contacts = appropriateness.received(Contact.objects.visible_to(reader), window.since, window.until)
    counts = {
        "counted": Count("pk", filter=Q(review_code__in=INAPPROPRIATE)),
        "reviewed": Count("pk", filter=Q(review_code__isnull=False)),
    }
    weeks = appropriateness.as_at(contacts, at).order_by().values(week=TruncWeek("received_at", tzinfo=LONDON))
    return {row["week"].date(): (row["counted"], row["reviewed"]) for row in weeks.annotate(**counts)}


def _reviewed(week: Window, counted: bool) -> str:
    which = appropriateness.INAPPROPRIATE_ONES if counted else appropriateness.REVIEWED
    return address("agency_contacts", since=week.since, until=week.until, which=which)


INDICATORS = {
    indicator.key: indicator
    for indicator in (
        _kept("K02", front_door.DECIDED_IN_TIME),
        _kept("K03", front_door.DECIDED_IN_A_DAY),
        _kept("K09", front_door.ACKNOWLEDGED),
        _kept("K09-OUTCOME", front_door.TOLD_THE_OUTCOME),
        WeeklyIndicator(
            key="K08",
            code="K08",
            name=appropriateness.NAME,
            definition=(
                "Of the contacts from agencies that were received in the week, decided and reviewed, those with a code "
                "I1 to I7."
            ),
            better=Better.AT_MOST,
            per_cent=None,
            counted="Inappropriate",
            out_of="Reviewed",
            count=_inappropriate,
            rows=_reviewed,
        ),
        WeeklyIndicator(
            key="K13",
            code="K13",
            name="Consent dispensed with",
            definition=dispensation.DEFINITION,
            better=Better.AT_MOST,
            per_cent=None,
            counted="Dispensed with",
            out_of="Asked about",
            count=_dispensed,
            rows=_without_consent,
        ),
        WeeklyIndicator(
            key="K05",
            code="K05",
            name="Contacts that became referrals",
            definition=(
                "Of the contacts decided in the week, those that became a referral for any child. No share is the "
                "right one: agree on one only to watch it."
            ),
            better=Better.AT_MOST,
            per_cent=None,
            counted="Became referrals",
            out_of="Decided",
            count=decided.became_referrals,
        ),
        WeeklyIndicator(
            key="K06",
            code="K06",
            name="Contacts that ended in no further action",
            definition="Of the contacts decided in the week, those that ended in no further action for every child.",
            better=Better.AT_MOST,
            per_cent=None,
            counted="No further action",
            out_of="Decided",
            count=decided.no_further_action,
        ),
        WeeklyIndicator(
            key="K11",
            code="K11",
            name="Contacts about a child who came lately",
            definition=(
                "Of the contacts received in the week, those about a child of whom another contact came in the 13 "
                "weeks before."
            ),
            better=Better.AT_MOST,
            per_cent=None,
            counted="Came again",
            out_of="Received",
            count=decided.came_again,
        ),
        WeeklyIndicator(
            key="K12",
            code="K12",
            name="Consent recorded before an agency was asked",
            definition=(
                "Of the contacts received in the week on which an agency was asked, those whose consent stood before "
                "every question."
            ),
            better=Better.AT_LEAST,
            per_cent=100,
            counted="Consent first",
            out_of="Asked about",
            count=decided.consent_first,
        ),
        WeeklyIndicator(
            key="K14",
            code="K14",
            name="Decisions to ask without consent that are whole",
            definition=(
                "Of the requests approved in the week, those with a reason code, the facts, an over-riding concern or "
                "a court order, and the signature of somebody who did not ask."
            ),
            better=Better.AT_LEAST,
            per_cent=100,
            counted="Whole",
            out_of="Approved",
            count=decided.whole_overrides,
        ),
        replace(_kept("K15", decided.REVIEWED), rows=None),
        _kept("K16", children.HELD),
        _kept("K16-RECORD", children.CIRCULATED),
        _kept("K18", children.ACTIONS_DONE),
        _kept("K20", children.CONFERENCE_IN_TIME),
        _kept("K22", children.ASSESSED),
        _kept("K22-STATISTIC", children.ASSESSED_AS_PUBLISHED),
        _kept("K27", children.PROTECTION_IN_TIME),
        _kept("K27-SEEN", children.PROTECTION_SEEN),
        _kept("K27-ALONE", children.PROTECTION_ALONE),
    )
}
