"""People: the children the service is about, the adults around them, and who may not be shown to whom.

What ties them to each other stands in ``relationships``, where they live in ``households``.
"""

from datetime import date, timedelta
from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, Func, Min, OuterRef, Q, Value
from django.db.models.functions import Concat, Now

from frontdoor.core import access
from frontdoor.core.conditions import at_least, both_or_neither
from frontdoor.core.records import EventRecord, TrackedQuerySet, TrackedRecord, VersionedRecord
from frontdoor.core.refusals import refuses
from frontdoor.core.working_days import london_date
from frontdoor.models.birth_dates import BIRTH_RULES, was_carried
from frontdoor.models.census_rules import PERSON_CODES, PUPIL_NUMBER
from frontdoor.models.names import NameWords
from frontdoor.models.person_choices import DISABILITIES, BirthDateKnown, Ethnicity, Sex
from frontdoor.models.sight_rules import (
    DECLARED_ALREADY,
    GRANT_ENDED,
    GRANT_ONLY_ENDS,
    LONGEST_NAMED,
    NAMED_BY_A_MANAGER,
    NAMED_IN_PERSON,
    NAMED_SHORT,
    NAMED_WITHOUT_A_TIE,
    PERSON_OPENED_BY_TWO,
    TIE_DECLARED_BY,
    WHAT_TIE,
)

SAME_NHS_NUMBER = "Somebody is already recorded with this NHS number. Search for them by the number."
SAME_UPN = "Somebody is already recorded with this unique pupil number. Search for them by the number."


class NameKey(Func):
    """A name as it is compared: lower case, without accents, other signs as spaces (an immutable SQL function)."""

    function = "frontdoor_name_key"
    output_field = models.TextField(db_collation="C")


class TelephoneKey(Func):
    """The digits of a telephone number, however they were spaced."""

    template = "regexp_replace(%(expressions)s, '\\D', '', 'g')"
    output_field = models.TextField()


class PersonQuerySet(TrackedQuerySet):
    """Searches and sight of people."""

    def children(self) -> "PersonQuerySet":
        """Those recorded as a child on a contact or an unborn child; a young parent may be one too."""
        return self.filter(is_child=True)

    def hidden_from(self, worker: Any) -> "PersonQuerySet":
        """People this worker may not see whatever his role: a declared tie, or a restriction without a grant."""
        return self.exclude(seen_q(worker))

    def linkable_by(self, worker: Any) -> "PersonQuerySet":
        """People a contact may name although the worker cannot open their record: all who are not hidden."""
        return self.standing().filter(seen_q(worker))

    def standing(self) -> "PersonQuerySet":
        """Records that have not been joined with another."""
        return self.filter(merged_into__isnull=True)

    def joined_into_others(self) -> "PersonQuerySet":
        """Records whose id leads to another record by now."""
        return self.filter(merged_into__isnull=False)

    def survivor_of(self, person_id: int) -> int:
        """The record that an id leads to: its own, or the one it was joined into, however often."""
        while joined := Person.objects.joined_into_others().filter(pk=person_id).values_list("merged_into").first():
            (person_id,) = joined
        return person_id

    def survivor_elsewhere(self, person_id: int) -> int | None:
        """One of these that another id leads to, None when it leads to itself or to none of these."""
        survivor = self.survivor_of(person_id)
        return survivor if survivor != person_id and self.filter(pk=survivor).exists() else None

    def visible_to(self, worker: Any) -> "PersonQuerySet":
        """Records this worker may open (reliability.md 2.1): conflict, role, restriction, then a basis."""
        if not access.handles_cases(worker):
            return self.none()
        seen = self.standing().filter(seen_q(worker))
        if access.sees_everything(worker):
            return seen
        return seen.filter(access.has_basis(worker, "pk"))

    def comparable_by(self, worker: Any) -> "PersonQuerySet":
        """Records of which this worker may say that two are one person: those that the worker may open, and the adults
        who belong to, or live with, a child whose record the worker may open. Nobody hidden is among them."""
        openable = self.model.objects.visible_to(worker)
        if not access.handles_cases(worker) or access.sees_everything(worker):
            return self.filter(pk__in=openable.values("pk"))
        of_children = openable.children().filter(adults__isnull=False).values("adults__adult")
        homes = openable.children().filter(homes__isnull=False).values("homes__household")
        at_home = self.model.objects.filter(homes__household__in=homes).values("pk")
        around = Q(is_child=False) & (Q(pk__in=of_children) | Q(pk__in=at_home))
        return self.standing().filter(seen_q(worker)).filter(access.has_basis(worker, "pk") | around)

    def askable_by(self, worker: Any) -> "PersonQuerySet":
        """Children whose record this worker may open by giving a reason: not restricted, and without a tie."""
        if not access.handles_cases(worker):
            return self.none()
        return self.children().standing().exclude(restricted=True).filter(seen_q(worker))


JOINED_BY_TWO = "Records are joined and parted only by a merge that two people agreed on."
_JOINED_BY_TWO = refuses(
    "person_joined_by_two_people",
    sentence=JOINED_BY_TWO,
    operation=pgtrigger.Insert | pgtrigger.Update,
    when="""
        NEW.merged_into_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM frontdoor_personmerge m
            WHERE m.merged_id = NEW.id AND m.survivor_id = NEW.merged_into_id
              AND m.decision = 'approved' AND m.undone_at IS NULL)
        OR TG_OP = 'UPDATE' AND NEW.merged_into_id IS NULL AND OLD.merged_into_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM frontdoor_personmerge m
            WHERE m.merged_id = NEW.id AND m.decision = 'approved' AND m.undone_at IS NULL)
    """,
)


class Person(VersionedRecord):
    """A child, an unborn child or an adult. A date of birth may be estimated or unknown."""

    given_names = models.CharField("first names", max_length=120, blank=True)
    family_name = models.CharField("family name", max_length=120, blank=True)
    also_known_as = models.CharField("other or former names", max_length=240, blank=True)
    birth_date = models.DateField("date of birth", null=True, blank=True)
    birth_date_known = models.CharField(
        "how sure the date of birth is", max_length=9, choices=BirthDateKnown.choices, default=BirthDateKnown.UNKNOWN
    )
    expected_birth_date = models.DateField("expected date of birth", null=True, blank=True)
    death_date = models.DateField("date of death", null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=4, choices=Ethnicity.choices, default=Ethnicity.NOBT)
    disabilities = ArrayField(models.CharField(max_length=4, choices=DISABILITIES), default=list, blank=True)
    first_language = models.CharField(max_length=60, blank=True)
    needs_interpreter = models.BooleanField("needs an interpreter", default=False)
    school = models.CharField("school or nursery", max_length=120, blank=True)
    nhs_number = models.CharField(
        "NHS number", max_length=10, null=True, blank=True, unique=True, error_messages={"unique": SAME_NHS_NUMBER}
    )
    upn = models.CharField(
        "unique pupil number", max_length=13, null=True, blank=True, unique=True, error_messages={"unique": SAME_UPN}
    )
    legacy_id = models.CharField("id in the former system", max_length=36, null=True, blank=True, unique=True)
    telephone = models.CharField(max_length=30, blank=True)
    is_child = models.BooleanField("recorded as a child", default=False)
    restricted = models.BooleanField(default=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, db_index=False, related_name="merged_records"
    )
    name_key = models.GeneratedField(
        expression=NameKey(Concat(F("given_names"), Value(" "), F("family_name"), Value(" "), F("also_known_as"))),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )
    sort_key = models.GeneratedField(
        expression=NameKey(Concat(F("family_name"), Value(" "), F("given_names"))),
        output_field=models.TextField(db_collation="C"),
        db_persist=True,
    )

    objects = PersonQuerySet.as_manager()

    class Meta(VersionedRecord.Meta):
        indexes = [
            models.Index(fields=["sort_key", "id"], name="person_sort"),
            models.Index(fields=["birth_date"], name="person_birth_date"),
            models.Index(fields=["name_key", "id"], name="person_name"),
            GinIndex(NameWords("name_key"), name="person_words"),
            models.Index(fields=["birth_date"], name="person_estimated", condition=Q(birth_date_known="estimated")),
            models.Index(fields=["expected_birth_date"], name="person_unborn", condition=Q(birth_date_known="unborn")),
            models.Index(fields=["id"], name="person_restricted", condition=Q(restricted=True)),
            models.Index(fields=["merged_into"], name="person_merged", condition=Q(merged_into__isnull=False)),
            models.Index(TelephoneKey("telephone"), name="person_telephone", condition=~Q(telephone="")),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_birth_date_when_known",
                condition=Q(birth_date_known__in=["exact", "estimated"], birth_date__isnull=False)
                | Q(birth_date_known__in=["unknown", "unborn"], birth_date__isnull=True),
                violation_error_message="Enter a date of birth, or say that it is not known.",
            ),
            models.CheckConstraint(
                name="person_unborn_is_expected",
                condition=~Q(birth_date_known="unborn") | Q(expected_birth_date__isnull=False, sex="U"),
                violation_error_message="An unborn child needs an expected date of birth and a sex of not known.",
            ),
            models.CheckConstraint(
                name="person_death_after_birth",
                condition=Q(death_date__isnull=True) | Q(birth_date__isnull=True) | Q(death_date__gte=F("birth_date")),
                violation_error_message="The date of death cannot be before the date of birth.",
            ),
            models.CheckConstraint(
                name="person_has_a_name",
                condition=~Q(given_names="") | ~Q(family_name="") | Q(birth_date_known="unborn"),
                violation_error_message="Enter a first name or a family name. If neither is known, write Unknown.",
            ),
            PERSON_CODES,
        ]
        triggers = [*VersionedRecord.Meta.triggers, _JOINED_BY_TWO, *BIRTH_RULES, PUPIL_NUMBER, PERSON_OPENED_BY_TWO]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def full_name(self) -> str:
        """The name for a page; never for a log, a URL or a subject line."""
        name = " ".join(filter(None, [self.given_names, self.family_name]))
        return name or "Unborn child"

    def age_on(self, on: date) -> int | None:
        """Whole years on a day, None when unborn or not known; a child of 29 February turns on 1 March."""
        if self.birth_date is None or self.birth_date > on:
            return None
        had_birthday = (on.month, on.day) >= (self.birth_date.month, self.birth_date.day)
        return on.year - self.birth_date.year - (not had_birthday)

    def was_born_long_after(self, on: date) -> bool:
        """Whether nothing can have been known of this person on a day, because the birth is known and far later."""
        born = self._known_birth
        return born is not None and not was_carried(born, on)

    def was_born_long_after_a_contact(self) -> bool:
        """The same of the earliest contact about this child."""
        first = self.contacts.aggregate(at=Min("contact__received_at"))["at"]
        return first is not None and self.was_born_long_after(london_date(first))

    def was_born_after(self, on: date) -> bool:
        """Whether the birth is known and later than a day."""
        born = self._known_birth
        return born is not None and born > on

    def since_birth(self, on: date) -> date:
        """A day, or the day of the birth where that is known and later."""
        return max(on, self._known_birth or on)

    @property
    def _known_birth(self) -> date | None:
        return self.birth_date if self.birth_date_known == BirthDateKnown.EXACT else None


class ConflictOfInterest(EventRecord):
    """A worker's tie to a person: no role, grant or emergency opens that record to them."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conflicted_workers")
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField("what the tie is", max_length=300, error_messages={"blank": WHAT_TIE})

    class Meta(EventRecord.Meta):
        verbose_name_plural = "conflicts of interest"
        constraints = [
            models.UniqueConstraint(
                fields=["worker", "person"], name="conflict_once", violation_error_message=DECLARED_ALREADY
            ),
            models.CheckConstraint(
                name="conflict_says_what_tie", condition=at_least("reason", 5), violation_error_message=WHAT_TIE
            ),
        ]
        triggers = [*EventRecord.Meta.triggers, TIE_DECLARED_BY]

    def __str__(self) -> str:
        return f"conflict {self.pk}"


class GrantKind(models.TextChoices):
    """Why a record was opened to a worker by name."""

    RESTRICTED = "restricted", "Named on a restricted record"
    REASON = "reason", "Gave a reason, for one day"


class AccessGrantQuerySet(TrackedQuerySet):
    """Records that were opened to workers by name."""

    def naming(self) -> "AccessGrantQuerySet":
        """Names on restricted records."""
        return self.filter(kind=GrantKind.RESTRICTED)

    def live(self) -> "AccessGrantQuerySet":
        """Those that have neither run out nor been ended."""
        return self.filter(expires_at__gt=Now())

    def by_reason(self) -> "AccessGrantQuerySet":
        """Opened by the worker's own reason."""
        return self.filter(kind=GrantKind.REASON)

    def visible_to(self, worker: Any) -> "AccessGrantQuerySet":
        """Grants a manager answers for: those of the team, or all; never about somebody hidden from the manager."""
        seen = self.filter(seen_q(worker, "person_id"))
        if access.sees_everything(worker):
            return seen
        return seen.filter(worker__team_id=worker.team_id) if worker.team_id else self.none()


class AccessGrant(TrackedRecord):
    """A record opened to one worker by name for a time; only a RESTRICTED grant opens a restricted record."""

    worker = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_grants")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="access_grants")
    kind = models.CharField(max_length=10, choices=GrantKind.choices)
    reason = models.CharField(max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, editable=False)
    end_reason = models.CharField("why it was ended", max_length=300, blank=True, editable=False)

    objects = AccessGrantQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["worker", "person", "expires_at"], name="grant_worker_person"),
            models.Index(fields=["person", "expires_at"], name="grant_named", condition=Q(kind="restricted")),
        ]
        constraints = [
            models.CheckConstraint(
                name="grant_has_a_reason",
                condition=at_least("reason", 20),
                violation_error_message="Say in at least 20 characters why you need this record.",
            ),
            models.CheckConstraint(
                name="grant_by_reason_is_short",
                condition=~Q(kind="reason") | Q(expires_at__lte=F("granted_at") + timedelta(hours=24)),
                violation_error_message="Access for a reason lasts one day at most.",
            ),
            models.CheckConstraint(
                name="grant_on_restricted_by_another",
                condition=~Q(kind="restricted") | ~Q(worker=F("granted_by")),
                violation_error_message="Nobody can open a restricted record to themselves.",
            ),
            models.CheckConstraint(
                name="grant_on_restricted_is_short",
                condition=~Q(kind="restricted") | Q(expires_at__lte=F("granted_at") + LONGEST_NAMED),
                violation_error_message=NAMED_SHORT,
            ),
            models.CheckConstraint(
                name="grant_ended_whole",
                condition=both_or_neither("ended_at", "ended_by")
                & (Q(ended_at__isnull=True) | Q(expires_at__lte=F("ended_at")) & at_least("end_reason", 10)),
                violation_error_message=GRANT_ENDED,
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            GRANT_ONLY_ENDS,
            NAMED_BY_A_MANAGER,
            NAMED_IN_PERSON,
            NAMED_WITHOUT_A_TIE,
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"


def live_grants(worker: Any, kind: str | None = None, person: str = "pk") -> models.QuerySet:
    """Grants that open the person at ``person`` to a worker now."""
    live = AccessGrant.objects.filter(worker_id=worker.pk, person_id=OuterRef(person), expires_at__gt=Now())
    return live.filter(kind=kind) if kind else live


def what_hides(worker: Any, person: str) -> tuple[models.QuerySet, models.QuerySet]:
    """What hides the person whose id stands at ``person`` from a worker: a tie, and a restriction without a grant.

    They are asked apart, each as an EXISTS of its own, so that a list starts from the few who are hidden.
    """
    tie = ConflictOfInterest.objects.filter(worker_id=worker.pk, person_id=OuterRef(person))
    granted = live_grants(worker, kind=GrantKind.RESTRICTED)
    return tie, Person.objects.filter(~Exists(granted), restricted=True, pk=OuterRef(person))


def seen_q(worker: Any, person: str = "pk") -> Q:
    """Nothing hides the person whose id stands at ``person`` (such as "child_id") from a worker."""
    tie, restriction = what_hides(worker, person)
    return Q(~Exists(tie)) & Q(~Exists(restriction))
