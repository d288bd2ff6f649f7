"""The questions about who can see a record."""

from typing import Any

from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    ModelSelectField,
    SubmittedOnce,
)
from frontdoor.models import Person
from frontdoor.models.sight_rules import GRANT_ENDED, WHAT_TIE, WHY_LIFTED, WHY_RESTRICTED

NOBODY = Person.objects.none()
A_YEAR = "At most a year ahead."
TWENTY = "At least 20 characters."


class RestrictForm(GovukForm, SubmittedOnce):
    """Why a record is closed, and who looks after it."""

    reason = LongTextField(
        "Why must this record be restricted?",
        hint=TWENTY,
        rows=4,
        max_length=500,
        min_length=20,
        required_message=WHY_RESTRICTED,
        error_messages={"min_length": WHY_RESTRICTED},
    )
    manager = ModelSelectField(
        "Which other manager looks after it?",
        queryset=NOBODY,
        subject="the manager who looks after it",
        hint="This manager sees the record, names others and can lift the restriction.",
    )
    others = ModelCheckboxesField(
        "Who works with this family and must go on seeing it?",
        queryset=NOBODY,
        required=False,
        hint="Leave empty if the manager will name them.",
    )
    last_day = GovDateField("Named until the end of", subject="the last day", hint=A_YEAR)

    def __init__(self, *args: Any, managers: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["manager"].queryset = managers
        self.fields["others"].queryset = others


class LiftForm(GovukForm, SubmittedOnce):
    """Why a record need not be restricted any more."""

    reason = LongTextField(
        "Why need this record not be restricted any more?",
        hint=TWENTY,
        rows=4,
        max_length=500,
        min_length=20,
        required_message=WHY_LIFTED,
        error_messages={"min_length": WHY_LIFTED},
    )


class NameOnRecordForm(GovukForm, SubmittedOnce):
    """Who may see a restricted record, why and until when."""

    worker = ModelSelectField("Who may see the record?", queryset=NOBODY, subject="who may see the record")
    reason = LongTextField("Why does this worker need it?", hint=TWENTY, rows=3, max_length=500)
    last_day = GovDateField("Until the end of", subject="the last day", hint=A_YEAR)

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers


class EndNamingForm(GovukForm, SubmittedOnce):
    """Whose name is taken off a restricted record."""

    worker = ModelSelectField("Whose name is taken off?", queryset=NOBODY, subject="whose name is taken off")
    reason = LongTextField(
        "Why?",
        hint="At least 10 characters.",
        subject="why the name is taken off",
        rows=3,
        max_length=300,
        min_length=10,
        error_messages={"min_length": GRANT_ENDED},
    )

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers


class TieForm(GovukForm, SubmittedOnce):
    """What ties a worker to a family; a manager says whose tie it is."""

    worker = ModelSelectField("Whose tie is it?", queryset=NOBODY, subject="whose tie it is")
    reason = LongTextField(
        "What is the tie?",
        hint="For example: a relative, a neighbour, a former partner. It cannot be taken back.",
        rows=3,
        max_length=300,
        min_length=5,
        required_message=WHAT_TIE,
        error_messages={"min_length": WHAT_TIE},
    )

    def __init__(self, *args: Any, workers: Any, own: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        if workers is None:
            del self.fields["worker"]
        else:
            self.fields["worker"].queryset = workers

    @property
    def whose(self) -> Any:
        """The worker whose tie it is: whoever declares it, unless a manager chose."""
        return self.cleaned_data.get("worker", self.own)
