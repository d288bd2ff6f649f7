"""What the front door knows about one person, from the first contact on."""

from collections.abc import Iterable
from typing import Any

from frontdoor.core.chronology import Entry, source
from frontdoor.core.navigation import url_or_nothing
from frontdoor.models import ChildOutcome, Contact, Person, Referral

CONTACT = "Contact"
DECISION = "Decision"
CONSENT = "Consent"
CASE = "Case"

TOLD = (
    "received_at",
    "source_code",
    "concern",
    "recorded_at",
    "agency__name",
    "recorded_by__given_names",
    "recorded_by__family_name",
)
DECIDED = (
    "outcome",
    "reason",
    "recorded_at",
    "decision__contact_id",
    "decision__decided_at",
    "decision__decided_by__given_names",
    "decision__decided_by__family_name",
)


@source
def contacts(person: Person, worker: Any) -> Iterable[Entry]:
    """Contacts that name the person, from the moment they were received, and what managers decided on them."""
    told = Contact.objects.about_opened(person, worker).select_related("agency", "recorded_by").order_by("received_at")
    shown = {row.pk: row for row in told.only(*TOLD)}
    for row in shown.values():
        told_by = row.agency.name if row.agency else row.get_source_code_display()
        yield Entry(
            at=row.received_at,
            kind=CONTACT,
            title=f"Contact from {told_by}",
            detail=row.concern,
            who=row.recorded_by.get_full_name(),
            url=url_or_nothing("contact", row.pk),
            recorded_at=row.recorded_at,
        )

    outcomes = ChildOutcome.objects.filter(child=person, decision__contact__in=shown)
    for row in outcomes.select_related("decision__decided_by").only(*DECIDED):
        yield Entry(
            at=row.decision.decided_at,
            kind=DECISION,
            title=row.get_outcome_display(),
            detail=row.reason,
            who=row.decision.decided_by.get_full_name(),
            url=url_or_nothing("contact", row.decision.contact_id),
            recorded_at=row.recorded_at,
        )


@source
def consent(person: Person, worker: Any) -> Iterable[Entry]:
    """Each time somebody was asked."""
    for row in person.consent_events.all():
        answered = f" by {row.given_by.full_name}" if row.given_by else ""
        yield Entry(
            at=row.happened_at,
            kind=CONSENT,
            title=f"{row.get_kind_display()}: {row.get_status_display().lower()}{answered}",
            detail=row.words,
            who=row.recorded_by.get_full_name(),
            recorded_at=row.recorded_at,
        )


@source
def referrals(person: Person, worker: Any) -> Iterable[Entry]:
    """Cases opened and closed."""
    for row in Referral.objects.filter(child=person).select_related("team", "accepted_by", "closed_by"):
        yield Entry(
            at=row.accepted_at,
            kind=CASE,
            title=f"Case opened with {row.team.name}",
            detail=row.get_primary_need_display(),
            who=row.accepted_by.get_full_name(),
            recorded_at=row.recorded_at,
        )
        if row.closed_on:
            yield Entry(
                at=row.closed_on,
                kind=CASE,
                title=f"Case closed: {row.get_closure_reason_display()}",
                who=row.closed_by.get_full_name(),
            )
