"""What a document of a child's file is printed for."""

from django.db.models import TextChoices

from frontdoor.core.forms import GovukForm, RadiosField


class Purpose(TextChoices):
    """Why a document leaves as a paper or a file; kept with the record of its leaving."""

    MEETING = "meeting", "A meeting about the child"
    VISIT = "visit", "A visit, or other work away from the desk"
    SIGNING = "signing", "Reading or signing on paper"
    FAMILY = "family", "Giving it to the child or the family"
    AGENCY = "agency", "Giving it to somebody of another agency"
    COURT = "court", "A court, or legal advice"
    REQUEST = "request", "A request by somebody to see their record"
    QUALITY = "quality", "Supervision, an audit or an inspection"


class PaperForm(GovukForm):
    """Asked each time, and never chosen for anybody."""

    purpose = RadiosField(
        "What is it for?",
        hint="It stands on the first page, and in the record of who took it out.",
        choices=Purpose.choices,
        required_message="Select what it is for",
    )

    @property
    def purpose_chosen(self) -> Purpose:
        return Purpose(self.cleaned_data["purpose"])
