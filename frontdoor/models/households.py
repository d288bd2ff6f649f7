"""Who lives together, from when to when, and where. A child may live in two homes, and a home may have to be secret."""

from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Now

from frontdoor.core.conditions import at_least, whole_postcode
from frontdoor.core.records import EventRecord, RecordQuerySet, TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.spans import ends_after_start, on_q, once_at_a_time
from frontdoor.models.birth_dates import lives_there_from_birth
from frontdoor.models.names import AddressKey, NameWords
from frontdoor.models.people import Person
from frontdoor.models.person_choices import BirthDateKnown
from frontdoor.models.protection_rules import (
    ADDRESS_LIFTED_BY_A_MANAGER,
    HOME_PROTECTED_BY_A_MANAGER,
    OPENED_BY_A_MANAGER,
)
from frontdoor.models.relationships import Relationship, RelationshipKind

LIVES_THERE = "This person is already recorded as living there at that time."
LEAVES_BEFORE_COMING = "Somebody cannot move out before moving in."
UNBORN_LIVES_WITH_MOTHER = "An unborn child lives where the mother lives. Record where the mother lives."
ONE_PLACE = "People who live together live at one address. Change the address of the whole household."
STAYS_PROTECTED = "The address of this household is protected."
PROTECTED_WHOLE = "Say in at least 20 characters why the address must be protected."
SIGHT_BY_ANOTHER = "Nobody can open a protected address to themselves."
SIGHT_HAS_A_REASON = "Say in at least 20 characters why this worker needs the address."
SIGHT_IS_SHORT = "A protected address can be opened to somebody for a year at most."
PROTECTED = "Protected address"
NO_ADDRESS = "No fixed address"
LONGEST_SIGHT = timedelta(days=366)
ADULT_AT = 18


class Household(TrackedRecord):
    """A home and those who share it. Where it is stands in the members' addresses."""

    protected = models.BooleanField("the address is protected", default=False)
    protected_reason = models.CharField("why the address is protected", max_length=500, blank=True)
    protected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    protected_at = models.DateTimeField(null=True, editable=False)

    class Meta(TrackedRecord.Meta):
        constraints = [
            models.CheckConstraint(
                name="household_protected_whole",
                condition=Q(protected=False, protected_by__isnull=True, protected_at__isnull=True)
                | Q(protected=True, protected_by__isnull=False, protected_at__isnull=False)
                & at_least("protected_reason", 20),
                violation_error_message=PROTECTED_WHOLE,
            )
        ]
        triggers = [*TrackedRecord.Meta.triggers, HOME_PROTECTED_BY_A_MANAGER]

    def __str__(self) -> str:
        return f"household {self.pk}"


class HouseholdMemberQuerySet(TrackedQuerySet):
    """Who lives where."""

    def on(self, day: date) -> "HouseholdMemberQuerySet":
        """Those who lived there on a day."""
        return self.filter(on_q(day))

    def current(self) -> "HouseholdMemberQuerySet":
        """Those who have not moved out."""
        return self.filter(ended_on__isnull=True)


_IS_BORN = refuses(
    "member_is_born",
    sentence=UNBORN_LIVES_WITH_MOTHER,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        EXISTS (SELECT 1 FROM frontdoor_person p WHERE p.id = NEW.person_id AND p.birth_date_known = 'unborn')
    """,
)


class HouseholdMember(TrackedRecord):
    """One person in one home; ``ended_on`` is the first day on which he or she no longer lives there."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="homes")
    started_on = models.DateField("moved in on", null=True, blank=True)
    ended_on = models.DateField("moved out on", null=True, blank=True)

    objects = HouseholdMemberQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        constraints = [
            once_at_a_time("member_once", "household", "person", sentence=LIVES_THERE),
            ends_after_start("member_ends_after_start", LEAVES_BEFORE_COMING),
        ]
        triggers = [*TrackedRecord.Meta.triggers, _IS_BORN, lives_there_from_birth("member_lives_there_from_birth")]

    def __str__(self) -> str:
        return f"household member {self.pk}"


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def is_a_child_q(on: date) -> Q:
    """Alive and under 18 on a day, as ``Person.age_on`` counts; where the birth is not known, as recorded."""
    young = Q(birth_date__gt=_years_before(on, ADULT_AT)) | Q(birth_date__isnull=True, is_child=True)
    return young & (Q(death_date__isnull=True) | Q(death_date__gte=on))


def children_of_household(person: Person, *, on: date) -> QuerySet:
    """The children of the household on a day: ``person``, and every child of each home in which ``person`` lived then.

    An unborn child is where its mother is. An assessment answers for each of them (domain.md S9, L47). Nobody is left
    out who is hidden from a worker: narrow it with ``linkable_by`` or ``visible_to`` before it is shown.
    """
    mothers = Relationship.objects.on(on).filter(kind=RelationshipKind.MOTHER)
    carrying = mothers.filter(child=person, child__birth_date_known=BirthDateKnown.UNBORN)
    there = HouseholdMember.objects.on(on)
    homes = there.filter(Q(person=person) | Q(person__in=carrying.values("adult")))
    together = there.filter(household__in=homes.values("household")).values("person")
    born = Q(pk__in=together)
    unborn = Q(birth_date_known=BirthDateKnown.UNBORN, pk__in=mothers.filter(adult__in=together).values("child"))
    itself = Q(pk=person.pk, is_child=True)
    return Person.objects.filter(itself | (born | unborn) & is_a_child_q(on))


class AddressQuerySet(TrackedQuerySet):
    """Addresses of people."""

    def current(self) -> "AddressQuerySet":
        """Where people live now."""
        return self.filter(ended_on__isnull=True)

    def not_protected(self) -> "AddressQuerySet":
        """Those that may be found and shown: a search, a list or a file asks for no other."""
        return self.filter(protected=False)


_ONE_PLACE = refuses(
    "household_lives_at_one_place",
    sentence=ONE_PLACE,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.household_id IS NOT NULL AND NEW.ended_on IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_address a
            WHERE a.household_id = NEW.household_id AND a.ended_on IS NULL AND a.id <> NEW.id
              AND (a.lines, a.postcode, a.no_fixed_address) <> (NEW.lines, NEW.postcode, NEW.no_fixed_address))
    """,
)

_STAYS_PROTECTED = refuses(
    "address_keeps_its_protection",
    sentence=STAYS_PROTECTED,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NOT NEW.protected AND NEW.ended_on IS NULL AND EXISTS (
            SELECT 1 FROM frontdoor_household h WHERE h.id = NEW.household_id AND h.protected)
    """,
)


class Address(TrackedRecord):
    """Where a person lives or lived. No fixed address is an ordinary answer.

    ``household`` is the home it belongs to: a move of the home writes a row for each who lives there.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="addresses")
    household = models.ForeignKey(Household, on_delete=models.PROTECT, null=True, blank=True, related_name="addresses")
    lines = models.CharField("address", max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    no_fixed_address = models.BooleanField(default=False)
    protected = models.BooleanField(default=False)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    address_key = models.GeneratedField(
        expression=AddressKey(F("lines")), output_field=models.TextField(db_collation="C"), db_persist=True
    )

    objects = AddressQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "addresses"
        indexes = [
            models.Index(fields=["postcode"], name="address_postcode"),
            models.Index(fields=["person"], name="address_current", condition=Q(ended_on__isnull=True)),
            GinIndex(NameWords("address_key"), name="address_words", condition=Q(protected=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="address_or_none",
                condition=Q(no_fixed_address=True, lines="", postcode="")
                | Q(no_fixed_address=False) & (~Q(lines="") | ~Q(postcode="")),
                violation_error_message="Enter an address or say that there is no fixed address, not both.",
            ),
            whole_postcode("address_postcode_is_whole"),
            ends_after_start("address_ends_after_start", "Somebody cannot leave an address before moving there."),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            _ONE_PLACE,
            _STAYS_PROTECTED,
            ADDRESS_LIFTED_BY_A_MANAGER,
            lives_there_from_birth("address_lives_there_from_birth"),
        ]

    def __str__(self) -> str:
        return f"address {self.pk}"

    @property
    def in_words(self) -> str:
        """One line for a page; a protected address is never among its words."""
        return PROTECTED if self.protected else self.revealed

    @property
    def revealed(self) -> str:
        """The address itself, only for somebody to whom the household's address was opened."""
        return NO_ADDRESS if self.no_fixed_address else ", ".join(filter(None, [self.lines, self.postcode]))


class AddressGrantQuerySet(RecordQuerySet):
    """Who may see protected addresses."""

    def live(self) -> "AddressGrantQuerySet":
        """Those that have not run out."""
        return self.filter(expires_at__gt=Now())

    def to(self, worker: Any) -> "AddressGrantQuerySet":
        """Given to a worker."""
        return self.filter(worker_id=worker.pk)


class AddressGrant(EventRecord):
    """A protected address opened to one worker by name, by somebody else, for a time."""

    household = models.ForeignKey(Household, on_delete=models.PROTECT, related_name="grants")
    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    objects = AddressGrantQuerySet.as_manager()

    class Meta(EventRecord.Meta):
        indexes = [models.Index(fields=["household", "worker", "expires_at"], name="address_grant_worker")]
        constraints = [
            models.CheckConstraint(
                name="address_grant_by_another",
                condition=~Q(worker=F("granted_by")),
                violation_error_message=SIGHT_BY_ANOTHER,
            ),
            models.CheckConstraint(
                name="address_grant_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message=SIGHT_HAS_A_REASON,
            ),
            models.CheckConstraint(
                name="address_grant_is_short",
                condition=Q(expires_at__lte=F("granted_at") + LONGEST_SIGHT),
                violation_error_message=SIGHT_IS_SHORT,
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, OPENED_BY_A_MANAGER]

    def __str__(self) -> str:
        return f"address grant {self.pk}"
