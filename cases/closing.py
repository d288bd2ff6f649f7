"""What a case still waits for before it can close."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F
from django.urls import reverse

from cases import conferences
from cases.models import Assessment, EmergencyPower, Plan, Section47, StrategyChild
from cases.models.closure_rules import (
    ASSESSED_ALONE,
    DEATH_HAS_A_DAY,
    NOT_DEAD,
    NOT_STARTED,
    POWER_IN_FORCE,
    STANDS_OPEN,
)
from frontdoor.models import FamilyTelling, Referral
from frontdoor.models.referrals import ClosureReason

AFTER_ASSESSMENT = frozenset({ClosureReason.NO_FURTHER_ACTION, ClosureReason.EARLY_HELP})


@dataclass(frozen=True, kw_only=True)
class OpenWork:
    """A piece of a case that is not finished: what it is, where it is read (may be empty), and what is said of it."""

    words: str
    url: str = ""
    refusal: str = STANDS_OPEN


def open_work(referral: Referral) -> list[OpenWork]:
    """What stands open on a case: no closed case has any of it (domain.md 4.3, census rules 8867 and 8868)."""
    assessments = Assessment.objects.open().filter(referral=referral)
    plans = Plan.objects.filter(referral=referral, ended_on__isnull=True).annotate(document=F("part__document"))
    enquiries = Section47.objects.unfinished().filter(referral=referral)
    waiting = conferences.unsigned_rows().filter(referral=referral).select_related("conference").order_by("pk")
    met = StrategyChild.objects.taking_part().unsigned().filter(child_id=referral.child_id).select_related("meeting")
    to_start = StrategyChild.objects.to_start().filter(child_id=referral.child_id)
    powers = EmergencyPower.objects.in_force().filter(child_id=referral.child_id)
    return [
        *(OpenWork(words="The assessment", url=reverse("assessment", args=[row.pk])) for row in assessments),
        *(OpenWork(words="The section 47 enquiry", url=reverse("enquiry", args=[row.pk])) for row in enquiries),
        *(
            OpenWork(
                words=f"The {row.conference.get_kind_display().lower()} {row.conference.reference}",
                url=reverse("conference", args=[row.conference_id]),
            )
            for row in waiting
        ),
        *(
            OpenWork(
                words=f"The strategy meeting {row.meeting.reference}", url=reverse("strategy", args=[row.meeting_id])
            )
            for row in met.order_by("pk")
        ),
        *(
            OpenWork(
                words="The section 47 enquiry that has not started",
                url=reverse("strategy", args=[row.meeting_id]),
                refusal=NOT_STARTED,
            )
            for row in to_start
        ),
        *(
            OpenWork(
                words=row.get_kind_display(),
                url=reverse("emergency_powers", args=[row.child_id]),
                refusal=POWER_IN_FORCE,
            )
            for row in powers
        ),
        *(
            OpenWork(
                words=f"The {plan.get_kind_display().lower()}",
                url=reverse("plan", args=[plan.document]) if plan.document else "",
            )
            for plan in plans
        ),
    ]


def is_told(referral: Referral, *, on: date) -> bool:
    """Whether the family has been told of each override on the contact, or it is put off to a day ahead (C11)."""
    contact = referral.contact
    return contact is None or not FamilyTelling.objects.unsettled(contact, on=on).exists()


def why_not(referral: Referral, reason: str) -> str:
    """The sentence why a case cannot close for this reason; empty where it can (domain.md 4.3: 2990, 8825, 8585)."""
    died = referral.child.death_date is not None
    if died and reason != ClosureReason.DIED:
        return NOT_DEAD
    if not died and reason == ClosureReason.DIED:
        return DEATH_HAS_A_DAY
    if reason not in AFTER_ASSESSMENT:
        return ""
    assessed = Assessment.objects.filter(referral=referral, authorised_on__isnull=False).exists()
    more = any(model.objects.filter(referral=referral).exists() for model in (Section47, Plan))
    return ASSESSED_ALONE if more or not assessed else ""
