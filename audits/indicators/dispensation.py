"""K13: how often consent is dispensed with, by whom, for whom and why; and who signs for whom (letter L17, L18, L59).

Every figure counts contacts, and what dispensing is stands once, in ``frontdoor.models.dispensing``: so each figure has
its list, and they are of one kind.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast, Coalesce, Concat, TruncWeek

from audits.indicators.windows import A_WEEK, Window
from frontdoor.core.control_limits import Limits, limits
from frontdoor.core.working_days import LONDON
from frontdoor.models import AgencyRequest, ChildOutcome, ConsentEvent, ConsentOverride
from frontdoor.models.agency_requests import RequestKind
from frontdoor.models.consent import ConsentStatus
from frontdoor.models.contacts import ContactQuerySet
from frontdoor.models.decisions import CANNOT_WAIT
from frontdoor.models.dispensing import ASKER, DISPENSED, GROUND, SIGNER
from frontdoor.models.override_choices import Harm, OverrideDecision, OverrideReason

DEFINITION = (
    "Of the contacts on which an agency was asked for information below section 47, those on which a manager had "
    "decided to ask without consent, or had recorded a court order or a section 47 enquiry that makes consent "
    "unnecessary. A contact is below section 47 unless it was decided as section 47 or emergency action: those stand "
    "apart, and who signed for whom, the managers and what is read again count them too."
)
NO_AGENCY = "No agency: a member of the public"
NO_HARM = "None named: section 47 or a court order"
ENOUGH = 20
SAMPLE = 10
MUTUAL = 2
COMPARED = 52
"""Weeks around whose share the limits of a category are drawn."""


@dataclass(frozen=True)
class Share:
    """So many of so many for a manager, agency, category or week, and the limits within which chance would keep it."""

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
    """Two managers who sign for each other: on how many contacts the one approved what the other asked, and back."""

    first: tuple[int, str]
    second: tuple[int, str]
    first_for_second: int
    second_for_first: int


def received(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """Received in the window; each says whether an agency was ``asked``, consent ``dispensed``, and ``section_47``."""
    begin, end = window.moments
    about = {"contact_id": OuterRef("pk")}
    section_47 = ChildOutcome.objects.filter(outcome__in=CANNOT_WAIT, decision__contact_id=OuterRef("pk"))
    return contacts.filter(received_at__gte=begin, received_at__lt=end).annotate(
        asked=Exists(AgencyRequest.objects.filter(kind=RequestKind.INFORMATION, **about)),
        dispensed=Exists(ConsentEvent.objects.filter(DISPENSED, **about)),
        section_47=Exists(section_47),
    )


def asked_about(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """The denominator: an agency was asked for information, below section 47 (domain.md K13)."""
    return received(contacts, window).filter(asked=True, section_47=False)


def dispensed_with(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """Of the denominator, those on which consent was dispensed with."""
    return asked_about(contacts, window).filter(dispensed=True)


def as_section_47(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """Consent was dispensed with, and the contact was then decided as section 47 or emergency action."""
    return received(contacts, window).filter(section_47=True, dispensed=True)


def nobody_asked(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """Consent was dispensed with below section 47, and no agency has been asked for information."""
    return received(contacts, window).filter(asked=False, section_47=False, dispensed=True)


def every_dispensed(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """Consent was dispensed with, whatever was decided afterwards: no decision takes it out of anybody's sight."""
    return received(contacts, window).filter(dispensed=True)


def dispensings(contacts: ContactQuerySet) -> QuerySet:
    """How consent was dispensed with on contacts: one event for each child and decision."""
    return ConsentEvent.objects.filter(DISPENSED, contact__in=contacts.order_by().values("pk"))


def _dispensed(**wanted: Any) -> Exists:
    return Exists(ConsentEvent.objects.filter(DISPENSED, contact_id=OuterRef("pk"), **wanted))


def signed_by(contacts: ContactQuerySet, *, signer: int, asker: int | None = None) -> ContactQuerySet:
    """Those of ``contacts`` on which one person dispensed with consent, where ``asker`` had asked for it."""
    return contacts.filter(_dispensed(**{SIGNER: signer}, **({ASKER: asker} if asker else {})))


def for_ground(contacts: ContactQuerySet, code: str) -> ContactQuerySet:
    """Those of ``contacts`` on which a reason, a section 47 enquiry or a court order was relied on."""
    return contacts.filter(_dispensed(override__reason_codes__contains=[code]) | _dispensed(status=code))


def for_harm(contacts: ContactQuerySet, harm: str) -> ContactQuerySet:
    """Those of ``contacts`` on which an override named a category of harm, or for "" none was named."""
    if harm:
        return contacts.filter(_dispensed(override__harm=harm))
    return contacts.filter(_dispensed(override__isnull=True) | _dispensed(override__harm=""))


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


def _refusals(contacts: ContactQuerySet, window: Window) -> QuerySet:
    """What managers refused: it counts for them although nobody was asked."""
    refused = ConsentOverride.objects.filter(decision=OverrideDecision.REFUSED)
    return refused.filter(contact__in=received(contacts, window).order_by().values("pk"))


def of_managers(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """What managers' own figures stand on: an agency was asked, or consent was dispensed with on section 47."""
    return received(contacts, window).filter(Q(asked=True) | Q(section_47=True, dispensed=True))


def signed_at_all(contacts: ContactQuerySet, window: Window) -> ContactQuerySet:
    """Of what managers' own figures stand on, the contacts on which consent was dispensed with."""
    return of_managers(contacts, window).filter(dispensed=True)


def handled_by(contacts: ContactQuerySet, window: Window, *, manager: int) -> ContactQuerySet:
    """A manager's denominator: asked about and decided by this person, or dispensed by them; or a request refused."""
    refused = _refusals(contacts, window).filter(decided_by_id=manager).values("contact_id")
    theirs = Q(decided_by_id=manager) | Q(_dispensed(**{SIGNER: manager}))
    asked = of_managers(contacts, window).filter(theirs).values("pk")
    return received(contacts, window).filter(Q(pk__in=asked) | Q(pk__in=refused))


def by_manager(contacts: ContactQuerySet, window: Window) -> list[Share]:
    """Of the contacts that each manager handled, those on which that person dispensed, the most first; three queries.

    A contact on which two managers dispensed counts for both, and what was then decided changes nothing: it is the
    managers' own figure, not the rate of K13.
    """
    asked = of_managers(contacts, window).order_by()
    signed = set(dispensings(asked).order_by().values_list(f"{SIGNER}_id", "contact_id").distinct())
    decided = asked.filter(decided_by__isnull=False).values_list("decided_by_id", "pk")
    handled = signed.union(
        decided.union(_refusals(contacts, window).order_by().values_list("decided_by_id", "contact_id"))
    )
    had, of = Counter(manager for manager, _ in signed), Counter(manager for manager, _ in handled)
    names = {row.pk: row.get_full_name() for row in get_user_model().objects.filter(pk__in=of)}
    rows = [{"manager": manager, "had": had[manager], "of": number} for manager, number in of.items()]
    shares = shares_of(rows, key="manager", name=lambda row: names[row["manager"]])
    return sorted(shares, key=lambda share: (-share.had, share.name))


@dataclass(frozen=True)
class Categories:
    """The grounds relied on and the harm named, each a share of all contacts asked about.

    Limits are drawn around the category's own share of the year: categories differ in size by their nature.
    """

    grounds: list[Share]
    harms: list[Share]


def by_category(contacts: ContactQuerySet, window: Window) -> Categories:
    """Each category that was relied on within the year up to the end of the window; three queries."""
    year = Window(window.until - A_WEEK * COMPARED, window.until)
    begin, _ = window.moments
    asked = asked_about(contacts, year).order_by()
    of = asked.aggregate(of=Count("pk", filter=Q(received_at__gte=begin)), of_year=Count("pk"))
    counted = {
        "had": Count("contact", filter=Q(contact__received_at__gte=begin), distinct=True),
        "had_year": Count("contact", distinct=True),
    }

    def shares(code: Any, words: Any) -> list[Share]:
        rows = dispensings(asked).order_by().values(code=code).annotate(**counted)
        found = [_category(row | of, name=words(row["code"])) for row in rows]
        return sorted(found, key=lambda share: (-share.had, share.name))

    return Categories(
        shares(GROUND, ground_words),
        shares(Coalesce("override__harm", Value("")), lambda harm: Harm(harm).label if harm else NO_HARM),
    )


def _category(row: Mapping[str, Any], *, name: str) -> Share:
    enough = row["of"] >= ENOUGH
    around = limits(row["had_year"] / row["of_year"], row["of"]) if enough else None
    return Share(key=row["code"], name=name, had=row["had"], of=row["of"], limits=around)


def ground_words(code: str) -> str:
    """A reason of an override, or what was recorded without one, in words."""
    return str(OverrideReason(code).label if code in OverrideReason.values else ConsentStatus(code).label)


def pairs(contacts: ContactQuerySet, window: Window) -> list[Pair]:
    """Who dispensed at each other's request, on ``MUTUAL`` contacts at least each way (reliability.md 2.2 #8)."""
    people = {
        "asking": Concat(f"{ASKER}__given_names", Value(" "), f"{ASKER}__family_name"),
        "signing": Concat(f"{SIGNER}__given_names", Value(" "), f"{SIGNER}__family_name"),
    }
    rows = dispensings(every_dispensed(contacts, window)).filter(**{f"{ASKER}__isnull": False}).order_by()
    rows = rows.values(asker=F(ASKER), signer=F(SIGNER), **people).annotate(times=Count("contact", distinct=True))
    times = {(row["signer"], row["asker"]): row for row in rows}
    found = []
    for (signer, asker), row in times.items():
        back = times.get((asker, signer))
        if back is not None and signer < asker and min(row["times"], back["times"]) >= MUTUAL:
            found.append(Pair((signer, row["signing"]), (asker, row["asking"]), row["times"], back["times"]))
    return sorted(found, key=lambda pair: (-pair.first_for_second - pair.second_for_first, pair.first[1]))


def sample(contacts: ContactQuerySet, window: Window, *, week: date) -> ContactQuerySet:
    """Contacts to read again this week: drawn by the system, the same for everybody who looks."""
    drawn = MD5(Concat(Cast("pk", TextField()), Value(f" of the week of {week.isoformat()}")))
    return every_dispensed(contacts, window).order_by(drawn)[:SAMPLE]


def together(shares: Sequence[Share]) -> tuple[int, int]:
    """So many of so many over all."""
    return sum(share.had for share in shares), sum(share.of for share in shares)
