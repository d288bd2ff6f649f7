"""K08: how many of the referrals that agencies made were needed; each figure is defined here, with its rows.

Source: domain.md 3.3. A period is counted by when contacts were received, London days, the last day not included.
``at`` is the moment as at which codes stand, so that any past figure can be counted again.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, QuerySet, Value
from django.db.models.functions import Coalesce, TruncDate, TruncWeek

from frontdoor.core.control_limits import Limits, differ, limits
from frontdoor.core.working_days import LONDON, london_date, start_of_day
from frontdoor.models import AgencyEvent
from frontdoor.models.contact_reviews import INAPPROPRIATE, ReviewCode, professional, with_code
from frontdoor.models.contacts import ContactQuerySet, Rag
from frontdoor.models.return_reasons import ReturnReason
from frontdoor.models.returns import reason_given, went_back

MINIMUM = 20
"""Fewer reviewed contacts than this give no rate (domain.md 3.3)."""
WEEKS = 13
EFFECT_WEEKS = 26
"""Compared before and after an event unless asked otherwise: few agencies send twenty contacts in a quarter."""
A_WEEK = timedelta(days=7)

NAME = "Referrals judged inappropriate"
DEFINITION = (
    "K08: of the contacts from agencies that were received in the period, decided and reviewed, the share with a code "
    "I1 to I7. Under-referrals (U), which came late or understated the level, stand beside it. "
    f"No rate is given for fewer than {MINIMUM} reviewed contacts."
)
ALL, REVIEWED, NOT_REVIEWED, INAPPROPRIATE_ONES, RETURNED = "all", "reviewed", "not_reviewed", "I", "returned"
RETURNED_FOR, NO_REASON = "returned-", "Reason not coded"
RETURN_REASONS = {**{reason.value: reason.label for reason in ReturnReason}, "": NO_REASON}
WHICH = {
    ALL: "Contacts",
    REVIEWED: "Reviewed",
    NOT_REVIEWED: "Not reviewed yet",
    INAPPROPRIATE_ONES: "Inappropriate, any code I1 to I7",
    RETURNED: "Returned for missing information",
    **{f"{RETURNED_FOR}{code}": f"Returned: {words}" for code, words in RETURN_REASONS.items()},
    **{code.value: f"{code.value} {code.label}" for code in ReviewCode},
}


@dataclass(frozen=True)
class Counts:
    """What was counted in a period: contacts, those returned and why, and the codes of those reviewed.

    The reasons add up to those returned; "" stands for returns from before there were codes.
    """

    contacts: int = 0
    returned: int = 0
    codes: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)

    def of(self, code: str) -> int:
        return self.codes.get(code, 0)

    @property
    def reviewed(self) -> int:
        return sum(self.codes.values())

    @property
    def inappropriate(self) -> int:
        return sum(self.of(code) for code in INAPPROPRIATE)

    @property
    def under(self) -> int:
        return self.of(ReviewCode.UNDER)

    @property
    def is_enough(self) -> bool:
        """Whether so many were reviewed that a rate says something."""
        return self.reviewed >= MINIMUM

    @property
    def i_rate(self) -> int | None:
        """K08 in per cent; None for too few."""
        return round(100 * self.inappropriate / self.reviewed) if self.is_enough else None

    @property
    def u_rate(self) -> int | None:
        """Under-referrals in per cent; None for too few."""
        return round(100 * self.under / self.reviewed) if self.is_enough else None

    def __add__(self, other: "Counts") -> "Counts":
        together = Counter(self.codes)
        together.update(other.codes)
        reasons = Counter(self.reasons)
        reasons.update(other.reasons)
        return Counts(self.contacts + other.contacts, self.returned + other.returned, together, reasons)


@dataclass(frozen=True)
class AgencyCounts:
    """One agency's counts, those of Red and of Amber contacts apart."""

    agency_id: int
    name: str
    together: Counts
    by_rag: Mapping[str, Counts]

    @property
    def red(self) -> Counts:
        return self.by_rag.get(Rag.RED, Counts())

    @property
    def amber(self) -> Counts:
        return self.by_rag.get(Rag.AMBER, Counts())


@dataclass(frozen=True)
class Week:
    """One week on a run chart, with the limits within which chance alone would keep it."""

    starts_on: date
    counts: Counts
    limits: Limits | None

    @property
    def per_cent(self) -> float | None:
        reviewed = self.counts.reviewed
        return round(100 * self.counts.inappropriate / reviewed, 1) if reviewed else None

    @property
    def is_signal(self) -> bool:
        """Whether it lies outside its limits."""
        return self.limits is not None and self.per_cent is not None and self.limits.breached_by(self.per_cent)


@dataclass(frozen=True)
class Effect:
    """An agency's referrals in the weeks before and after a day, and what may be said of the difference."""

    pivot: date
    weeks: int
    before: Counts
    after: Counts
    complete_on: date
    words: str
    is_early: bool


def received(contacts: ContactQuerySet, since: date, until: date) -> ContactQuerySet:
    """Professional contacts received from a London day on, up to but without another."""
    return _between(contacts, start_of_day(since), start_of_day(until))


def _between(contacts: ContactQuerySet, begin: Any, end: Any) -> ContactQuerySet:
    return professional(contacts).filter(received_at__gte=begin, received_at__lt=end)


def as_at(contacts: ContactQuerySet, at: Any) -> ContactQuerySet:
    """Those decided by a moment, each with the code that stood for it then and whether it was returned."""
    found = with_code(contacts.filter(decided_at__lte=at), at)
    return found.annotate(
        was_returned=ExpressionWrapper(went_back(by=at), output_field=BooleanField()),
        return_reason=Coalesce(reason_given(by=at), Value("")),
    )


def only(contacts: ContactQuerySet, which: str, rag: str = "") -> ContactQuerySet:
    """The rows behind one figure; ``contacts`` come from ``as_at``. What is not on offer narrows nothing."""
    if rag in Rag.values:
        contacts = contacts.filter(rag=rag)
    match which:
        case "reviewed" | "not_reviewed":
            return contacts.filter(review_code__isnull=which == NOT_REVIEWED)
        case "I":
            return contacts.filter(review_code__in=INAPPROPRIATE)
        case "returned":
            return contacts.filter(was_returned=True)
        case reason if reason.startswith(RETURNED_FOR):
            return contacts.filter(was_returned=True, return_reason=reason.removeprefix(RETURNED_FOR))
        case code if code in ReviewCode.values:
            return contacts.filter(review_code=code)
    return contacts


def _grouped(contacts: ContactQuerySet, at: Any, *by: str) -> QuerySet:
    counted = as_at(contacts, at).order_by().values(*by, "review_code", "was_returned", "return_reason")
    return counted.annotate(number=Count("pk"))


def _counts(row: Mapping) -> Counts:
    number, code = row["number"], row["review_code"]
    reasons = {row["return_reason"]: number} if row["was_returned"] else {}
    return Counts(number, sum(reasons.values()), {code: number} if code else {}, reasons)


def count(contacts: ContactQuerySet, *, since: date, until: date, at: datetime) -> Counts:
    """Everything together; one query."""
    return added(counted(contacts, start_of_day(since), start_of_day(until), at))


def counted(contacts: ContactQuerySet, begin: Any, end: Any, at: Any) -> QuerySet:
    """What ``added`` adds up, of the contacts received from a moment on, up to but without another."""
    return _grouped(_between(contacts, begin, end), at)


def added(rows: Iterable[Mapping]) -> Counts:
    """The counts of ``counted`` together."""
    return sum(map(_counts, rows), Counts())


def by_agency(contacts: ContactQuerySet, *, since: date, until: date, at: datetime) -> list[AgencyCounts]:
    """Each agency that told us anything, by name; one query."""
    names: dict[int, str] = {}
    found: dict[int, dict[str, Counts]] = defaultdict(lambda: defaultdict(Counts))
    for row in _grouped(received(contacts, since, until), at, "agency_id", "agency__name", "rag"):
        names[row["agency_id"]] = row["agency__name"]
        found[row["agency_id"]][row["rag"]] += _counts(row)
    return [
        AgencyCounts(pk, names[pk], sum(rags.values(), Counts()), dict(rags))
        for pk, rags in sorted(found.items(), key=lambda pair: (names[pair[0]], pair[0]))
    ]


def monday_of(day: date) -> date:
    """The first day of a day's week."""
    return day - timedelta(days=day.weekday())


def by_week(contacts: ContactQuerySet, *, at: datetime) -> list[Week]:
    """Thirteen weeks, the last of them the current one so far, with control limits around their average; one query."""
    first = monday_of(london_date(at)) - A_WEEK * (WEEKS - 1)
    rows = _grouped(
        received(contacts, first, first + A_WEEK * WEEKS).annotate(week=TruncWeek("received_at", tzinfo=LONDON)),
        at,
        "week",
    )
    found: dict[date, Counts] = defaultdict(Counts)
    for row in rows:
        found[row["week"].date()] += _counts(row)
    return _with_limits([(first + A_WEEK * number, found[first + A_WEEK * number]) for number in range(WEEKS)])


def _with_limits(weeks: Sequence[tuple[date, Counts]]) -> list[Week]:
    together = sum((counts for _, counts in weeks), Counts())
    if not together.is_enough:
        return [Week(monday, counts, None) for monday, counts in weeks]
    average = together.inappropriate / together.reviewed
    return [
        Week(monday, counts, limits(average, counts.reviewed) if counts.reviewed else None) for monday, counts in weeks
    ]


def effects(contacts: ContactQuerySet, pivots: Sequence[date], *, weeks: int, at: datetime) -> list[Effect]:
    """The comparison around each day; one query for all, whatever their number."""
    if not pivots:
        return []
    length, a_day = A_WEEK * weeks, timedelta(days=1)
    span = received(contacts, min(pivots) - length, max(pivots) + length + a_day)
    days: dict[date, Counts] = defaultdict(Counts)
    for row in _grouped(span.annotate(day=TruncDate("received_at", tzinfo=LONDON)), at, "day"):
        days[row["day"]] += _counts(row)

    def between(since: date, until: date) -> Counts:
        return sum((counts for day, counts in days.items() if since <= day < until), Counts())

    return [
        _effect(pivot, weeks, between(pivot - length, pivot), between(pivot + a_day, pivot + a_day + length), at)
        for pivot in pivots
    ]


def _effect(pivot: date, weeks: int, before: Counts, after: Counts, at: datetime) -> Effect:
    """The day itself belongs to neither side. Nothing is concluded before both have enough reviewed contacts."""
    complete_on = pivot + timedelta(days=1) + A_WEEK * weeks
    is_early = not (before.is_enough and after.is_enough)
    words = _too_early(before, after) if is_early else _verdict(before, after)
    if not is_early and london_date(at) < complete_on:
        words += f" The {weeks} weeks end on {complete_on - timedelta(days=1):%-d %B %Y}; the figures may still change."
    return Effect(pivot, weeks, before, after, complete_on, words, is_early)


def _too_early(before: Counts, after: Counts) -> str:
    if not before.is_enough:
        had = _reviewed_contacts(before.reviewed)
        return f"Nothing can be said: there are {had} of the time before, and {MINIMUM} are needed."
    has = _reviewed_contacts(after.reviewed)
    return f"It is too early to tell: there are {has} of the time since, and {MINIMUM} are needed."


def _reviewed_contacts(number: int) -> str:
    return "1 reviewed contact" if number == 1 else f"{number} reviewed contacts"


def _verdict(before: Counts, after: Counts) -> str:
    shares = f"from {before.i_rate}% to {after.i_rate}%"
    if not differ((before.inappropriate, before.reviewed), (after.inappropriate, after.reviewed)):
        said = f"The share judged inappropriate went {shares}: no more than chance explains."
    elif after.i_rate < before.i_rate:
        said = f"Fewer referrals are judged inappropriate: {shares}, more than chance explains."
    else:
        said = f"More referrals are judged inappropriate: {shares}, more than chance explains."
    if differ((before.under, before.reviewed), (after.under, after.reviewed)):
        said += f" Under-referral went from {before.u_rate}% to {after.u_rate}%, more than chance explains."
    return said


def latest_events(agency_id: int) -> list[AgencyEvent]:
    """What was done with an agency, the latest first."""
    return list(AgencyEvent.objects.standing().filter(agency_id=agency_id).select_related("noted_by"))
