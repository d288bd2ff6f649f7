"""What a contact lacks, to be asked for after it is safe: a contact is never refused for it (domain.md C13)."""

from django.db import models
from django.db.models import Q

WHY_NOT_ASKED = "Say why the family was not asked or did not agree."
WHAT_THEY_KNOW = "Say what the family knows about this contact."
NOT_CHECKED = "Check what was told and could not be right: it is kept as it was typed."


class ClaimedConsent(models.TextChoices):
    """What the referrer says the family was told: the agreement that the agency refers (domain.md 2.1 A)."""

    AGREED = "agreed", "The family knows and agrees"
    TOLD = "told", "The family knows but has not agreed"
    REFUSED = "refused", "The family was asked and said no"
    NOT_ASKED = "not_asked", "The family has not been asked"
    UNSAFE = "unsafe", "Asking the family would be unsafe"
    NOT_KNOWN = "not_known", "Not known"


NEEDS_A_REASON = frozenset({ClaimedConsent.REFUSED, ClaimedConsent.NOT_ASKED, ClaimedConsent.UNSAFE})

LACKS_WORDS = (
    Q(claimed_consent=ClaimedConsent.NOT_KNOWN)
    | Q(claimed_consent__in=sorted(NEEDS_A_REASON), claimed_consent_reason="")
    | ~Q(not_checked="")
)
"""What ``still_to_say`` says of one contact, of the rows."""


class StillToSay(models.Model):
    """The words that one contact lacks, and what was typed and cannot be right."""

    claimed_consent: str
    claimed_consent_reason: str
    not_checked = models.TextField("told, and not checked yet", blank=True, default="")

    class Meta:
        abstract = True

    @property
    def still_to_say(self) -> list[str]:
        """A sentence for each thing that is to be asked for."""
        asked = []
        if self.claimed_consent == ClaimedConsent.NOT_KNOWN:
            asked.append(WHAT_THEY_KNOW)
        if self.claimed_consent in NEEDS_A_REASON and not self.claimed_consent_reason.strip():
            asked.append(WHY_NOT_ASKED)
        return asked + [NOT_CHECKED] * bool(self.not_checked)
