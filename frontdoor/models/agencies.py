"""Agencies that tell the front door about children, and that are asked for information."""

from django.db import models

from frontdoor.core.records import TrackedQuerySet, TrackedRecord


class ReferralSource(models.TextChoices):
    """CIN census referral sources (domain.md 4.1)."""

    FAMILY = "1A", "Family member, relative or carer"
    ACQUAINTANCE = "1B", "Acquaintance, neighbour or child minder"
    SELF = "1C", "The child or young person"
    OTHER_INDIVIDUAL = "1D", "Other individual or stranger"
    SCHOOL = "2A", "School"
    EDUCATION = "2B", "Education service"
    GP = "3A", "GP"
    HEALTH_VISITOR = "3B", "Health visitor"
    SCHOOL_NURSE = "3C", "School nurse"
    PRIMARY_HEALTH = "3D", "Other primary health service"
    EMERGENCY_DEPARTMENT = "3E", "Accident and emergency department"
    OTHER_HEALTH = "3F", "Other health service"
    HOUSING = "4", "Housing"
    SOCIAL_CARE = "5A", "Local authority social care, such as adults"
    LOCAL_AUTHORITY = "5B", "Other local authority service, such as youth justice"
    OTHER_AUTHORITY = "5C", "Another local authority"
    EARLY_HELP = "5D", "Early help"
    POLICE = "6", "Police"
    LEGAL = "7", "Court, probation, immigration, prison or other legal agency"
    OTHER = "8", "Children's centre, independent agency or voluntary organisation"
    ANONYMOUS = "9", "Anonymous"
    UNKNOWN = "10", "Not known"


PRIVATE_PEOPLE = frozenset(
    {ReferralSource.FAMILY, ReferralSource.ACQUAINTANCE, ReferralSource.SELF, ReferralSource.OTHER_INDIVIDUAL}
)
"""Who refers as a person, not for an agency."""


class Sector(models.TextChoices):
    """The part of the partnership an agency belongs to; checks are planned by it (domain.md 3.4)."""

    HEALTH = "health", "Health"
    POLICE = "police", "Police"
    EDUCATION = "education", "Education"
    EARLY_HELP = "early_help", "Early help"
    PROBATION = "probation", "Probation"
    HOUSING = "housing", "Housing"
    SOCIAL_CARE = "social_care", "Social care"
    VOLUNTARY = "voluntary", "Voluntary"
    OTHER = "other", "Other"


class AgencyQuerySet(TrackedQuerySet):
    """The managed list."""

    def named(self, words: str) -> "AgencyQuerySet":
        """Agencies whose name holds these words, by name."""
        return self.filter(name__icontains=words).order_by("name")

    def listed(self) -> models.QuerySet:
        """Every agency as (id, name), by name, for a list to choose from."""
        return self.order_by("name").values_list("pk", "name")


class Agency(TrackedRecord):
    """One organisation of the managed list, with the census code its contacts are counted under."""

    name = models.CharField(max_length=120, unique=True, error_messages={"unique": "This agency is already listed."})
    source_code = models.CharField("census source", max_length=2, choices=ReferralSource.choices)
    sector = models.CharField(max_length=12, choices=Sector.choices)
    email = models.EmailField("secure e-mail", blank=True)
    telephone = models.CharField(max_length=30, blank=True)
    lead_name = models.CharField("named lead", max_length=120, blank=True)
    lead_email = models.EmailField("named lead's secure e-mail", blank=True)
    lead_telephone = models.CharField("named lead's telephone", max_length=30, blank=True)
    ended_on = models.DateField("no longer used from", null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta(TrackedRecord.Meta):
        ordering = ["name"]
        verbose_name_plural = "agencies"

    def __str__(self) -> str:
        return self.name
