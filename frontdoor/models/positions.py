"""What the events of consent come to for one child: the gate's rule, for people (the trigger is its guarantee).

Two things are kept apart (docs/adr/0014): what each person of the family answered last, and what stands beside the
answers, a section 47 enquiry, a court order or a manager's decision. Nothing is stored; it is worked out when asked.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from frontdoor.models.agencies import Agency
from frontdoor.models.consent import (
    AGREED,
    ANSWERS,
    EARLIEST_BEFORE_CONTACT,
    GROUNDS,
    SAID_NO,
    ConsentEvent,
    ConsentKind,
    ConsentStatus,
)
from frontdoor.models.consent_age import too_old
from frontdoor.models.contacts import Contact
from frontdoor.models.matters import ConsentMatter
from frontdoor.models.override_choices import Asked

KNOWN_TO_SAY_NO = frozenset({Asked.REFUSED, Asked.PARTIAL})
"""Who decided without consent was told of a no before."""

Positions = dict[tuple[int, str], "Stand"]


@dataclass(frozen=True)
class Stand:
    """One kind of consent for one child: the events in order of time, and each no that a manager has answered."""

    events: list[ConsentEvent] = field(default_factory=list)
    answered: set[int] = field(default_factory=set)

    @property
    def answers(self) -> dict[int, ConsentEvent]:
        """The last answer of each person who gave one, by person."""
        return {event.giver: event for event in self.events if event.status in ANSWERS}

    @property
    def ground(self) -> ConsentEvent | None:
        """The last of the law's and the managers' grounds."""
        return next((event for event in reversed(self.events) if event.status in GROUNDS), None)

    @property
    def latest(self) -> ConsentEvent | None:
        """Whatever happened last, an attempt without an answer too."""
        return self.events[-1] if self.events else None

    @property
    def agreed(self) -> list[ConsentEvent]:
        """The answers that say yes, the last first."""
        return [event for event in reversed(self.answers.values()) if event.status in AGREED]

    @property
    def refused(self) -> list[ConsentEvent]:
        """The answers that say no, but those that a manager's decision has answered, each for itself."""
        told = [event for event in self.answers.values() if event.status in SAID_NO]
        return [event for event in told if event.pk not in self.answered]

    @property
    def agree_in_part(self) -> bool:
        """More than one says yes, and one of them to some agencies only: no other agency is asked on it."""
        return len(self.agreed) > 1 and any(event.status == ConsentStatus.GIVEN_PARTIAL for event in self.agreed)

    @property
    def disagree(self) -> bool:
        """One says yes, another says no, and no manager has decided it."""
        return bool(self.agreed and self.refused)

    def grounds(self, at: datetime) -> list[ConsentEvent]:
        """Every event that lets agencies be asked at a moment; a no after a manager's decision closes it again."""
        found = [] if self.refused else [event for event in self.agreed if event.carries(at)]
        ground = self.ground
        if ground is None or not ground.carries(at):
            return found
        if ground.status == ConsentStatus.OVERRIDDEN and any(_was_not_told(event, ground) for event in self.events):
            return found
        return [ground, *found]

    def too_old(self, at: datetime) -> str:
        """What is said where the family agreed longer ago than an agreement counts; empty where it did not."""
        old = [event for event in self.agreed if event.is_too_old(at)]
        if not old or self.refused or self.grounds(at):
            return ""
        return too_old(old[0].happened_at, old[0].counts_for)

    def allows(self, event: ConsentEvent, agency: Agency, *, at: datetime) -> bool:
        """Whether one of the grounds lets an agency be asked: what one parent agreed to in part is not widened by
        another's yes."""
        narrow = [other for other in self.agreed if other.status == ConsentStatus.GIVEN_PARTIAL]
        if event.status in AGREED and any(agency not in other.agencies.all() for other in narrow):
            return False
        return event.allows(agency, at=at)

    def ground_for(self, agency: Agency, at: datetime, questions: Sequence[str] = ()) -> ConsentEvent | None:
        """The event on which one agency can be asked at a moment, these questions if it can be, if there is one (C01).

        Where no event covers the questions it is one that lets the agency be asked something else.
        """
        found = [event for event in self.grounds(at) if self.allows(event, agency, at=at)]
        return next((event for event in found if event.covers(questions)), found[0] if found else None)


def _was_not_told(event: ConsentEvent, ground: ConsentEvent) -> bool:
    """Whether who decided without consent did not know of a no: said later, or written later and not told then."""
    if event.status not in SAID_NO:
        return False
    said_later = (event.happened_at, event.pk) > (ground.happened_at, ground.pk)
    return said_later or event.pk > ground.pk and ground.override.asked not in KNOWN_TO_SAY_NO


def service_of(child_id: int, *, received_on: date, on: date) -> Stand:
    """What a child's family said to an assessment or service, from 28 days before its referral on, on any contact.

    Judged on the day ``on``.
    """
    since = datetime.combine(received_on, time.min, UTC) - EARLIEST_BEFORE_CONTACT
    events = ConsentEvent.objects.filter(child_id=child_id, kind=ConsentKind.SERVICE, happened_at__gte=since)
    answered = ConsentMatter.objects.answered().filter(child_id=child_id, kind=ConsentKind.SERVICE)
    return Stand(list(events.in_order(on=on)), set(answered))


def positions_of(contact: Contact, *, at: datetime) -> Positions:
    """Every stand of a contact at a moment by child and kind; two queries and their related rows.

    A no that was said on another open contact of a child stands here too (C12).
    """
    events: dict[tuple[int, str], list[ConsentEvent]] = defaultdict(list)
    for event in ConsentEvent.objects.about(contact=contact, at=at):
        events[event.child_id, event.kind].append(event)
    about = {event.child_id for rows in events.values() for event in rows}
    answered = set(ConsentMatter.objects.answered().filter(child_id__in=about))
    return {key: Stand(rows, answered) for key, rows in events.items()}


def agreed_in_spite_of(no: ConsentEvent, *, at: datetime) -> list[ConsentEvent]:
    """Who still agrees about the child, on each contact on which a no counts."""
    said = ConsentEvent.objects.filter(child_id=no.child_id, kind=no.kind, status__in=AGREED).order_by()
    stands = [
        positions_of(contact, at=at).get((no.child_id, no.kind), Stand())
        for contact in Contact.objects.filter(pk__in=said.values("contact"))
    ]
    return [event for stand in stands if no in stand.events for event in stand.agreed]
