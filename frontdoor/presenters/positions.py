"""Who of the family said what to which kind of consent, and since when: one child after another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from frontdoor import presenters
from frontdoor.models import Contact, Person, Relationship
from frontdoor.models.consent import GROUNDS, ConsentEvent, ConsentKind, ConsentStatus
from frontdoor.models.positions import Positions, Stand, positions_of
from frontdoor.presenters.consent import TAGS

NEVER_ASKED = "Never asked"
KINDS = (ConsentKind.REFERRAL, ConsentKind.CHECKS, ConsentKind.SERVICE)


@dataclass(frozen=True)
class Cell:
    """One person's last answer to one kind."""

    kind: str
    tag: str
    words: str
    since: str = ""


@dataclass(frozen=True)
class Row:
    """One person: the name, the tie and whether parental responsibility is recorded, and an answer for each kind."""

    name: str
    tie: str
    cells: list[Cell]


@dataclass(frozen=True)
class ChildAnswers:
    """One child: a row for each person, what stands beside the answers, and everything that happened."""

    child: Person
    rows: list[Row]
    grounds: list[str]
    events: list[ConsentEvent]


def answers_of(contact: Contact, at: datetime) -> list[ChildAnswers]:
    """Each child of a contact; a fixed number of queries for any family."""
    stands = positions_of(contact, at=at)
    children = [about.child for about in contact.about.select_related("child").order_by("pk")]
    ties: dict[int, list[Relationship]] = {}
    current = Relationship.objects.current().filter(child__in=children).select_related("adult")
    for tie in current.order_by("pk"):
        ties.setdefault(tie.child_id, []).append(tie)
    return [_child(child, ties.get(child.pk, []), stands, contact, at) for child in children]


def _child(
    child: Person, ties: Sequence[Relationship], stands: Positions, contact: Contact, at: datetime
) -> ChildAnswers:
    own = [stands.get((child.pk, kind.value), Stand()) for kind in KINDS]
    people: dict[int, tuple[str, str]] = {tie.adult_id: (tie.adult.full_name, _tie(tie)) for tie in ties}
    for stand in own:
        for event in stand.answers.values():
            if event.given_by is not None:
                people.setdefault(event.giver, (event.given_by.full_name, "No tie to this child is recorded"))
    people[child.pk] = (child.full_name, "The young person")
    rows = [
        Row(name, tie, [_cell(kind, stand.answers.get(key), contact) for kind, stand in zip(KINDS, own, strict=True)])
        for key, (name, tie) in people.items()
        if key != child.pk or any(key in stand.answers for stand in own)
    ]
    grounds = [_ground(stand, at) for stand in own if stand.ground is not None]
    events = sorted((event for stand in own for event in stand.events), key=lambda event: (event.happened_at, event.pk))
    return ChildAnswers(child, rows, grounds, events[::-1])


def _tie(tie: Relationship) -> str:
    return f"{tie.get_kind_display()}, parental responsibility: {tie.get_parental_responsibility_display().lower()}"


def _cell(kind: ConsentKind, event: ConsentEvent | None, here: Contact) -> Cell:
    if event is None:
        return Cell(str(kind.label), "none", NEVER_ASKED)
    tag = TAGS.get(ConsentStatus(event.status), "given" if event.status not in GROUNDS else "none")
    since = f"since {presenters.moment(event.happened_at)}"
    if event.contact_id != here.pk:
        since = f"{since}, on contact {event.contact.reference}"
    if event.status == ConsentStatus.GIVEN_PARTIAL:
        since = f"for {' and '.join(agency.name for agency in event.agencies.all())}, {since}"
    return Cell(str(kind.label), tag, event.get_status_display(), since)


def _ground(stand: Stand, at: datetime) -> str:
    event = stand.ground
    state = "in force" if event in stand.grounds(at) else "not in force any more"
    since = presenters.moment(event.happened_at)
    return f"{event.get_kind_display()}: {event.get_status_display().lower()}, since {since}, {state}."
