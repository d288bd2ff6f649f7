"""Putting requests to agencies, naming who owns the concern, and ending a request that nobody answers."""

from datetime import datetime
from typing import Any

from frontdoor.actions.checks import needs_an_owner
from frontdoor.core.forms import (
    CheckboxesField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    RadiosField,
    SelectField,
    SubmittedOnce,
    Versioned,
)
from frontdoor.core.roles import MANAGERS
from frontdoor.core.written import is_written
from frontdoor.forms.consent import agencies_in_use, children_of, name_children
from frontdoor.models import Agency, AgencyRequest, Contact
from frontdoor.models.agency_requests import (
    ASKS_NOTHING,
    ASKS_TO_INVESTIGATE,
    ENDED_WITHOUT_A_REASON,
    NEEDS_AN_OWNER,
    RequestKind,
)
from frontdoor.models.check_wording import found_in, names_on
from frontdoor.models.consent import ConsentKind
from frontdoor.models.offer_questions import OFFER_QUESTIONS, ONLY_THE_OFFER
from frontdoor.models.override_questions import ONLY_ITS_QUESTIONS, lines_of
from frontdoor.models.positions import positions_of

LEAST_QUESTION, LEAST_REASON = 10, 20
NOT_AN_OFFER = "These questions belong to an offer of early help. Select that above, or take them out."
FIRST_QUESTIONS, MOST_QUESTIONS = 3, 20


def name_workers(field: Any, today: Any) -> dict[str, Any]:
    """Offer the registered social workers in post; returns them by the value of their choice."""
    workers = {str(worker.pk): worker for worker in AgencyRequest.registered_workers(today)}
    field.choices = [("", "Choose"), *((key, worker.get_full_name()) for key, worker in workers.items())]
    return workers


class CheckForm(GovukForm, SubmittedOnce):
    """The same questions, one by one, about one or more children to one or more agencies."""

    kind = RadiosField(
        "What do you ask of the agency?",
        choices=RequestKind.choices,
        choice_hints={
            RequestKind.INFORMATION: "What it knows. It is never asked to investigate.",
            RequestKind.EARLY_HELP: "To offer the family help. They must have agreed to that service.",
        },
        required_message="Select what you ask of the agency",
    )
    children = CheckboxesField("Which children is this about?", required_message="Choose at least one child")
    agencies = ModelCheckboxesField(
        "Which agencies do you ask?",
        queryset=Agency.objects.none(),
        small=True,
        required_message="Choose at least one agency",
    )
    approved = CheckboxesField(
        "Which of the questions that a manager decided on do you ask?",
        hint="Where the agency is asked without consent, it is asked these questions and no others.",
        required=False,
        small=True,
    )
    offer = CheckboxesField(
        "For an offer of early help: which of these do you ask?",
        hint="With an offer an agency is asked these questions and no others, and not what it knows of the family.",
        choices=[(question, question) for question in OFFER_QUESTIONS],
        required=False,
        small=True,
    )
    owner = SelectField(
        "Which social worker owns the concern?",
        hint="Asking an agency does not hand it over. Only registered social workers are listed.",
        required=False,
    )
    wording_reason = LongTextField(
        "Why may these words stand?",
        hint="At least 20 characters. It is kept with the request, in your name.",
        rows=3,
        required=False,
    )

    def __init__(
        self, *args: Any, contact: Contact, worker: Any, questions: int = FIRST_QUESTIONS, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.family, self.names = children_of(contact), names_on(contact.pk)
        self.needs_owner = needs_an_owner(contact)
        self.may_reason = bool(MANAGERS & worker.roles)
        name_children(self.fields["children"], self.family)
        self.fields["agencies"].queryset = agencies_in_use()
        self.workers = name_workers(self.fields["owner"], kwargs["today"])
        self.only_approved = self._offer_approved(contact, kwargs["now"])
        wanted = 0 if self.only_approved else min(questions, MOST_QUESTIONS)
        self.question_names = [f"question_{number}" for number in range(1, wanted + 1)]
        for number, name in enumerate(self.question_names, 1):
            self.fields[name] = LongTextField(
                f"Question {number}",
                rows=2,
                required=False,
                min_length=LEAST_QUESTION,
                error_messages={"min_length": ASKS_NOTHING},
            )

    def _offer_approved(self, contact: Contact, now: datetime) -> bool:
        """Offer the questions of the managers' decisions in force, none chosen; whether there is no other ground.

        Agreement to a service is one, for an offer of early help.
        """
        stands = positions_of(contact, at=now)
        grounds = [
            ground
            for (_, kind), stand in stands.items()
            if kind in (ConsentKind.CHECKS, ConsentKind.SERVICE)
            for ground in stand.grounds(now)
        ]
        decided = [ground.override for ground in grounds if ground.override is not None]
        lines = list(dict.fromkeys(line for override in decided for line in lines_of(override.questions)))
        self.fields["approved"].choices = [(line, line) for line in lines]
        if not lines:
            del self.fields["approved"]
        return bool(lines) and len(decided) == len(grounds)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.needs_owner and not data.get("owner"):
            self.add_error("owner", NEEDS_AN_OWNER)
        if data.get("kind") == RequestKind.EARLY_HELP:
            self._check_offer(data)
            return data
        if data.get("offer"):
            self.add_error("offer", NOT_AN_OFFER)
        if "approved" not in self.fields and not self.questions() and "question_1" not in self.errors:
            self.add_error("question_1", ASKS_NOTHING)
        if "approved" in self.fields and not self.questions() and not set(self.question_names) & self.errors.keys():
            self.add_error("approved", ONLY_ITS_QUESTIONS if self.only_approved else ASKS_NOTHING)
        found = self.found()
        if found and not self.may_reason:
            for name in self.question_names:
                if found_in([data.get(name) or ""], self.names):
                    self.add_error(name, ASKS_TO_INVESTIGATE)
            if found_in(data.get("approved") or [], self.names):
                self.add_error("approved", ASKS_TO_INVESTIGATE)
        elif found and not is_written(data.get("wording_reason") or "", LEAST_REASON):
            self.add_error("wording_reason", ASKS_TO_INVESTIGATE)
        return data

    def _check_offer(self, data: dict[str, Any]) -> None:
        """With an offer nothing is asked but what is listed for it; what was written stays where it was typed."""
        for name in [name for name in ("approved", *self.question_names) if data.get(name)]:
            self.add_error(name, ONLY_THE_OFFER)
        if not data.get("offer"):
            self.add_error("offer", ONLY_THE_OFFER)

    def questions(self) -> list[str]:
        """The questions that were chosen and those that were written, in their order."""
        if self.cleaned_data.get("kind") == RequestKind.EARLY_HELP:
            return list(self.cleaned_data["offer"])
        written = [self.cleaned_data[name] for name in self.question_names if self.cleaned_data.get(name)]
        return [*(self.cleaned_data.get("approved") or []), *written]

    def found(self) -> list[str]:
        """The phrases with which the agency would be asked to investigate."""
        return found_in(self.questions(), self.names) if hasattr(self, "cleaned_data") else []

    @property
    def before(self) -> list[Any]:
        """The questions about whom and what, above those to the agency."""
        names = ["kind", "children", "agencies", *(["owner"] if self.needs_owner else [])]
        return [self[name] for name in names]

    @property
    def asked(self) -> list[Any]:
        """The questions to the agency: to choose, then to write."""
        approved = ["approved"] if "approved" in self.fields else []
        return [self[name] for name in (*approved, *self.question_names)]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        return {
            "kind": data["kind"],
            "children": [child for child in self.family if str(child.pk) in data["children"]],
            "agencies": list(data["agencies"]),
            "questions": self.questions(),
            "owner": self.workers.get(data["owner"]),
            "wording_reason": data["wording_reason"],
        }


class OwnerForm(Versioned, GovukForm, SubmittedOnce):
    """Who in social care owns the concern behind a request."""

    owner = SelectField("Which social worker owns the concern?", required_message="Choose a social worker")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.workers = name_workers(self.fields["owner"], kwargs["today"])


class CloseForm(GovukForm, SubmittedOnce):
    """Why a request ends without an answer."""

    reason = LongTextField(
        "Why does it end without an answer?",
        hint="What was tried, and how the decision is made without it. At least 20 characters.",
        rows=4,
        min_length=LEAST_REASON,
        required_message=ENDED_WITHOUT_A_REASON,
        error_messages={"min_length": ENDED_WITHOUT_A_REASON},
    )
