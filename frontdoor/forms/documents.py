"""Filing a document on a child's record, filing a new version, and narrowing the list."""

from typing import Any

from django import forms

from frontdoor.core.forms import (
    FileField,
    GovDateField,
    GovukForm,
    LongTextField,
    SelectField,
    SubmittedOnce,
    TextField,
)
from frontdoor.core.uploads import KINDS, LARGEST_MB
from frontdoor.models.documents import FROM_WHOM, TITLE_TOO_SHORT, WHY_A_VERSION, DocumentKind


class _FiledForm(SubmittedOnce, GovukForm):
    """What every version has: the file, its date and from whom it is."""

    dated_on = GovDateField(
        "Date on the document",
        subject="the date on the document",
        hint="If it has none: the day on which it came.",
        past=True,
        today_link=True,
    )
    from_whom = TextField(
        "From whom is it?",
        hint="The person with their job and agency, or the family member.",
        max_length=200,
        required_message=FROM_WHOM,
    )
    file = FileField(
        "The document",
        subject="a document",
        hint=f"A PDF, a Word document (.docx), a JPEG or a PNG, of at most {LARGEST_MB} MB.",
        accepts=tuple(KINDS),
        max_mb=LARGEST_MB,
    )

    def filed(self) -> dict[str, Any]:
        """What the acts take."""
        answers = {name: value for name, value in self.cleaned_data.items() if name not in {"submission_key", "file"}}
        sent = self.cleaned_data["file"]
        return {**answers, "name": sent.name, "content": sent.read()}


class DocumentForm(_FiledForm):
    """A document that is new on the record."""

    kind = SelectField("What is it?", choices=DocumentKind.choices, required_message="Select what it is")
    title = TextField(
        "What is it called?",
        hint="Such as: School report, autumn term. It stands in the chronology.",
        max_length=200,
        required_message=TITLE_TOO_SHORT,
    )
    field_order = ("kind", "title", "dated_on", "from_whom", "file")


class VersionForm(_FiledForm):
    """A new version of a document; ``seen`` is the one that was the latest on the page."""

    why = LongTextField("Why is there a new version?", rows=3, required_message=WHY_A_VERSION)
    seen = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    field_order = ("why", "dated_on", "from_whom", "file")


class DocumentFilters(GovukForm):
    """Which documents. An answer that is not on offer narrows nothing."""

    kind = SelectField("Show", choices=DocumentKind.choices, empty_label="Every kind", required=False)

    @property
    def chosen(self) -> str:
        """The kind asked for; empty for every kind."""
        self.is_valid()
        return str(self.cleaned_data.get("kind") or "")
