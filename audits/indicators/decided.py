"""K05, K06, K11, K12, K14 and K15 week by week: what was decided, who came again, and consent recorded first."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncWeek

from audits.indicators import Indicator
from audits.indicators.measures import Measure
from audits.indicators.windows import Window
from frontdoor.core.conditions import at_least
from frontdoor.core.working_days import LONDON
from frontdoor.models import AgencyCheck, ChildOutcome, ConsentOverride, Contact, ContactChild
from frontdoor.models.decisions import MAKES_REFERRAL, Outcome
from frontdoor.models.override_choices import OverrideDecision, OverrideReason
from frontdoor.models.overrides import REVIEW_CLOCK

SOON_AGAIN = timedelta(weeks=13)
"""Three months, in days that every week has alike."""


def _weekly(rows: QuerySet, moment: str, window: Window, at: datetime, counted: Q) -> dict[Any, tuple[int, int]]:
    """So many ``counted`` of so many, by the week in which ``moment`` lies; one query."""
    begin, end = window.moments
    span = {f"{moment}__gte": begin, f"{moment}__lt": end, f"{moment}__lte": at}
    weeks = rows.filter(**span).order_by().values(week=TruncWeek(moment, tzinfo=LONDON))
    found = weeks.annotate(had=Count("pk", filter=counted), out_of=Count("pk"))
    return {row["week"].date(): (row["had"], row["out_of"]) for row in found}


def _outcomes(**wanted: Any) -> Exists:
    return Exists(ChildOutcome.objects.filter(decision__contact_id=OuterRef("pk"), **wanted))


def became_referrals(reader: Any, window: Window, at: datetime) -> dict[Any, tuple[int, int]]:
    """K05: of the contacts decided, those that became a referral for any child."""
    rows = Contact.objects.visible_to(reader).annotate(referred=_outcomes(outcome__in=MAKES_REFERRAL))
    return _weekly(rows, "decided_at", window, at, Q(referred=True))


def no_further_action(reader: Any, window: Window, at: datetime) -> dict[Any, tuple[int, int]]:
    """K06: of the contacts decided, those that ended in no further action for every child."""
    others = ChildOutcome.objects.filter(decision__contact_id=OuterRef("pk")).exclude(outcome=Outcome.NO_FURTHER_ACTION)
    rows = Contact.objects.visible_to(reader).annotate(
        ended=_outcomes(outcome=Outcome.NO_FURTHER_ACTION), otherwise=Exists(others)
    )
    return _weekly(rows, "decided_at", window, at, Q(ended=True, otherwise=False))


def came_again(reader: Any, window: Window, at: datetime) -> dict[Any, tuple[int, int]]:
    """K11: of the contacts received, those about a child of whom another came in the 13 weeks before."""
    earlier = ContactChild.objects.filter(
        child__contacts__contact_id=OuterRef("pk"),
        contact__received_at__lt=OuterRef("received_at"),
        contact__received_at__gte=OuterRef("received_at") - SOON_AGAIN,
    )
    rows = Contact.objects.visible_to(reader).annotate(again=Exists(earlier))
    return _weekly(rows, "received_at", window, at, Q(again=True))


def consent_first(reader: Any, window: Window, at: datetime) -> dict[Any, tuple[int, int]]:
    """K12: of the contacts received on which an agency was asked, those whose consent stood before every question."""
    asked = AgencyCheck.objects.filter(contact_id=OuterRef("pk"))
    late = asked.filter(consent__happened_at__gt=F("request__requested_at"))
    rows = Contact.objects.visible_to(reader).filter(Exists(asked)).annotate(late=Exists(late))
    return _weekly(rows, "received_at", window, at, Q(late=False))


WHOLE = (
    Q(reason_codes__len__gte=1, decided_by__isnull=False)
    & at_least("facts", 40)
    & (Q(overriding_concern=True) | Q(reason_codes__contains=[OverrideReason.O12]))
    & ~Q(decided_by=F("requested_by"))
)


def whole_overrides(reader: Any, window: Window, at: datetime) -> dict[Any, tuple[int, int]]:
    """K14: of the requests approved, those with a code, facts, a concern and another person's signature."""
    rows = ConsentOverride.objects.visible_to(reader).filter(decision=OverrideDecision.APPROVED)
    return _weekly(rows, "decided_at", window, at, WHOLE)


REVIEWED = Measure(
    key="reviewed",
    indicator=Indicator(
        code="K15",
        name="Decisions to ask without consent reviewed in time",
        definition=(
            "Of the reviews of approved requests that fell due in the week, those made by a third manager by then. "
            "One that is overdue and not made counts as not in time."
        ),
        target=100,
    ),
    of=ConsentOverride.objects.visible_to,
    promise=lambda _: F(REVIEW_CLOCK.due),
    overdue=REVIEW_CLOCK.overdue_q,
    in_time=REVIEW_CLOCK.kept_q(),
    finished=REVIEW_CLOCK.finished,
    clock=lambda _: REVIEW_CLOCK,
    contact="contact",
)
