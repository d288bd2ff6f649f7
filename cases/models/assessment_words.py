"""What an assessment of a family is made of: the assessment framework, the census factors, and the choices (4.1)."""

from typing import Any

from django.db import models
from django.db.models import Q


class AssessmentOutcome(models.TextChoices):
    """What the assessment found the child needs."""

    CHILD_IN_NEED = "cin", "A child in need plan"
    PROTECTION = "cp", "Section 47 or a child protection plan"
    EARLY_HELP = "early_help", "Early help"
    NO_SUPPORT = "none", "No support from social care"


class Domain(models.TextChoices):
    """The three sides of the assessment framework."""

    NEEDS = "needs", "Developmental needs"
    PARENTING = "parenting", "Parenting as this child lives with it"
    SURROUNDINGS = "surroundings", "Family and surroundings"


class Dimension(models.TextChoices):
    """The dimensions of the assessment framework (Working Together)."""

    HEALTH = "health", "Health"
    EDUCATION = "education", "Education"
    BEHAVIOUR = "behaviour", "Emotional and behavioural development"
    IDENTITY = "identity", "Identity"
    RELATIONSHIPS = "relationships", "Family and social relationships"
    PRESENTATION = "presentation", "Social presentation"
    SELF_CARE = "self_care", "Self-care skills"
    BASIC_CARE = "basic_care", "Basic care"
    SAFETY = "safety", "Ensuring safety"
    WARMTH = "warmth", "Emotional warmth"
    STIMULATION = "stimulation", "Stimulation"
    GUIDANCE = "guidance", "Guidance and boundaries"
    STABILITY = "stability", "Stability"
    HISTORY = "history", "Family history and functioning"
    WIDER_FAMILY = "wider_family", "Wider family"
    HOUSING = "housing", "Housing"
    EMPLOYMENT = "employment", "Employment"
    INCOME = "income", "Income"
    INTEGRATION = "integration", "The family's place in its community"
    RESOURCES = "resources", "Community resources"


_ALL = list(Dimension)
DIMENSIONS: dict[Domain, tuple[Dimension, ...]] = {
    Domain.NEEDS: tuple(_ALL[:7]),
    Domain.PARENTING: tuple(_ALL[7:13]),
    Domain.SURROUNDINGS: tuple(_ALL[13:]),
}


class Grade(models.TextChoices):
    """How much is needed in one dimension."""

    NONE = "none", "No need"
    SOME = "some", "Some need"
    HIGH = "high", "High need"


class Voice(models.TextChoices):
    """Whose words stand for the child's life."""

    CHILD = "child", "The child's own words"
    OBSERVED = "observed", "What was observed: the child does not speak yet, or is not born"


class Likelihood(models.TextChoices):
    """How likely the harm is."""

    UNLIKELY = "unlikely", "Unlikely"
    POSSIBLE = "possible", "Possible"
    LIKELY = "likely", "Likely"
    HAPPENING = "happening", "It is happening now"


class Severity(models.TextChoices):
    """How bad the harm would be."""

    LOW = "low", "Low"
    MODERATE = "moderate", "Moderate"
    SEVERE = "severe", "Severe"


class FlagFound(models.TextChoices):
    """What the assessment found about a risk raised at a contact."""

    CONFIRMED = "confirmed", "Confirmed"
    NOT_CONFIRMED = "not", "Not confirmed"
    OPEN = "open", "Still open"


class SharedHow(models.TextChoices):
    """How somebody was given the assessment."""

    MET = "met", "At a meeting"
    READ = "read", "Read aloud or explained"
    POST = "post", "By post"
    EMAIL = "email", "By secure e-mail"
    NOT_SHARED = "not", "Not shared with this person"


class ExtensionReason(models.TextChoices):
    """Why an assessment takes longer than its time (domain.md S17)."""

    SPECIALIST = "specialist", "Waiting for a specialist"
    FAMILY_ABSENT = "absent", "The family was away or could not be reached"
    NEW_INFORMATION = "new", "New information"
    WORKER_CHANGED = "worker", "Change of worker"
    CAPACITY = "capacity", "No capacity"
    OTHER = "other", "Another reason"


_WHO = (("A", "the child"), ("B", "a parent or carer"), ("C", "somebody else in the household"))
_WHAT = (
    "Alcohol misuse",
    "Drug misuse",
    "Domestic abuse",
    "Mental health",
    "Learning disability",
    "Physical disability or illness",
)
NO_FACTORS = "21"
FACTORS = [
    *((f"{number}{letter}", f"{what}: {who}") for number, what in enumerate(_WHAT, start=1) for letter, who in _WHO),
    ("7A", "Young carer"),
    ("8B", "Private fostering: from overseas, returning"),
    ("8C", "Private fostering: from overseas, staying"),
    ("8D", "Private fostering: in an education placement"),
    ("8E", "Private fostering: alternative family arrangement in the UK"),
    ("8F", "Private fostering: other"),
    ("9A", "Unaccompanied asylum seeker"),
    ("10A", "Going missing"),
    ("11A", "Child sexual exploitation"),
    ("12A", "Trafficking"),
    ("13A", "Gangs"),
    ("14A", "Socially unacceptable behaviour"),
    ("15A", "Self-harm"),
    ("16A", "Neglect"),
    ("17A", "Emotional abuse"),
    ("18B", "Physical abuse: by a child"),
    ("18C", "Physical abuse: by an adult"),
    ("19B", "Sexual abuse: by a child"),
    ("19C", "Sexual abuse: by an adult"),
    ("20", "Other"),
    (NO_FACTORS, "No factors identified"),
    ("22A", "Female genital mutilation"),
    ("23A", "Abuse linked to faith or belief"),
    ("24A", "Child criminal exploitation"),
]
"""Factors at the end of an assessment, by census code (4.1)."""

KNOWN_FACTORS = "A factor is one of the census codes."
NO_FACTORS_ALONE = (
    "“No factors identified” stands alone, and only where no support or early help is what the child needs."
)
FACTOR_ONCE = "Each factor is named once."
NOTHING_MORE = ("", AssessmentOutcome.NO_SUPPORT, AssessmentOutcome.EARLY_HELP)


def factor_rules(prefix: str) -> list[Any]:
    """The census rules about factors (8869, 8873Q) for a table with columns ``factors`` and ``outcome``."""
    return [
        models.CheckConstraint(
            name=f"{prefix}_factors_are_known",
            condition=Q(factors__contained_by=[code for code, _ in FACTORS]),
            violation_error_message=KNOWN_FACTORS,
        ),
        models.CheckConstraint(
            name=f"{prefix}_no_factors_alone",
            condition=~Q(factors__contains=[NO_FACTORS]) | Q(factors=[NO_FACTORS], outcome__in=NOTHING_MORE),
            violation_error_message=NO_FACTORS_ALONE,
        ),
    ]
