"""What an inspection finding can be about, where it came from, and what can happen to it."""

from django.db import models


class Theme(models.TextChoices):
    """What a finding is about: the areas of the letter (domain.md 13)."""

    CONSENT = "consent", "Consent at the front door"
    RESPONSE = "response", "How soon concerns are answered"
    THRESHOLD = "threshold", "Referrals that need no social care"
    OVERSIGHT = "oversight", "Management oversight and supervision"
    WORKLOAD = "workload", "Workloads"
    WORKFORCE = "workforce", "Recruitment and turnover"
    ASSESSMENT = "assessment", "Assessments"
    PLANS = "plans", "Plans and their progress"
    STRATEGY = "strategy", "Strategy meetings"
    QUALITY = "quality", "Audit and learning"


class SourceKind(models.TextChoices):
    """Who found it."""

    INSPECTION = "inspection", "Inspection"
    MONITORING = "monitoring", "Monitoring visit"
    PEER = "peer", "Review by another authority"
    AUDIT = "audit", "Our own audit"


def source_in_words(kind: str, source: str) -> str:
    """Who found it and where, the kind not said twice."""
    label = SourceKind(kind).label
    return source if source.lower().startswith(label.lower()) else f"{label}: {source}"


class Better(models.TextChoices):
    """On which side of its target a figure is good."""

    AT_LEAST = "at_least", "at least"
    AT_MOST = "at_most", "at most"


class EventKind(models.TextChoices):
    """What happened to a finding."""

    OPENED = "opened", "Recorded"
    OWNER = "owner", "Owner or day changed"
    MEASURED = "measured", "Indicator chosen"
    PROGRESS = "progress", "Progress noted"
    AGAIN = "again", "Found again"
    REOPENED = "reopened", "Found again and reopened"
    CLOSED = "closed", "Closed"
