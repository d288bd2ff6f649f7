"""What is looked back at, and what was found."""

from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef

from audits.cohort import AGES, CRITERIA, EARLIER, MOST_WORDS, STATES, WORDS_SPAN
from audits.models.look_backs import ACTION_WANTED, FOUND_TOO_SHORT, HANDED_TO_WHO_WORKS_IT, PURPOSE_TOO_SHORT, Finding
from frontdoor.core.forms import (
    CheckboxField,
    GovDateField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    RadiosField,
    SelectField,
    SubmittedOnce,
    TextField,
)
from frontdoor.models import Agency, Contact, ThresholdLevel
from frontdoor.models.consent import ConsentStatus
from frontdoor.models.contacts import Rag
from frontdoor.models.decisions import Outcome
from frontdoor.models.override_choices import Harm, OverrideReason
from frontdoor.models.person_choices import Ethnicity, Sex
from workforce.models import Team

WORDS_WITHOUT_DAYS = "To look for words, say from which day on: at most two years up to the last day."


class LookBackForm(SubmittedOnce, GovukForm):
    """A name, a purpose, and which decided contacts; an empty criterion narrows nothing."""

    name = TextField("Name of this look-back", width="full", max_length=120, required_message="Enter a name")
    purpose = LongTextField("Why are these contacts looked at again?", rows=3, required_message=PURPOSE_TOO_SHORT)
    since = GovDateField("Received from", required=False)
    until = GovDateField("Received to", required=False)
    agency = ModelSelectField("Agency", queryset=Agency.objects.none(), required=False, empty_label="All")
    decided_by = ModelSelectField("Decided by", queryset=Agency.objects.none(), required=False, empty_label="All")
    team = ModelSelectField(
        "Team to which any child went", queryset=Team.objects.none(), required=False, empty_label="All"
    )
    rag = SelectField("Urgency", choices=Rag.choices, required=False, empty_label="All")
    outcome = SelectField("Outcome for any child", choices=Outcome.choices, required=False, empty_label="All")
    level = SelectField("Level decided for any child", choices=[], required=False, empty_label="All")
    harm = SelectField("Category of concern", choices=Harm.choices, required=False, empty_label="All")
    age = SelectField(
        "Age of any child when it was received",
        choices=[(key, words) for key, (_, words) in AGES.items()],
        required=False,
        empty_label="All",
    )
    sex = SelectField("Sex of any child", choices=Sex.choices, required=False, empty_label="All")
    ethnicity = SelectField("Ethnicity of any child", choices=Ethnicity.choices, required=False, empty_label="All")
    earlier = SelectField(
        "Contacts about any of the children before it", choices=list(EARLIER.items()), required=False, empty_label="All"
    )
    words = TextField(
        "Words in what was worrying",
        required=False,
        max_length=MOST_WORDS,
        width="full",
        hint="Every word counts, in any form of it. Say as well from which day on.",
    )
    state = SelectField(
        "Decided",
        choices=list(STATES.items()),
        required=False,
        empty_label="Decided",
        hint="An open contact can change.",
    )
    consent = SelectField(
        "Consent recorded for any child",
        choices=[choice for choice in ConsentStatus.choices if choice[0] != ConsentStatus.NOT_NEEDED_ADVICE],
        required=False,
        empty_label="All",
    )
    override_reason = SelectField(
        "Reason given for asking without consent", choices=OverrideReason.choices, required=False, empty_label="All"
    )
    dispensed = CheckboxField("Only those on which consent was dispensed with", required=False)
    without_consent = CheckboxField(
        "Only those referred on, or on which an agency was asked, though nobody had agreed to anything",
        required=False,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.on = on
        deciders = get_user_model().objects.filter(Exists(Contact.objects.filter(decided_by_id=OuterRef("pk"))))
        self.fields["level"].choices = [("", "All"), *levels()]
        self.fields["agency"].queryset = Agency.objects.all()
        self.fields["team"].queryset = Team.objects.order_by("name")
        self.fields["decided_by"].queryset = deciders.order_by("family_name", "given_names")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        since, until = answers.get("since"), answers.get("until")
        if since and until and until < since:
            self.add_error("until", "The last day cannot be before the first.")
        if answers.get("words") and (since is None or (until or self.on) - since > WORDS_SPAN):
            self.add_error("since", WORDS_WITHOUT_DAYS)
        return answers

    def criteria(self) -> dict[str, Any]:
        """What was chosen, as it is kept with the look-back."""
        chosen = self.cleaned_data
        days = {name: chosen[name].isoformat() for name in ("since", "until") if chosen.get(name)}
        rows = {name: chosen[name].pk for name in ("agency", "decided_by", "team") if chosen.get(name)}
        plain = CRITERIA.keys() - days.keys() - rows.keys() - {"since", "until"} | {"state"}
        return days | rows | {name: chosen[name] for name in sorted(plain) if chosen.get(name)}


def levels() -> list[tuple[str, str]]:
    """The levels of every version by their number, in the words of the latest."""
    rows = ThresholdLevel.objects.in_use().order_by("code", "scheme_id").values_list("code", "label")
    return [(code, f"{code} {label}") for code, label in dict(rows).items()]


class HandOnForm(GovukForm):
    """Who looks at the contacts that are hidden from whoever leads the look-back."""

    worker = ModelSelectField(
        "Who looks at them?",
        queryset=Agency.objects.none(),
        required_message=HANDED_TO_WHO_WORKS_IT,
        hint="The managers named on the restricted records are asked to name this person on them.",
    )

    def __init__(self, *args: Any, workers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["worker"].queryset = workers


class FindingForm(GovukForm):
    """What looking back at one contact found; something to put right has an owner and a day."""

    finding = RadiosField("What did you find?", choices=Finding.choices, required_message="Choose what you found")
    found = LongTextField("Why do you say so?", rows=4, required_message=FOUND_TOO_SHORT)
    action = LongTextField("What must be put right?", rows=3, required=False)
    action_owner = ModelSelectField("Who puts it right?", queryset=Agency.objects.none(), required=False)
    action_due_on = GovDateField("By when?", required=False, future=True)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, today=on, **kwargs)
        self.fields["action_owner"].queryset = get_user_model().objects.in_post(on).order_by("family_name")

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("finding") == Finding.ACT:
            for name in ("action", "action_owner", "action_due_on"):
                if not answers.get(name) and name not in self.errors:
                    self.add_error(name, ACTION_WANTED)
        return answers
