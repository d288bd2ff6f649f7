"""Which contacts a look-back picks: every criterion once, each a condition on the contact (letter L64)."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db.models import BooleanField, Count, Exists, F, Func, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from frontdoor.core.working_days import LATEST, LONDON, end_of_day, start_of_day
from frontdoor.models import AgencyCheck, ChildOutcome, ConsentEvent, ConsentOverride, ContactChild, Referral, RiskFlag
from frontdoor.models.consent import AGREED
from frontdoor.models.contacts import IS_RED, ContactQuerySet, Rag
from frontdoor.models.decisions import MAKES_REFERRAL, Outcome
from frontdoor.models.dispensing import DISPENSED
from frontdoor.models.returns import went_back

DECIDED, OPEN, EITHER = "", "open", "either"
STATES = {OPEN: "Not decided yet", EITHER: "Decided or not"}
"""What is looked back at unless asked otherwise is decided."""
AGES = {
    "unborn": (None, "Unborn, or not known"),
    "0": ((0, 1), "Under 1"),
    "1": ((1, 5), "1 to 4"),
    "5": ((5, 10), "5 to 9"),
    "10": ((10, 16), "10 to 15"),
    "16": ((16, 200), "16 or older"),
}
"""By the key kept with a look-back: from and up to but without which age, and the words."""
NONE_BEFORE = "0"
EARLIER = {NONE_BEFORE: "None", "1": "1 or more", "3": "3 or more", "5": "5 or more"}
"""How many contacts about one of the children had come before."""
ENGLISH = "english"
MOST_WORDS, WORDS_SPAN = 100, timedelta(days=2 * 366)


class _Holds(Func):
    """Whether a text, taken apart, holds what is looked for."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _YearsBetween(Func):
    """Whole years from a birth to a day."""

    template = "date_part('year', age(%(expressions)s))::integer"
    output_field = IntegerField()


def _any(rows: QuerySet, path: str = "contact_id", **wanted: Any) -> Exists:
    return Exists(rows.filter(**{path: OuterRef("pk")}, **wanted))


def _outcome(wanted: str) -> Q | Exists:
    """Given to any child; RET finds what was returned before it was decided too."""
    if wanted == Outcome.RETURNED:
        return went_back()
    return _any(ChildOutcome.objects.all(), "decision__contact_id", outcome=wanted)


def _age(wanted: str) -> Exists:
    """Of any child on the day when the contact was received."""
    span, _ = AGES[wanted]
    received_on = TruncDate("contact__received_at", tzinfo=LONDON)
    about = ContactChild.objects.annotate(received_on=received_on)
    born = Q(child__birth_date__lte=F("received_on"))
    if span is None:
        return _any(about.filter(Q(child__birth_date__isnull=True) | ~born))
    first, last = span
    aged = about.filter(born).annotate(years=_YearsBetween(F("received_on"), F("child__birth_date")))
    return _any(aged, years__gte=first, years__lt=last)


def _child(**wanted: Any) -> Exists:
    """Any child of the contact."""
    return _any(ContactChild.objects.all(), **{f"child__{name}": value for name, value in wanted.items()})


def _earlier(wanted: str) -> Q:
    """So many contacts or more about one of its children had come before it; "0": none about any of them."""
    before = ContactChild.objects.filter(
        child_id=OuterRef("child_id"), contact__received_at__lt=OuterRef("contact__received_at")
    )
    counted = before.order_by().values("child_id").annotate(number=Count("pk")).values("number")
    about = ContactChild.objects.annotate(earlier=Coalesce(Subquery(counted), 0))
    return Q(_any(about, earlier__gte=int(wanted))) if wanted != NONE_BEFORE else ~Q(_any(about, earlier__gte=1))


def _words(wanted: str) -> Q:
    """All of these words, in any form of them, in what was worrying; "in quotation marks" one after the other.

    Nothing indexes the texts: whoever asks for words says from which day on (``WORDS_SPAN``).
    """
    concern = SearchVector("concern", config=ENGLISH)
    return Q(_Holds(concern, SearchQuery(wanted, config=ENGLISH, search_type="websearch")))


def without_consent() -> Q:
    """Referred on, or an agency asked, though nobody had said yes to anything on the contact."""
    referred = _any(ChildOutcome.objects.all(), "decision__contact_id", outcome__in=MAKES_REFERRAL)
    return (Q(referred) | Q(_any(AgencyCheck.objects.all()))) & ~Q(_any(ConsentEvent.objects.all(), status__in=AGREED))


CRITERIA: Mapping[str, Callable[[Any], Any]] = {
    "since": lambda day: Q(received_at__gte=start_of_day(date.fromisoformat(day))),
    "until": lambda day: Q(received_at__lt=end_of_day(min(date.fromisoformat(day), LATEST))),
    "agency": lambda pk: Q(agency_id=pk),
    "decided_by": lambda pk: Q(decided_by_id=pk),
    "team": lambda pk: _any(Referral.objects.all(), team_id=pk),
    "sex": lambda sex: _child(sex=sex),
    "ethnicity": lambda code: _child(ethnicity=code),
    "earlier": _earlier,
    "words": _words,
    "rag": lambda rag: Q(rag=rag) if rag != Rag.RED else IS_RED,
    "outcome": _outcome,
    "level": lambda code: _any(ChildOutcome.objects.all(), "decision__contact_id", level__code=code),
    "harm": lambda harm: _any(RiskFlag.objects.all(), harm=harm),
    "age": _age,
    "consent": lambda status: _any(ConsentEvent.objects.all(), status=status),
    "dispensed": lambda _: _any(ConsentEvent.objects.filter(DISPENSED)),
    "override_reason": lambda code: _any(ConsentOverride.objects.all(), reason_codes__contains=[code]),
    "without_consent": lambda _: without_consent(),
}


def cohort(contacts: ContactQuerySet, criteria: Mapping[str, Any]) -> ContactQuerySet:
    """The contacts that meet every criterion given, each once.

    ``criteria`` as a look-back keeps them: the keys of CRITERIA with ISO days, ids, codes or True, and ``state``: only
    decided contacts without it, "open" for undecided ones, "either" for both.
    """
    state = criteria.get("state", DECIDED)
    if state != EITHER:
        contacts = contacts.filter(decided_at__isnull=state == OPEN)
    for name, condition in CRITERIA.items():
        if wanted := criteria.get(name):
            contacts = contacts.filter(condition(wanted))
    return contacts
