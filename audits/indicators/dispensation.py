"""K13: how often consent is dispensed with, by whom and for whom; and who signs for whom (letter L17, L18, L59)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, Func, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Concat, TruncWeek

from audits.indicators.windows import Window
from frontdoor.core.control_limits import Limits, limits
from frontdoor.core.working_days import LONDON
from frontdoor.models import AgencyRequest, ChildOutcome, ConsentEvent, ConsentOverride
from frontdoor.models.agency_requests import RequestKind
from frontdoor.models.consent import NOBODY_ASKED, ConsentKind
from frontdoor.models.contacts import ContactQuerySet
from frontdoor.models.decisions import CANNOT_WAIT
from frontdoor.models.override_choices import Harm, OverrideDecision, OverrideReason

DEFINITION = (
    "Of the contacts on which an agency was asked for information below section 47, those on which a manager had "
    "decided to ask without consent, or had recorded a court order or a section 47 enquiry that makes consent "
    "unnecessary. A contact is below section 47 unless it was decided as section 47 or emergency action."
)
NO_AGENCY = "No agency: a member of the public"
ENOUGH = 20
SAMPLE = 10
MUTUAL = 2


@dataclass(frozen=True)
class Share:
    """So many of so many for one manager, agency or week, and the limits within which chance alone would keep it."""

    key: Any
    name: str
    had: int
    of: int
    limits: Limits | None

    @property
    def per_cent(self) -> float | None:
        return round(100 * self.had / self.of, 1) if self.of else None

    @property
    def is_signal(self) -> bool:
        """Whether it lies above what chance explains; a low share alarms nobody."""
        return self.limits is not None and self.per_cent is not None and self.per_cent > self.limits.upper

    @property
    def is_low(self) -> bool:
        """Whether it lies below what chance explains."""
        return self.limits is not None and self.per_cent is not None and self.per_cent < self.limits.lower


@dataclass(frozen=True)
class Pair:
    """Two managers who sign for each other: how often the one approved what the other asked, and back."""

    first: str
    second: str
    first_for_second: int
    second_for_first: int


@dataclass(frozen=True)
class Reason:
    """How often a code or a category of harm was given."""

    code: str
    words: str
    times: int


def asked_about(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """The denominator: received in the window, an agency asked what it knows, not decided as section 47.

    Each says whether consent was ``dispensed`` with: by an override, or by a manager's word that nobody is asked.
    """
    begin, end = window.moments
    about = {"contact_id": OuterRef("pk")}
    approved = ConsentOverride.objects.filter(decision=OverrideDecision.APPROVED, **about)
    recorded = ConsentEvent.objects.filter(status__in=NOBODY_ASKED, kind=ConsentKind.CHECKS, **about)
    section_47 = ChildOutcome.objects.filter(outcome__in=CANNOT_WAIT, decision__contact_id=OuterRef("pk"))
    return contacts.filter(
        Exists(AgencyRequest.objects.filter(kind=RequestKind.INFORMATION, **about)),
        ~Exists(section_47),
        received_at__gte=begin,
        received_at__lt=end,
    ).annotate(dispensed=Exists(approved) | Exists(recorded))


def shares_of(rows: Iterable[Mapping[str, Any]], *, key: str, name: Any) -> list[Share]:
    """Each row's ``had`` of ``of`` with limits around what all have together."""
    found = list(rows)
    had, of = sum(row["had"] for row in found), sum(row["of"] for row in found)
    return [
        Share(
            key=row[key],
            name=name(row),
            had=row["had"],
            of=row["of"],
            limits=limits(had / of, row["of"]) if of >= ENOUGH and row["of"] else None,
        )
        for row in found
    ]


COUNTED = {"of": Count("pk"), "had": Count("pk", filter=Q(dispensed=True))}


def by_week(contacts: ContactQuerySet, window: Window) -> list[Share]:
    """Each week of the window, empty ones too; one query."""
    rows = asked_about(contacts, window).order_by().values(week=TruncWeek("received_at", tzinfo=LONDON))
    found = {row["week"].date(): row for row in rows.annotate(**COUNTED)}
    none = {"had": 0, "of": 0}
    return shares_of(
        [found.get(week.since, none) | {"week": week.since} for week in window.weeks],
        key="week",
        name=lambda row: f"{row['week']:%-d %b}",
    )


def by_agency(contacts: ContactQuerySet, window: Window) -> list[Share]:
    """Each agency whose contacts were asked about, the most dispensed first; one query."""
    rows = asked_about(contacts, window).order_by().values("agency_id", "agency__name").annotate(**COUNTED)
    shares = shares_of(rows, key="agency_id", name=lambda row: row["agency__name"] or NO_AGENCY)
    return sorted(shares, key=lambda share: (-share.had, share.name))


def decided(overrides: QuerySet, window: Window) -> QuerySet:
    """Requests that were decided in the window, either way."""
    begin, end = window.moments
    return overrides.filter(decided_at__gte=begin, decided_at__lt=end)


def approved(overrides: QuerySet, window: Window) -> QuerySet:
    """Requests approved in the window: consent was dispensed with."""
    return decided(overrides, window).filter(decision=OverrideDecision.APPROVED)


def by_manager(overrides: QuerySet, window: Window) -> list[Share]:
    """Of the requests each manager decided, those approved, the most approved first; one query."""
    counted = {"of": Count("pk"), "had": Count("pk", filter=Q(decision=OverrideDecision.APPROVED))}
    name = {"given": F("decided_by__given_names"), "family": F("decided_by__family_name")}
    rows = decided(overrides, window).order_by().values("decided_by_id", **name).annotate(**counted)
    shares = shares_of(rows, key="decided_by_id", name=lambda row: f"{row['given']} {row['family']}")
    return sorted(shares, key=lambda share: (-share.had, share.name))


def reasons(overrides: QuerySet, window: Window) -> list[Reason]:
    """How often each reason was relied on in approved requests, the most frequent first; one query."""
    codes = Func(F("reason_codes"), function="unnest", output_field=TextField())
    rows = approved(overrides, window).order_by().values(code=codes).annotate(times=Count("pk"))
    found = [Reason(row["code"], OverrideReason(row["code"]).label, row["times"]) for row in rows]
    return sorted(found, key=lambda reason: (-reason.times, reason.code))


def harms(overrides: QuerySet, window: Window) -> list[Reason]:
    """How often each category of harm was named in approved requests; one query."""
    rows = approved(overrides, window).order_by().values("harm").annotate(times=Count("pk"))
    found = [
        Reason(row["harm"], Harm(row["harm"]).label if row["harm"] else "None: a court order", row["times"])
        for row in rows
    ]
    return sorted(found, key=lambda reason: (-reason.times, reason.code))


def pairs(overrides: QuerySet, window: Window) -> list[Pair]:
    """Who approved each other's requests at least ``MUTUAL`` times each way (reliability.md 2.2 #8); one query."""
    people = {
        "asker": Concat("requested_by__given_names", Value(" "), "requested_by__family_name"),
        "signer": Concat("decided_by__given_names", Value(" "), "decided_by__family_name"),
    }
    rows = approved(overrides, window).order_by().values("requested_by_id", "decided_by_id", **people)
    times = {(row["decided_by_id"], row["requested_by_id"]): row for row in rows.annotate(times=Count("pk"))}
    found = []
    for (signer, asker), row in times.items():
        back = times.get((asker, signer))
        if back is not None and signer < asker and min(row["times"], back["times"]) >= MUTUAL:
            found.append(Pair(row["signer"], row["asker"], row["times"], back["times"]))
    return sorted(found, key=lambda pair: (-pair.first_for_second - pair.second_for_first, pair.first))


def sample(overrides: QuerySet, window: Window, *, week: date) -> QuerySet:
    """Approved requests to read again this week: drawn by the system, the same for everybody who looks."""
    drawn = MD5(Concat(Cast("pk", TextField()), Value(f" of the week of {week.isoformat()}")))
    return approved(overrides, window).order_by(drawn)[:SAMPLE]


def together(shares: Sequence[Share]) -> tuple[int, int]:
    """So many of so many over all."""
    return sum(share.had for share in shares), sum(share.of for share in shares)
