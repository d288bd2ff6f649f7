"""Joining two records of one person: proposed by one, decided by another, done at once, and taken back in one step."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection
from django.db.models import Q
from psycopg.errors import CheckViolation

from frontdoor import one_person
from frontdoor.actions.hiding import hide_like
from frontdoor.core import ledger
from frontdoor.core.acting import because
from frontdoor.core.actions import NotPossible, action, inquiry
from frontdoor.core.roles import MANAGERS, SERVICE_MANAGER
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, IdentityLink, Person, PersonMerge, Referral, Relationship, Restriction, Tie
from frontdoor.models.adult_merges import ONE_IS_HIDDEN, SEES_NOT_BOTH
from frontdoor.models.birth_dates import BORN_TOO_LATE
from frontdoor.models.identity import (
    ALREADY_JOINED,
    KNOWN_DIFFERENT,
    NOT_A_MERGER,
    NOT_YOUR_OWN,
    ON_ONE_CONTACT,
    ONE_AND_THE_SAME,
    RELATIVES,
    TWO_NHS_NUMBERS,
    TWO_OPEN_CASES,
    TWO_TEAMS,
    MergeDecision,
)
from frontdoor.models.people import seen_q
from frontdoor.models.relationships import parents_age_contradicts
from frontdoor.pointing import MAY_STAY, model_of

ALREADY_DECIDED = "This proposal has already been decided."
NOT_JOINED = "These records are not joined."
LATER_MERGE_FIRST = "The records have been joined with others since. Take back the later merge first."
CHOOSE = "Say which value stays for each thing on which the records differ."
CHANGED_SINCE = "The records have changed since this was proposed. Refuse it and let it be proposed again."
REHEARSED = "Only to see what would happen; nothing is kept."


@dataclass(frozen=True)
class Moved:
    """One row that pointed at the joined record; ``stayed`` because the other record already has its like."""

    table: str
    column: str
    row_id: int
    stayed: bool = False


def refusals(survivor: Person, merged: Person) -> list[str]:
    """Why these two records cannot be joined, each reason in a sentence; none when they can."""
    found = []
    if survivor.pk == merged.pk:
        return [ONE_AND_THE_SAME]
    if survivor.merged_into_id or merged.merged_into_id:
        found.append(ALREADY_JOINED)
    if known_two(survivor.pk, merged.pk):
        found.append(KNOWN_DIFFERENT)
    if survivor.nhs_number and merged.nhs_number:
        found.append(TWO_NHS_NUMBERS)
    teams = Referral.objects.open().filter(child__in=[survivor, merged]).values_list("child", "team")
    if len({child for child, _ in teams}) > 1:
        found.append(TWO_TEAMS if len({team for _, team in teams}) > 1 else TWO_OPEN_CASES)
    both = [survivor.pk, merged.pk]
    tied, related = Tie.objects.among(both), Relationship.objects.filter(child__in=both, adult__in=both)
    if tied.current().exists() or related.current().exists():
        found.append(RELATIVES)
    if Contact.objects.open().filter(about__child=survivor).filter(about__child=merged).exists():
        found.append(ON_ONE_CONTACT)
    return found


def known_two(one: int, other: int) -> bool:
    """Whether the people of two records, or of records joined into them, are known to be two."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontdoor_same_record(%s), frontdoor_same_record(%s)", [one, other])
        first, second = cursor.fetchone()
    pair = Q(one__in=first, other__in=second) | Q(one__in=second, other__in=first)
    return IdentityLink.objects.known_two().filter(pair).exists()


@action
def propose(
    *, by: Any, now: datetime, survivor: Person, merged: Person, choices: Mapping[str, str], reason: str
) -> PersonMerge:
    """Propose that ``merged`` is joined into ``survivor``.

    ``choices`` says for each field on which they differ whose value stays. Raises NotPossible, ValidationError.
    """
    survivor, merged = _both(survivor.pk, merged.pk)
    _check_sight(by, survivor.pk, merged.pk)
    _stop_if(refusals(survivor, merged))
    asked = [question.key for question in one_person.differing(survivor, merged)]
    if any(choices.get(key) not in (one_person.SURVIVOR, one_person.MERGED) for key in asked):
        raise NotPossible(CHOOSE)
    merge = PersonMerge(
        survivor=survivor,
        merged=merged,
        choices={key: choices[key] for key in asked},
        reason=reason,
        proposed_by=by,
        proposed_at=now,
    )
    merge.full_clean()
    merge.save()
    return merge


def _both(survivor: int, merged: int) -> tuple[Person, Person]:
    rows = Person.objects.filter(pk__in=[survivor, merged]).order_by("pk").select_for_update(no_key=True)
    found = {person.pk: person for person in rows}
    return found[survivor], found[merged]


def _stop_if(reasons: list[str]) -> None:
    if reasons:
        raise NotPossible(" ".join(reasons))


@action
def decide(*, by: Any, now: datetime, merge: PersonMerge, decision: str, reason: str) -> list[Moved]:
    """Sign the decision on somebody else's proposal; an approval joins the records at once.

    Returns the rows that moved and those that stayed. Raises NotPossible with every reason against it.
    """
    held = lock(PersonMerge.objects.all(), merge.pk)
    if held.decided_at is not None:
        raise NotPossible(ALREADY_DECIDED)
    if held.proposed_by_id == by.pk:
        raise NotPossible(NOT_YOUR_OWN)
    _check_right(held, by, now)
    _check_sight(by, held.survivor_id, held.merged_id)
    held.decision, held.decided_by, held.decided_at, held.decision_reason = decision, by, now, reason
    if decision != MergeDecision.APPROVED:
        _sign(held)
        return []
    survivor, merged = _both(held.survivor_id, held.merged_id)
    _stop_if(refusals(survivor, merged))
    if any(question.key not in held.choices for question in one_person.differing(survivor, merged)):
        raise NotPossible(CHANGED_SINCE)
    values = one_person.joined(survivor, merged, held.choices)
    held.before = {"survivor": one_person.said(survivor), "merged": one_person.said(merged)}
    _sign(held)
    return _combine(held, values)


def _sign(merge: PersonMerge) -> None:
    merge.full_clean()
    try:
        merge.save()
    except IntegrityError as refused:
        raise NotPossible(_in_words(refused)) from refused


def _check_sight(by: Any, *people: int) -> None:
    """Raises NotPossible where one of the records is hidden from whoever signs."""
    if Person.objects.filter(seen_q(by), pk__in=people).count() < len(set(people)):
        raise NotPossible(ONE_IS_HIDDEN)


def _check_right(merge: PersonMerge, by: Any, now: datetime) -> None:
    held = set(by.grants.held(london_date(now)).filter(role__in=MANAGERS).values_list("role", flat=True))
    if not held:
        raise NotPossible(NOT_A_MERGER)
    if SERVICE_MANAGER.code not in held and not (merge.survivor.is_child and merge.merged.is_child):
        raise NotPossible(SEES_NOT_BOTH)


def _combine(merge: PersonMerge, values: Mapping[str, Any]) -> list[Moved]:
    survivor, merged = _both(merge.survivor_id, merge.merged_id)
    numbers = {name: getattr(survivor, name) for name in one_person.UNIQUE if values[name] != getattr(survivor, name)}
    with because(f"Records joined by merge {merge.pk}"):
        _set(merged, dict.fromkeys(numbers))
        _set(survivor, values)
        if any(numbers.values()):
            _set(merged, numbers)
        found = _ask_database("SELECT * FROM frontdoor_combine(%s, %s)", merge.pk, list(MAY_STAY))
    ledger.combined(subject=merge, person_ids=[merge.survivor_id, merge.merged_id], basis="joined")
    return [Moved(*row) for row in found]


def _set(person: Person, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(person, name, value)
    if parents_age_contradicts(person):
        raise NotPossible(BORN_TOO_LATE)
    person.full_clean()
    person.save()


def _ask_database(statement: str, *values: Any) -> list[tuple[Any, ...]]:
    """The rows of one of the database's functions; what a rule refuses becomes NotPossible with its sentence."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall()
    except IntegrityError as refused:
        raise NotPossible(_in_words(refused)) from refused


def _in_words(refused: IntegrityError) -> str:
    cause: Any = refused.__cause__
    told = cause.diag
    if not told.table_name:
        return str(told.message_primary)
    model = model_of(told.table_name)
    rule = next((rule for rule in model._meta.constraints if rule.name == told.constraint_name), None)
    if rule is None and isinstance(cause, CheckViolation):
        return f"The records cannot be joined as they stand. {told.message_primary}"
    if rule is not None and rule.violation_error_message != rule.default_violation_error_message:
        return f"The records cannot be joined as they stand. {rule.violation_error_message}"
    return f"Each record has {model._meta.verbose_name} of its own that cannot stand beside the other. End one first."


@action
def undo(*, by: Any, now: datetime, merge: PersonMerge, reason: str) -> list[Moved]:
    """Part two joined records again: every row goes back to where it came from, and each says again what it said.

    What was recorded since, or changed since, stays with the surviving record; who may not see that one since may not
    see the other either. Raises NotPossible.
    """
    held = lock(PersonMerge.objects.all(), merge.pk)
    if not held.stands:
        raise NotPossible(NOT_JOINED)
    _check_right(held, by, now)
    _check_sight(by, held.survivor_id)
    since = PersonMerge.objects.standing().exclude(pk=held.pk)
    later = Q(merged=held.survivor_id) | Q(survivor=held.survivor_id, decided_at__gt=held.decided_at)
    if since.filter(later).exists():
        raise NotPossible(LATER_MERGE_FIRST)
    held.undone_by, held.undone_at, held.undo_reason = by, now, reason
    _sign(held)
    with because(f"Records parted by merge {held.pk}"):
        found = _ask_database("SELECT * FROM frontdoor_separate(%s)", held.pk)
        _give_back(held, *_both(held.survivor_id, held.merged_id))
    ledger.combined(subject=held, person_ids=[held.survivor_id, held.merged_id], basis="parted")
    return [Moved(*row) for row in found]


def _give_back(merge: PersonMerge, survivor: Person, merged: Person) -> None:
    after = one_person.after_joining(merge.before, merge.choices)
    numbers = {name: getattr(merged, name) for name in one_person.UNIQUE}
    _set(merged, dict.fromkeys(numbers))
    one_person.give_back(survivor, merge.before["survivor"], after["survivor"])
    survivor.restricted |= Restriction.objects.of(survivor.pk).open().exists()
    _set(survivor, {})
    for name, value in numbers.items():
        setattr(merged, name, value)
    one_person.give_back(merged, merge.before["merged"], after["merged"])
    _set(merged, {})
    hide_like(survivor, merged, since=merge.decided_at)


class _Rehearsed(Exception):
    """Ends a rehearsal, so that nothing of it is kept."""

    def __init__(self, rows: list[Moved]) -> None:
        self.rows = rows


@inquiry
def _rehearsal(*, by: Any, now: datetime, merge: PersonMerge) -> None:
    raise _Rehearsed(decide(by=by, now=now, merge=merge, decision=MergeDecision.APPROVED, reason=REHEARSED))


def rehearse(*, by: Any, now: datetime, merge: PersonMerge) -> list[Moved]:
    """What an approval by ``by`` would do, found by doing it and taking it all back. Raises what ``decide`` raises."""
    try:
        _rehearsal(by=by, now=now, merge=merge)
    except _Rehearsed as done:
        return done.rows
    raise AssertionError("A rehearsal ends in its own exception.")
