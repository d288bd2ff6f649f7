"""What the front door knows about one person, from the first contact on."""

from typing import Any

from django.contrib.postgres.aggregates import JSONBAgg
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Concat, JSONObject
from django.urls import reverse

from frontdoor.core.chronology import Told, extract, full_name, source
from frontdoor.core.navigation import url_or_nothing
from frontdoor.models import (
    Address,
    AgencyCheck,
    Birth,
    ChildOutcome,
    ConsentEvent,
    Contact,
    DocumentVersion,
    PersonMerge,
    Referral,
    Relationship,
    ReplyStatement,
)
from frontdoor.models.agencies import ReferralSource
from frontdoor.models.agency_requests import RequestKind
from frontdoor.models.consent import ConsentKind, ConsentStatus
from frontdoor.models.decisions import Outcome
from frontdoor.models.documents import DocumentKind
from frontdoor.models.households import NO_ADDRESS, PROTECTED
from frontdoor.models.identity import MergeDecision
from frontdoor.models.people import seen_q
from frontdoor.models.referrals import ClosureReason, PrimaryNeed
from frontdoor.models.relationships import RelationshipKind
from frontdoor.presenters.checks import in_words

CASE = "Case"
FAMILY = "Family"
PLACE = Case(
    When(protected=True, then=Value(PROTECTED.lower())),
    When(no_fixed_address=True, then=Value(NO_ADDRESS.lower())),
    When(lines="", then=F("postcode")),
    When(postcode="", then=F("lines")),
    default=Concat(F("lines"), Value(", "), F("postcode")),
)
"""An address in words, a protected one without them; what is secret does not leave the database."""


def _contacts(viewer: Any, person: Any) -> QuerySet:
    return Contact.objects.about_opened(person, viewer)


def _outcomes(viewer: Any, person: Any) -> QuerySet:
    return ChildOutcome.objects.filter(child_id=person, decision__contact__in=_contacts(viewer, person))


def _consent_events(viewer: Any, person: Any) -> QuerySet:
    return ConsentEvent.objects.filter(child_id=person)


def _referrals(viewer: Any, person: Any) -> QuerySet:
    return Referral.objects.filter(child_id=person)


def _closed_referrals(viewer: Any, person: Any) -> QuerySet:
    return _referrals(viewer, person).filter(closed_on__isnull=False)


@source(
    "Contact",
    rows=_contacts,
    at="received_at",
    pk="pk",
    agency="agency__name",
    source_code="source_code",
    concern=extract("concern"),
    who=full_name("recorded_by"),
)
def contact_received(*, pk: int, agency: str | None, source_code: str, concern: str, who: str) -> Told:
    """A contact that names the person, at the moment it was received."""
    told_by = agency or ReferralSource(source_code).label
    return Told(title=f"Contact from {told_by}", detail=concern, who=who, url=url_or_nothing("contact", pk))


@source(
    "Decision",
    rows=_outcomes,
    at="decision__decided_at",
    contact="decision__contact_id",
    outcome="outcome",
    reason=extract("reason"),
    who=full_name("decision__decided_by"),
)
def contact_decided(*, contact: int, outcome: str, reason: str, who: str) -> Told:
    """What a manager decided for the person on a contact."""
    return Told(title=Outcome(outcome).label, detail=reason, who=who, url=url_or_nothing("contact", contact))


@source(
    "Consent",
    rows=_consent_events,
    at="happened_at",
    kind="kind",
    status="status",
    words=extract("words"),
    parent=full_name("given_by"),
    who=full_name("recorded_by"),
)
def consent_asked(*, kind: str, status: str, words: str, parent: str, who: str) -> Told:
    """Each time somebody was asked, and what came of it."""
    answered = f" by {parent}" if parent else ""
    title = f"{ConsentKind(kind).label}: {ConsentStatus(status).label.lower()}{answered}"
    return Told(title=title, detail=words, who=who)


@source(
    CASE,
    rows=_referrals,
    at="accepted_at",
    team="team__name",
    need="primary_need",
    who=full_name("accepted_by"),
)
def case_opened(*, team: str, need: str, who: str) -> Told:
    """The front door accepted a referral."""
    return Told(title=f"Case opened with {team}", detail=PrimaryNeed(need).label, who=who)


@source(CASE, rows=_closed_referrals, at="closed_on", reason="closure_reason", who=full_name("closed_by"))
def case_closed(*, reason: str, who: str) -> Told:
    """A case was closed."""
    return Told(title=f"Case closed: {ClosureReason(reason).label}", who=who)


def _checks(viewer: Any, person: Any) -> QuerySet:
    return AgencyCheck.objects.filter(child_id=person, contact__in=_contacts(viewer, person))


def _answered_checks(viewer: Any, person: Any) -> QuerySet:
    return _checks(viewer, person).filter(request__reply__isnull=False)


def _said() -> Subquery:
    """What a reply says about the child of a check or about every child of its request, facts first."""
    said = ReplyStatement.objects.filter(
        Q(child__isnull=True) | Q(child=OuterRef("child")), reply__request=OuterRef("request")
    )
    told = JSONObject(said="said", words=extract("words"), source="source", dated_on="dated_on")
    return Subquery(
        said.order_by().values("reply").annotate(told=JSONBAgg(told, order_by=["said", "pk"])).values("told")
    )


@source(
    "Agency",
    rows=_checks,
    at="request__requested_at",
    request="request_id",
    kind="request__kind",
    questions="request__questions",
    agency="agency__name",
    who=full_name("request__requested_by"),
)
def agency_asked(*, request: int, kind: str, questions: list[str], agency: str, who: str) -> Told:
    """An agency was asked about the person."""
    title = f"{RequestKind(kind).label} to {agency}"
    return Told(title=title, detail="\n".join(questions), who=who, url=url_or_nothing("check", request))


@source(
    "Agency",
    rows=_answered_checks,
    at="request__reply__received_at",
    request="request_id",
    agency="agency__name",
    said=_said(),
    who=full_name("request__reply__recorded_by"),
)
def agency_answered(*, request: int, agency: str, said: list[dict[str, Any]] | None, who: str) -> Told:
    """An agency answered: each fact with its source and day, and whose each opinion is."""
    told = "\n".join(in_words(**statement) for statement in said or ()) or "The agency holds no information."
    return Told(title=f"Reply from {agency}", detail=told, who=who, url=url_or_nothing("check", request))


def _adults(viewer: Any, person: Any) -> QuerySet:
    """Relationships of the person to adults of whom the viewer may know."""
    return Relationship.objects.filter(seen_q(viewer, "adult_id"), child_id=person)


def _begun(viewer: Any, person: Any) -> QuerySet:
    return _adults(viewer, person).filter(started_on__isnull=False)


def _ended(viewer: Any, person: Any) -> QuerySet:
    return _adults(viewer, person).filter(ended_on__isnull=False)


def _no_longer_responsible(viewer: Any, person: Any) -> QuerySet:
    return _adults(viewer, person).filter(responsibility_to__isnull=False)


def _moved_in(viewer: Any, person: Any) -> QuerySet:
    return Address.objects.filter(person_id=person, started_on__isnull=False)


def _moved_out(viewer: Any, person: Any) -> QuerySet:
    return Address.objects.filter(person_id=person, ended_on__isnull=False)


@source(FAMILY, rows=_begun, at="started_on", child="child_id", kind="kind", adult=full_name("adult"))
def relationship_began(*, child: int, kind: str, adult: str) -> Told:
    """An adult came into the person's life."""
    return Told(title=f"{RelationshipKind(kind).label}: {adult}", url=url_or_nothing("family", child))


@source(FAMILY, rows=_ended, at="ended_on", child="child_id", kind="kind", adult=full_name("adult"))
def relationship_ended(*, child: int, kind: str, adult: str) -> Told:
    """An adult is no longer what he or she was."""
    title = f"No longer {RelationshipKind(kind).label.lower()}: {adult}"
    return Told(title=title, url=url_or_nothing("family", child))


@source(FAMILY, rows=_no_longer_responsible, at="responsibility_to", child="child_id", adult=full_name("adult"))
def responsibility_ended(*, child: int, adult: str) -> Told:
    """An adult no longer holds parental responsibility."""
    return Told(title=f"Parental responsibility ended: {adult}", url=url_or_nothing("family", child))


@source(FAMILY, rows=_moved_in, at="started_on", person="person_id", place=PLACE)
def moved_in(*, person: int, place: str) -> Told:
    """The person moved somewhere."""
    return Told(title=f"Moved to {place}", url=url_or_nothing("family", person))


@source(FAMILY, rows=_moved_out, at="ended_on", person="person_id", place=PLACE)
def moved_out(*, person: int, place: str) -> Told:
    """The person left an address."""
    return Told(title=f"Left {place}", url=url_or_nothing("family", person))


def _merges(viewer: Any, person: Any) -> QuerySet:
    return PersonMerge.objects.filter(survivor_id=person, decision=MergeDecision.APPROVED)


def _undone_merges(viewer: Any, person: Any) -> QuerySet:
    return _merges(viewer, person).filter(undone_at__isnull=False)


def _births(viewer: Any, person: Any) -> QuerySet:
    return Birth.objects.filter(child_id=person)


@source(
    "Record",
    rows=_merges,
    at="decided_at",
    pk="pk",
    other="merged_id",
    reason=extract("reason"),
    who=full_name("decided_by"),
)
def records_joined(*, pk: int, other: int, reason: str, who: str) -> Told:
    """Another record of the same person was joined into this one."""
    return Told(title=f"Record {other} joined into this one", detail=reason, who=who, url=url_or_nothing("merge", pk))


@source(
    "Record",
    rows=_undone_merges,
    at="undone_at",
    pk="pk",
    other="merged_id",
    reason=extract("undo_reason"),
    who=full_name("undone_by"),
)
def records_parted(*, pk: int, other: int, reason: str, who: str) -> Told:
    """The two records were parted again."""
    return Told(title=f"Record {other} parted again", detail=reason, who=who, url=url_or_nothing("merge", pk))


@source("Record", rows=_births, at="born_on", told_by="told_by", who=full_name("recorded_by"))
def born(*, told_by: str, who: str) -> Told:
    """A child recorded before birth was born."""
    return Told(title="Born", detail=f"Told by {told_by}", who=who)


@source(
    "Document",
    rows=lambda viewer, person: DocumentVersion.objects.filter(document__child_id=person),
    at="dated_on",
    pk="document_id",
    kind="document__kind",
    title="document__title",
    number="number",
    from_whom="from_whom",
    why=extract("why"),
    who=full_name("filed_by"),
)
def document_filed(*, pk: int, kind: str, title: str, number: int, from_whom: str, why: str, who: str) -> Told:
    """A document, on the day that stands on it; each version is an event of its own."""
    version = f", version {number}" if number > 1 else ""
    detail = "\n".join(filter(None, [f"From {from_whom}", why]))
    url = reverse("document", args=[pk])
    return Told(title=f"{DocumentKind(kind).label}: {title}{version}", detail=detail, who=who, url=url)
