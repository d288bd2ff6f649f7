"""Asking agencies about a child, and keeping what they answer."""

from typing import Any

from frontdoor.actions.checks import ASKS_TO_INVESTIGATE, asks_to_investigate
from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    RadiosField,
    SubmittedOnce,
)
from frontdoor.forms.consent import agencies_in_use, children_of
from frontdoor.models import Agency, Contact


class CheckForm(GovukForm, SubmittedOnce):
    """One question about one child to one or more agencies."""

    child = RadiosField("Which child is this about?", required_message="Choose a child")
    agencies = ModelCheckboxesField(
        "Which agencies do you ask?",
        queryset=Agency.objects.none(),
        small=True,
        required_message="Choose at least one agency",
    )
    question = LongTextField(
        "What do you ask?",
        hint="Ask for what the agency knows. It cannot be asked to investigate, or to question the child or family.",
        rows=5,
        min_length=10,
        required_message="Write what the agency is asked, in at least 10 characters.",
        error_messages={"min_length": "Write what the agency is asked, in at least 10 characters."},
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = {str(child.pk): child for child in children_of(contact)}
        self.fields["child"].choices = [(key, child.full_name) for key, child in self.family.items()]
        if len(self.family) == 1:
            self.fields["child"].initial = next(iter(self.family))
        self.fields["agencies"].queryset = agencies_in_use()

    def clean_question(self) -> str:
        question = self.cleaned_data["question"]
        if asks_to_investigate(question):
            self.add_error("question", ASKS_TO_INVESTIGATE)
        return question

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        return {
            "child": self.family[data["child"]],
            "agencies": list(data["agencies"]),
            "question": data["question"],
        }


class ReplyForm(GovukForm):
    """What an agency answered."""

    replied_on = GovDateField("When did the reply come?", past=True, today_link=True, subject="the date of the reply")
    reply = LongTextField("What does it say?", rows=8, required_message="Write what the agency answered")
