"""What partner agencies send: a referral under a random name, and the people it tells of, in the referrer's words.

Nobody whom a referral names is looked up when it arrives, so the sender learns nothing about who is known. The front
door settles afterwards who each child is (match before create).
"""

import secrets
from datetime import datetime
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from frontdoor.core.conditions import at_least, both_or_neither, whole_postcode
from frontdoor.core.records import TrackedQuerySet, TrackedRecord
from frontdoor.core.refusals import refuses
from frontdoor.models.agencies import Agency
from frontdoor.models.birth_dates import born_of_late
from frontdoor.models.contacts import Contact
from frontdoor.models.partner_clients import PartnerClient
from frontdoor.models.people import Person
from frontdoor.models.person_choices import BirthDateKnown, Ethnicity, Sex
from frontdoor.models.relationships import RelationshipKind, Responsibility
from frontdoor.models.signing import signed_in_person
from frontdoor.models.threshold import ThresholdLevel

SIGNS = "23456789BCDFGHJKMNPQRSTVWXZ"
LONG = 12

OWN_AGENCY = "A referral is sent for the agency of the person who sends it."
SENT_STAYS = "What a partner sent cannot be changed. Correct the contact instead."
TOLD_STAYS = "What was told about a person cannot be changed, and who it is is settled once."


def random_name() -> str:
    """Twelve signs that say nothing about how many referrals there are, none to be taken for another by voice."""
    return "".join(secrets.choice(SIGNS) for _ in range(LONG))


class PartnerReferralQuerySet(TrackedQuerySet):
    """What partners sent."""

    def own(self, worker: Any) -> "PartnerReferralQuerySet":
        """Those that this person sent for the agency that the person still works for, the latest first."""
        return self.filter(sent_by_id=worker.pk, agency_id=worker.agency_id).order_by("-pk")

    def sent_by_systems_of(self, agency_id: int) -> "PartnerReferralQuerySet":
        """Those that any system of one agency sent."""
        return self.filter(agency_id=agency_id, client__isnull=False)

    def read_out(self, words: str) -> "PartnerReferralQuerySet":
        """The one whose reference somebody reads out, however it is spaced; none for words that are no reference."""
        name = words.replace("-", "").replace(" ", "").upper()
        return self.filter(public_id=name) if len(name) == LONG and set(name) <= set(SIGNS) else self.none()

    def since(self, moment: datetime, *, agency: Agency) -> "PartnerReferralQuerySet":
        """Those that one agency sent from a moment on."""
        return self.filter(agency=agency, recorded_at__gte=moment)

    def to_call_back(self) -> "PartnerReferralQuerySet":
        """Taken in above the agency's limit, and nobody has spoken to the sender yet."""
        return self.filter(over_limit=True, called_back_at__isnull=True)


_OF_OWN_AGENCY = refuses(
    "partner_referral_of_own_agency",
    sentence=OWN_AGENCY,
    operation=pgtrigger.Insert,
    when="""
        NEW.agency_id IS DISTINCT FROM coalesce(
            (SELECT w.agency_id FROM workforce_worker w WHERE w.id = NEW.sent_by_id),
            (SELECT c.agency_id FROM frontdoor_partnerclient c WHERE c.id = NEW.client_id))
    """,
)

_SENT_STAYS = refuses(
    "partner_referral_stays",
    sentence=SENT_STAYS,
    operation=pgtrigger.Update,
    when="""
        (NEW.contact_id, NEW.public_id, NEW.agency_id, NEW.sent_by_id, NEW.client_id,
         NEW.body_digest, NEW.claimed_level_id, NEW.over_limit)
        IS DISTINCT FROM
        (OLD.contact_id, OLD.public_id, OLD.agency_id, OLD.sent_by_id, OLD.client_id,
         OLD.body_digest, OLD.claimed_level_id, OLD.over_limit)
    """,
)


class PartnerReferral(TrackedRecord):
    """That a contact was sent by a partner: by whom, for which agency, under which name the sender knows it.

    ``over_limit`` says that it came above the agency's limit: it is taken in like any other, and its sender is rung.
    """

    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="partner_referral")
    public_id = models.CharField("reference for the partner", max_length=LONG, unique=True, default=random_name)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="partner_referrals")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals_sent"
    )
    client = models.ForeignKey(
        PartnerClient, on_delete=models.PROTECT, null=True, blank=True, related_name="referrals_sent"
    )
    body_digest = models.CharField("SHA-256 of what a system sent", max_length=64, blank=True)
    claimed_level = models.ForeignKey(
        ThresholdLevel, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="level claimed"
    )
    over_limit = models.BooleanField("came above the agency's limit", default=False)
    called_back_at = models.DateTimeField(null=True, editable=False)
    called_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = PartnerReferralQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        indexes = [
            models.Index(fields=["sent_by", "-id"], name="partner_referral_own"),
            models.Index(fields=["agency", "recorded_at"], name="partner_referral_agency"),
            models.Index(
                fields=["contact"],
                name="partner_referral_call_back",
                condition=Q(over_limit=True, called_back_at__isnull=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="partner_referral_named",
                condition=Q(public_id__regex=rf"^[{SIGNS}]{{{LONG}}}$"),
                violation_error_message="The reference for the partner is made by the system.",
            ),
            models.CheckConstraint(
                name="partner_referral_sent_by_one",
                condition=Q(sent_by__isnull=False, client__isnull=True, body_digest="")
                | Q(sent_by__isnull=True, client__isnull=False, body_digest__regex="^[0-9a-f]{64}$"),
                violation_error_message="A referral is sent by a person or by a system, not by both.",
            ),
            models.CheckConstraint(
                name="partner_called_back_by_somebody",
                condition=both_or_neither("called_back_at", "called_back_by"),
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("partner_referral_signed_in_person", "sent_by_id", "called_back_by_id"),
            _OF_OWN_AGENCY,
            _SENT_STAYS,
        ]

    def __str__(self) -> str:
        return f"partner referral {self.pk}"

    @property
    def reference(self) -> str:
        """The name as people read it out: "K7QM-2XWP-9TDR"."""
        return "-".join(self.public_id[start : start + 4] for start in range(0, LONG, 4))


class ToldPersonQuerySet(TrackedQuerySet):
    """People as they were told of."""

    def children(self) -> "ToldPersonQuerySet":
        """The children, in the order in which they were named."""
        return self.filter(is_child=True).order_by("pk")

    def adults(self) -> "ToldPersonQuerySet":
        """The adults around them, in the order in which they were named."""
        return self.filter(is_child=False).order_by("pk")

    def unsettled(self) -> "ToldPersonQuerySet":
        """Those of whom nobody has said yet who they are."""
        return self.filter(settled_at__isnull=True)


TOLD = (
    "contact_id",
    "is_child",
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
    "address_lines",
    "postcode",
    "no_fixed_address",
    "kind",
    "parental_responsibility",
    "lives_with_child",
)


def _row_of(which: str) -> str:
    return ", ".join(f"{which}.{column}" for column in TOLD)


_TOLD_STAYS = refuses(
    "told_person_stays",
    sentence=TOLD_STAYS,
    operation=pgtrigger.Update,
    when=f"OLD.settled_at IS NOT NULL OR ({_row_of('NEW')}) IS DISTINCT FROM ({_row_of('OLD')})",
)


class ToldPerson(TrackedRecord):
    """Somebody whom a referrer named: a child, or an adult in the family. Not a record of a person until settled.

    ``person`` is the record that the front door says this is: one that stood already, or a new one.
    """

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="told_people")
    is_child = models.BooleanField()
    given_names = models.CharField("first names", max_length=120, blank=True)
    family_name = models.CharField("family name", max_length=120, blank=True)
    also_known_as = models.CharField("other or former names", max_length=240, blank=True)
    birth_date = models.DateField("date of birth", null=True, blank=True)
    birth_date_known = models.CharField(
        "how sure the date of birth is", max_length=9, choices=BirthDateKnown.choices, default=BirthDateKnown.UNKNOWN
    )
    expected_birth_date = models.DateField("expected date of birth", null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex.choices, default=Sex.UNKNOWN)
    ethnicity = models.CharField(max_length=4, choices=Ethnicity.choices, default=Ethnicity.NOBT)
    school = models.CharField("school or nursery", max_length=120, blank=True)
    nhs_number = models.CharField("NHS number", max_length=10, null=True, blank=True)
    upn = models.CharField("unique pupil number", max_length=13, null=True, blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    address_lines = models.CharField("address", max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    no_fixed_address = models.BooleanField(default=False)
    kind = models.CharField("relationship to the children", max_length=14, choices=RelationshipKind.choices, blank=True)
    parental_responsibility = models.CharField(max_length=9, choices=Responsibility.choices, blank=True)
    lives_with_child = models.BooleanField(null=True, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="told_of")
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )

    objects = ToldPersonQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        verbose_name_plural = "people told of"
        indexes = [models.Index(fields=["contact"], name="told_unsettled", condition=Q(settled_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                name="told_person_has_a_name",
                condition=at_least("given_names", 1)
                | at_least("family_name", 1)
                | Q(is_child=True, birth_date_known=BirthDateKnown.UNBORN),
                violation_error_message="Enter a first name or a family name. If neither is known, write Unknown.",
            ),
            whole_postcode("told_postcode_is_whole"),
            models.CheckConstraint(
                name="told_birth_date_when_known",
                condition=Q(birth_date_known__in=["exact", "estimated"], birth_date__isnull=False)
                | Q(birth_date_known__in=["unknown", "unborn"], birth_date__isnull=True),
                violation_error_message="Enter a date of birth, or say that it is not known.",
            ),
            models.CheckConstraint(
                name="told_adult_has_a_tie",
                condition=Q(is_child=True, kind="", parental_responsibility="", lives_with_child__isnull=True)
                | Q(is_child=False) & ~Q(kind="") & ~Q(parental_responsibility=""),
                violation_error_message="Say who each adult is to the children.",
            ),
            models.CheckConstraint(
                name="told_person_settled_whole",
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, person__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False, person__isnull=False),
                violation_error_message="Who somebody is needs the record, the worker who said so and the time.",
            ),
        ]
        triggers = [
            *TrackedRecord.Meta.triggers,
            signed_in_person("told_person_signed_in_person", "settled_by_id"),
            _TOLD_STAYS,
            born_of_late("told_child_born_of_late"),
        ]

    def __str__(self) -> str:
        return f"told person {self.pk}"

    @property
    def full_name(self) -> str:
        """The name as it was told."""
        return f"{self.given_names} {self.family_name}".strip() or "Unborn child"
