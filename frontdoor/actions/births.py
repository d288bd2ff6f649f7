"""An unborn child is born: the record goes on as the same record, and a twin gets one of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from frontdoor.actions import households
from frontdoor.actions.hiding import hide_like
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.versions import lock
from frontdoor.core.working_days import london_date
from frontdoor.models import (
    Address,
    Birth,
    ContactChild,
    IdentityLink,
    Person,
    Relationship,
)
from frontdoor.models.birth_dates import LONG_BEFORE_BIRTH, LONGEST_OVERDUE
from frontdoor.models.identity import LinkKind
from frontdoor.models.person_choices import BirthDateKnown

NOT_UNBORN = "This child is not recorded as unborn."
BORN_LATER = "The date of birth cannot be in the future."
TOO_FAR_OFF = (
    "The date of birth is more than 20 weeks before, or 6 weeks after, the day the birth was expected. Check it."
)
EARLIEST = timedelta(weeks=20)
BORN_TOGETHER = "Born together from one unborn child's record"


@dataclass(frozen=True, kw_only=True)
class Baby:
    """A newborn as somebody tells it; names may follow later, the family name is taken from the record."""

    birth_date: date
    sex: str
    given_names: str = ""
    family_name: str = ""


@action
def record_birth(
    *, by: Any, now: datetime, child: Person, baby: Baby, told_by: str, others: Sequence[Baby] = ()
) -> list[Person]:
    """The birth of a child recorded before it: the same record, with the expected date kept; twins are ``others``.

    Each twin is a new record, known to be another person, with the same adults and address, on the same contacts where
    they are not decided yet, and hidden from whom the first is hidden. Nothing that was written is copied.
    Raises NotPossible, ValidationError.
    """
    held = lock(Person.objects.standing(), child.pk)
    if held.birth_date_known != BirthDateKnown.UNBORN:
        raise NotPossible(NOT_UNBORN)
    for born in (baby, *others):
        _check(born, held, london_date(now))
    _be_born(held, baby)
    if held.was_born_long_after_a_contact():
        raise NotPossible(LONG_BEFORE_BIRTH, field="birth_date")
    held.full_clean()
    held.save()
    households.born(held)
    twins = [_twin(held, other) for other in others]
    for born in (held, *twins):
        birth = Birth(
            child=born,
            born_on=born.birth_date,
            expected_on=born.expected_birth_date,
            told_by=told_by,
            recorded_by=by,
        )
        birth.full_clean()
        birth.save()
    _say_they_are_two([held, *twins], by, now)
    return [held, *twins]


def _check(baby: Baby, child: Person, on: date) -> None:
    if baby.birth_date > on:
        raise NotPossible(BORN_LATER, field="birth_date")
    expected = child.expected_birth_date
    if expected is not None and not expected - EARLIEST <= baby.birth_date <= expected + LONGEST_OVERDUE:
        raise NotPossible(TOO_FAR_OFF, field="birth_date")


def _be_born(child: Person, baby: Baby) -> None:
    child.birth_date, child.birth_date_known, child.sex = baby.birth_date, BirthDateKnown.EXACT, baby.sex
    child.given_names = baby.given_names or child.given_names
    child.family_name = baby.family_name or child.family_name


def _twin(first: Person, baby: Baby) -> Person:
    twin = Person(
        family_name=first.family_name,
        expected_birth_date=first.expected_birth_date,
        restricted=first.restricted,
        is_child=True,
    )
    _be_born(twin, baby)
    twin.full_clean()
    twin.save()
    for home in Address.objects.current().filter(person=first, household=None).order_by("pk"):
        Address(
            person=twin,
            lines=home.lines,
            postcode=home.postcode,
            no_fixed_address=home.no_fixed_address,
            protected=home.protected,
            started_on=twin.birth_date,
        ).save()
    for told in ContactChild.objects.filter(child=first, contact__decided_at__isnull=True).order_by("pk"):
        ContactChild(contact_id=told.contact_id, child=twin).save()
    hide_like(first, twin)
    for tie in Relationship.objects.current().filter(child=first).order_by("pk"):
        Relationship(
            child=twin,
            adult=tie.adult,
            kind=tie.kind,
            parental_responsibility=tie.parental_responsibility,
            responsibility_by=tie.responsibility_by,
            lives_with_child=tie.lives_with_child,
        ).save()
    households.born(twin)
    return twin


def _say_they_are_two(born: Sequence[Person], by: Any, now: datetime) -> None:
    for place, one in enumerate(born):
        for other in born[place + 1 :]:
            link = IdentityLink(
                one=one, other=other, kind=LinkKind.TWINS, reason=BORN_TOGETHER, said_by=by, said_at=now
            )
            link.full_clean()
            link.save()
