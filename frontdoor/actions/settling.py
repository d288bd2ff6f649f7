"""Saying who the people are whom a partner named: somebody already recorded, or somebody new.

This is where duplicates are born or prevented, so one worker says it for one child at a time, beside what was found.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from frontdoor.actions import contacts, people
from frontdoor.actions.contacts import CHILD_GONE
from frontdoor.actions.people import NewAddress, NewAdult, NewPerson
from frontdoor.actions.triage import open_contact
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.working_days import london_date
from frontdoor.models import Contact, Person, ToldPerson
from frontdoor.models.birth_dates import is_expected
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.permissions import SETTLE_CHILDREN

OWN_COLUMNS = (
    "given_names",
    "family_name",
    "also_known_as",
    "birth_date",
    "birth_date_known",
    "expected_birth_date",
    "sex",
    "ethnicity",
    "school",
    "nhs_number",
    "upn",
    "telephone",
)


class AlreadySettled(NotPossible):
    """A second answer to who a child is."""

    sentence = "Somebody has already said who this child is."


@action
def settle(*, by: Any, now: datetime, contact_id: int, told_id: int, person_id: int | None) -> ToldPerson:
    """Say that a child of whom a partner told is the person of ``person_id``, or nobody recorded yet where None.

    A known record is left as it stands: what was told stays beside it. With the last child the adults follow, and an
    adult of the same name who is recorded for one of the children is that same adult. Raises AlreadySettled,
    AlreadyDecided, NotPossible where the record cannot be named, and what the rows refuse for a new person.
    """
    require(by, SETTLE_CHILDREN)
    contact = open_contact(contact_id=contact_id, version=None, by=by)
    told = contact.told_people.children().select_for_update(of=("self",), no_key=True).get(pk=told_id)
    if told.settled_at is not None:
        raise AlreadySettled
    person = _new(told, now) if person_id is None else _known(person_id, by)
    if not contact.about.filter(child=person).exists():
        contacts.name_child(contact, person)
    _settled(told, person, by=by, now=now)
    if not contact.told_people.children().unsettled().exists():
        _settle_adults(contact, by=by, now=now)
    return told


def as_new_person(told: ToldPerson) -> NewPerson:
    """What was told, as somebody is recorded."""
    has_address = told.address_lines or told.postcode or told.no_fixed_address
    address = NewAddress(lines=told.address_lines, postcode=told.postcode, no_fixed_address=told.no_fixed_address)
    columns = {name: getattr(told, name) for name in OWN_COLUMNS}
    return NewPerson(**columns, address=address if has_address else None)


def _new(told: ToldPerson, now: datetime) -> Person:
    """Somebody new; a child whose birth was expected long ago by now is born on a day that nobody has told."""
    person, today = as_new_person(told), london_date(now)
    expected = person.expected_birth_date
    if person.birth_date_known == BirthDateKnown.UNBORN and expected and not is_expected(expected, today):
        person = replace(person, birth_date_known=BirthDateKnown.UNKNOWN)
    return people.describe(today, person, is_child=True)


def _known(person_id: int, by: Any) -> Person:
    person = Person.objects.linkable_by(by).filter(pk=person_id).first()
    if person is None:
        raise NotPossible(CHILD_GONE)
    return person


def _settle_adults(contact: Contact, *, by: Any, now: datetime) -> None:
    children = [about.child for about in contact.about.select_related("child").order_by("pk")]
    for told in contact.told_people.adults().unsettled().select_for_update(of=("self",), no_key=True):
        adult = NewAdult(
            person=as_new_person(told),
            kind=told.kind,
            parental_responsibility=told.parental_responsibility,
            lives_with_child=told.lives_with_child,
        )
        person = people.add_to_family(by=by, on=london_date(now), adult=adult, children=children)
        _settled(told, person, by=by, now=now)


def _settled(told: ToldPerson, person: Person, *, by: Any, now: datetime) -> None:
    told.person, told.settled_at, told.settled_by = person, now, by
    told.full_clean()
    told.save()
