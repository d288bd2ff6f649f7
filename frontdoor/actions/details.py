"""What a contact or a person's record says, completed or put right after it was recorded."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from frontdoor.actions import households
from frontdoor.actions.contacts import NOT_SAID, claim
from frontdoor.actions.people import BORN_LATER, check_expected, check_is_child
from frontdoor.actions.triage import open_contact
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.core.versions import lock
from frontdoor.models import Contact, Person
from frontdoor.models.birth_dates import BORN_TOO_LATE, LONG_BEFORE_BIRTH
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.relationships import parents_age_contradicts
from frontdoor.permissions import EDIT_FAMILY, RECORD_CONTACT

DIED_LATER = "The date of death cannot be in the future."

TOLD = (
    "concern",
    "child_voice",
    "already_tried",
    "claimed_consent",
    "claimed_consent_reason",
    "not_checked",
    "referrer_name",
    "referrer_role",
    "referrer_telephone",
    "referrer_email",
)
PERSON_TOLD = (
    "given_names",
    "family_name",
    "also_known_as",
    "birth_date_known",
    "birth_date",
    "expected_birth_date",
    "death_date",
    "sex",
    "ethnicity",
    "disabilities",
    "first_language",
    "needs_interpreter",
    "school",
    "telephone",
    "nhs_number",
    "upn",
)


def claimed_level(contact: Contact) -> str:
    """What the referrer claims, as ``amend`` takes it."""
    if contact.claimed_level is not None:
        return contact.claimed_level.code
    return NOT_SAID if contact.claimed_level_not_said else ""


@action
def amend(*, contact_id: int, version: int, told: Mapping[str, str], by: Any) -> Contact:
    """Save ``told`` (names of TOLD, and ``claimed_level``) over an undecided contact; its versions keep the rest.

    Raises Stale when somebody else saved meanwhile, AlreadyDecided.
    """
    require(by, RECORD_CONTACT)
    contact = open_contact(contact_id=contact_id, version=version, by=by)
    for name in TOLD:
        setattr(contact, name, told[name])
    for name, value in claim(told["claimed_level"], contact.received_at).items():
        setattr(contact, name, value)
    contact.full_clean()
    contact.save()
    return contact


@action
def amend_person(*, by: Any, on: date, person_id: int, version: int, told: Mapping[str, Any]) -> Person:
    """Save ``told`` (names of PERSON_TOLD) over what is recorded of a person; the versions keep what it said before.

    A child who is born from now on lives where the mother does. Raises Stale when somebody else saved meanwhile,
    NotPossible for a birth or death after ``on``, a child born more than 25 years ago, an unborn child who cannot be
    expected then, and a birth long after a contact about the child, ValidationError with what the row refuses.
    """
    require(by, EDIT_FAMILY)
    person = lock(Person.objects.all(), person_id, version)
    if any(told[name] and told[name] > on for name in ("birth_date", "death_date")):
        raise NotPossible(BORN_LATER if told["birth_date"] and told["birth_date"] > on else DIED_LATER)
    check_expected(told["birth_date_known"], told["expected_birth_date"], on)
    if told["birth_date"] != person.birth_date:
        check_is_child(told["birth_date"], on, is_child=person.is_child)
    was_unborn = person.birth_date_known == BirthDateKnown.UNBORN
    for name in PERSON_TOLD:
        setattr(person, name, told[name])
    if person.was_born_long_after_a_contact():
        raise NotPossible(LONG_BEFORE_BIRTH, field="birth_date")
    if parents_age_contradicts(person):
        raise NotPossible(BORN_TOO_LATE, field="birth_date")
    person.full_clean()
    person.save()
    if was_unborn and person.birth_date_known != BirthDateKnown.UNBORN:
        households.born(person)
    return person
