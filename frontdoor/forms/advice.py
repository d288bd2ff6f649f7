"""An advice call in four answers, and what the log is narrowed to."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import QueryDict

from frontdoor.core.forms import (
    GovDateField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    RadiosField,
    SelectField,
    SubmittedOnce,
)
from frontdoor.models import AdviceCall, Agency
from frontdoor.models.advice import (
    ADVICE_TOO_SHORT,
    NAMES_NOBODY,
    QUESTION_TOO_SHORT,
    AdviceCallQuerySet,
    Caller,
    NextStep,
)
from frontdoor.models.told_names import tells_of_harm_today

SHORTEST = 20
WITHIN = timedelta(days=90)


class AdviceForm(SubmittedOnce, GovukForm):
    """Who asked, what, what was advised, what happens next. Nothing in it says who the child is."""

    caller = RadiosField(
        "Who is asking?",
        choices=Caller.choices,
        reveals={Caller.AGENCY: "agency"},
        required_message="Choose who is asking",
    )
    agency = ModelSelectField("Agency", queryset=Agency.objects.none(), required=False)
    question = LongTextField(
        "What did they ask?",
        hint="The worry in general terms. No names, dates of birth, numbers or addresses.",
        rows=4,
        required_message=QUESTION_TOO_SHORT,
    )
    advice = LongTextField("What did you advise?", rows=4, required_message=ADVICE_TOO_SHORT)
    next_step = RadiosField("What happens next?", choices=NextStep.choices, required_message="Choose what happens next")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(ended_on__isnull=True)

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("caller") == Caller.AGENCY and answers.get("agency") is None and "agency" not in self.errors:
            self.add_error("agency", "Choose the agency that called.")
        if answers.get("caller") != Caller.AGENCY:
            answers["agency"] = None
        for name, sentence in (("question", QUESTION_TOO_SHORT), ("advice", ADVICE_TOO_SHORT)):
            words = answers.get(name, "")
            if words and len(words.strip()) < SHORTEST:
                self.add_error(name, sentence)
            elif AdviceCall.identifies(words):
                self.add_error(name, NAMES_NOBODY)
        return answers

    @property
    def names_somebody(self) -> bool:
        """Whether an answer was refused because it says who somebody is."""
        return any(NAMES_NOBODY in sentences for sentences in self.errors.values())

    @property
    def tells_of_harm_today(self) -> bool:
        """Whether the caller seems to tell of harm today, so that the call handler is asked once more."""
        return any(tells_of_harm_today(self.data.get(name, "")) for name in ("question", "advice"))


def words_of(post: QueryDict) -> str:
    """What an advice call said, as the worry of the contact that it becomes: nothing that was typed is lost."""
    asked, advised = (post.get(name, "").strip() for name in ("question", "advice"))
    return "\n\n".join(filter(None, [asked, f"Advised: {advised}" if advised else ""]))


class AdviceFilters(GovukForm):
    """Calls of a time, of an agency, with a next step; without an answer those of the last 90 days."""

    since = GovDateField("From", required=False)
    until = GovDateField("To", required=False)
    agency = SelectField("Agency", empty_label="All", required=False)
    next_step = SelectField("What happened next", choices=NextStep.choices, empty_label="All", required=False)

    def __init__(self, *args: Any, agencies: Iterable[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].choices = [("", "All"), *((str(pk), name) for pk, name in agencies)]

    def narrow(self, calls: AdviceCallQuerySet, *, today: date) -> AdviceCallQuerySet:
        """The calls that every chosen answer lets through."""
        self.is_valid()
        chosen = self.cleaned_data
        last = chosen.get("until") or today
        calls = calls.between(chosen.get("since") or last - WITHIN, last)
        if chosen.get("agency"):
            calls = calls.of_agency(int(chosen["agency"]))
        return calls.filter(next_step=chosen["next_step"]) if chosen.get("next_step") else calls


def agencies_that_called() -> list[tuple[int, str]]:
    """The agencies a log can be narrowed to."""
    called = AdviceCall.objects.filter(agency__isnull=False).values("agency_id")
    return list(Agency.objects.filter(pk__in=called).values_list("pk", "name"))
