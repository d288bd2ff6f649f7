"""What a partner is asked beside what every contact is asked: the level of need, and how to be reached."""

from typing import Any

from frontdoor.core.forms import FileField, GovukForm, RadiosField, TextField
from frontdoor.core.uploads import KINDS, LARGEST_MB
from frontdoor.forms.record_contact import ConsentForm, UrgentForm
from frontdoor.models import ThresholdLevel
from frontdoor.models.contacts import ClaimedConsent

NOT_SURE = "not_sure"
SURE_OF_THEMSELVES = [choice for choice in ClaimedConsent.choices if choice[0] != ClaimedConsent.NOT_KNOWN]


class LevelForm(GovukForm):
    """What worries the referrer, held against the scheme in force today."""

    level = RadiosField(
        "Which level fits what worries you?",
        subject="the level that fits",
        hint="Choose the closest. You can refer whatever you choose.",
        label_size="m",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.levels = {str(level.pk): level for level in ThresholdLevel.objects.in_force(kwargs["today"])}
        field = self.fields["level"]
        field.choices = [*((key, str(level)) for key, level in self.levels.items()), (NOT_SURE, "I am not sure")]
        field.choice_hints = {key: level.description for key, level in self.levels.items()} | {
            NOT_SURE: "Ring us and talk it through, or go on and let us decide."
        }

    @property
    def chosen_level(self) -> ThresholdLevel | None:
        """The level of a valid answer; None for somebody who is not sure."""
        return self.levels.get(self.cleaned_data["level"])

    @property
    def calls_for_social_care(self) -> bool:
        """Whether the answer is one with which people come to the front door."""
        level = self.chosen_level
        return level is not None and level.statutory


class DocumentForm(GovukForm):
    """One document that goes with the referral."""

    file = FileField(
        "Add a document",
        subject="a document",
        hint=f"A PDF, a Word document (.docx), a JPEG or a PNG, of at most {LARGEST_MB} MB.",
        accepts=tuple(KINDS),
        max_mb=LARGEST_MB,
    )


class ReferrerForm(GovukForm):
    """How the front door reaches whoever refers; name, agency and e-mail are known from the sign-in."""

    referrer_role = TextField(
        "Your job", subject="your job", max_length=120, width=20, hint="Such as designated safeguarding lead."
    )
    referrer_telephone = TextField(
        "Telephone on which we reach you today",
        subject="the telephone on which we reach you",
        max_length=30,
        inputmode="tel",
        width=20,
    )


class UrgentReferralForm(UrgentForm):
    """The least that can be sent when a child is in danger: a name, the worry, and whom to ring (domain.md L65)."""

    referrer_telephone = ReferrerForm.base_fields["referrer_telephone"]


class ReferralConsentForm(ConsentForm):
    """What the referrer told the family, who knows it of himself (domain.md 2.1 A). Its absence never stops anybody."""

    claimed_consent = RadiosField(
        "What does the family know about this referral?",
        hint="Tell the family that you are referring, unless that would put a child or somebody else at risk.",
        choices=SURE_OF_THEMSELVES,
        subject="what the family knows",
        label_size="m",
    )
