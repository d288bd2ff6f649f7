"""What the system already knows about the children of a contact: listed for the reader, judged by nobody but him."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from frontdoor import presenters
from frontdoor.core.working_days import london_date
from frontdoor.models import Address, ChildOutcome, Contact, ContactChild, Person, Referral, Relationship
from frontdoor.models.decision_rules import HISTORY
from frontdoor.models.evidence import HistoryKind
from frontdoor.models.referrals import ClosureReason


@dataclass(frozen=True)
class Known:
    """One thing that happened: when, what, how it ended, where to read it; ``plan_id`` of a plan that ended.

    A contact that is not decided ``waits``.
    """

    on: date
    what: str
    ended: str = ""
    contact_id: int | None = None
    plan_id: int | None = None
    waits: bool = False


@dataclass(frozen=True)
class ToRead:
    """A piece of history that is marked as read before a decision; ``who`` are the children it is about."""

    kind: str
    subject_id: int
    in_words: str
    ended: str
    who: str
    contact_id: int | None

    @property
    def field(self) -> str:
        """The name of its question."""
        return f"read_{self.kind}_{self.subject_id}"


@dataclass(frozen=True)
class KnownChild:
    """One child of a contact with household, adults and history."""

    person: Person
    age: str
    addresses: list[Address]
    adults: list[Relationship]
    open_case: Referral | None
    history: list[Known]

    @property
    def besides(self) -> list[Known]:
        """What is listed and does not have to be marked as read."""
        return [one for one in self.history if one.contact_id is None and one.plan_id is None]


def children_of(contact: Contact, *, worker: Any, on: date) -> list[KnownChild]:
    """The children of a contact, each with what is known; a fixed number of queries however many there are.

    History is the contacts from twelve months before this one on (T34), later ones too, that ``worker`` may open, and
    every case, assessment, enquiry and plan.
    """
    return [_known(row.child, on) for row in _about(contact, worker)]


def to_read(children: Iterable[KnownChild]) -> list[ToRead]:
    """Each other contact and closed plan once, however many of the children it is about.

    What waits to be decided stands first, then the latest first.
    """
    found: dict[tuple[str, int], tuple[Known, list[str]]] = {}
    for child in children:
        for one in child.history:
            if one.contact_id is not None:
                piece = (HistoryKind.CONTACT.value, one.contact_id)
            elif one.plan_id is not None:
                piece = (HistoryKind.PLAN.value, one.plan_id)
            else:
                continue
            found.setdefault(piece, (one, []))[1].append(child.person.full_name)
    in_order = sorted(found.items(), key=lambda entry: (entry[1][0].waits, entry[1][0].on), reverse=True)
    return [
        ToRead(
            kind=kind,
            subject_id=number,
            in_words=f"{presenters.long_day(one.on)}: {one.what}",
            ended=one.ended[:1].upper() + one.ended[1:],
            who=", ".join(names),
            contact_id=one.contact_id,
        )
        for (kind, number), (one, names) in in_order
    ]


def _about(contact: Contact, worker: Any) -> QuerySet:
    since = contact.received_at - HISTORY
    before = ContactChild.objects.filter(
        contact__in=Contact.objects.visible_to(worker),
        contact__received_at__gte=since,
    ).exclude(contact=contact)
    outcomes = ChildOutcome.objects.select_related("level").only("child_id", "outcome", "level__label", "decision_id")
    return (
        contact.about.select_related("child")
        .prefetch_related(
            Prefetch("child__addresses", Address.objects.filter(ended_on=None), to_attr="lives_at"),
            Prefetch(
                "child__adults",
                Relationship.objects.filter(ended_on=None).select_related("adult").order_by("pk"),
                to_attr="known_adults",
            ),
            Prefetch(
                "child__contacts",
                before.select_related("contact__agency", "contact__decision").prefetch_related(
                    Prefetch("contact__decision__outcomes", outcomes)
                ),
                to_attr="earlier_contacts",
            ),
            Prefetch("child__referrals", Referral.objects.select_related("team"), to_attr="cases"),
            "child__assessments",
            "child__enquiries",
            "child__plans",
        )
        .order_by("pk")
    )


def _known(child: Person, on: date) -> KnownChild:
    return KnownChild(
        person=child,
        age=presenters.age(child, on),
        addresses=child.lives_at,
        adults=child.known_adults,
        open_case=next((case for case in child.cases if case.is_open), None),
        history=sorted([*_contacts(child), *_cases(child), *_work(child)], key=lambda known: known.on, reverse=True),
    )


def _contacts(child: Person) -> Iterator[Known]:
    for row in child.earlier_contacts:
        contact = row.contact
        decision = getattr(contact, "decision", None)
        decided = [one for one in decision.outcomes.all() if one.child_id == child.pk] if decision else []
        ended = decided[0].get_outcome_display() if decided else "decided" if contact.decided_at else "not decided yet"
        yield Known(
            london_date(contact.received_at),
            f"Contact from {presenters.told_by(contact)}",
            ended,
            contact.pk,
            waits=not contact.decided_at,
        )


def _cases(child: Person) -> Iterator[Known]:
    for case in child.cases:
        reason = ClosureReason(case.closure_reason).label if case.closure_reason else ""
        if case.no_further_action:
            ended = "no further action"
        else:
            ended = f"closed {presenters.long_day(case.closed_on)}: {reason}" if case.closed_on else "open"
        yield Known(case.received_on, f"Referral to {case.team.name}", ended)


def _work(child: Person) -> Iterator[Known]:
    for assessment in child.assessments.all():
        ended = assessment.get_outcome_display() or "finished" if assessment.finished_on else "under way"
        yield Known(assessment.started_on, "Assessment", ended)
    for enquiry in child.enquiries.all():
        yield Known(enquiry.started_on, "Section 47 enquiry", "led to a plan" if enquiry.led_to_plan else "")
    for plan in child.plans.all():
        ended = f"ended {presenters.long_day(plan.ended_on)}" if plan.ended_on else "open"
        yield Known(plan.started_on, plan.get_kind_display(), ended, plan_id=plan.pk if plan.ended_on else None)
