"""Who is invited, who came, what they say; what is agreed and to whom the record goes."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from cases import smart
from cases.forms.invitations import COLLEAGUE, OUTSIDE, in_use
from cases.forms.offering import offer
from cases.models.agreed import WHAT_FOR
from cases.models.strategy_actions import DONE_WHOLE
from cases.models.strategy_agencies import LINE_WHOLE
from cases.models.strategy_circulation import SentHow
from frontdoor.core.forms import (
    GovDateTimeField,
    GovukForm,
    LongTextField,
    ModelSelectField,
    RadiosField,
    SelectField,
    TextField,
)
from frontdoor.models import Agency, Person
from frontdoor.models.check_replies import Said

ALL_CHILDREN = "All the children"


class LineForm(GovukForm):
    """One thing somebody says."""

    said = RadiosField(
        "Fact or opinion?",
        choices=Said.choices,
        inline=True,
        small=True,
        required_message="Select whether it is a fact or an opinion",
    )
    child = SelectField("About", empty_label=ALL_CHILDREN, required=False)
    words = LongTextField(
        "What was said?", rows=3, required_message=LINE_WHOLE, min_length=5, error_messages={"min_length": LINE_WHOLE}
    )
    source = TextField(
        "Where is it known from, or whose opinion is it?",
        subject="where it is known from",
        required_message=LINE_WHOLE,
        min_length=2,
        error_messages={"min_length": LINE_WHOLE},
    )

    def __init__(self, *args: Any, children: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(child.pk): child for child in children}
        self.fields["child"].choices = [
            ("", ALL_CHILDREN),
            *((number, child.full_name) for number, child in self.people.items()),
        ]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        return {
            "said": given["said"],
            "words": given["words"],
            "source": given["source"],
            "child": self.people.get(given["child"]),
        }


class ActionForm(GovukForm):
    """Who does exactly what by when; a warning is shown once and can be passed."""

    what = LongTextField(
        "What is done?",
        hint="Begin with a verb. One thing that somebody would see being done. ASAP and ongoing are refused.",
        rows=3,
        required_message=smart.NOTHING_BUT_VAGUE,
    )
    purpose = LongTextField(
        "What is it for?", rows=2, required_message=WHAT_FOR, min_length=10, error_messages={"min_length": WHAT_FOR}
    )
    kind = RadiosField(
        "Who does it?",
        choices=[(COLLEAGUE, "A colleague in social care"), (OUTSIDE, "Somebody else")],
        choice_hints={OUTSIDE: "Of an agency or of the family."},
        reveals={COLLEAGUE: ("owner", "colleague_job"), OUTSIDE: ("owner_name", "owner_job", "agency")},
        required_message=smart.NO_NAME,
    )
    owner = ModelSelectField("Colleague", queryset=Person.objects.none(), required_message=smart.NO_NAME)
    colleague_job = TextField("Job", required_message=smart.NO_ROLE, max_length=120)
    owner_name = TextField("Name of the person", required_message=smart.NO_NAME, max_length=120)
    owner_job = TextField("Job, or what the person is to the child", required_message=smart.NO_ROLE, max_length=120)
    agency = ModelSelectField("Agency, if any", queryset=Agency.objects.none(), required=False)
    due_at = GovDateTimeField(
        "By when is it done?", subject="the time by which it is done", required_message=smart.NO_DATE
    )

    def __init__(self, *args: Any, colleagues: QuerySet, people: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self.fields["owner_name"], people)
        self.fields["agency"].queryset = in_use()
        self.fields["owner"].queryset = colleagues

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        given = self.cleaned_data
        shared = {name: given[name] for name in ("what", "purpose", "due_at")}
        if given["kind"] == COLLEAGUE:
            owner = given["owner"]
            named = {"owner": owner, "owner_name": owner.get_full_name(), "owner_job": given["colleague_job"]}
            return shared | named | {"agency": None}
        return shared | {
            "owner": None,
            "owner_name": given["owner_name"],
            "owner_job": given["owner_job"],
            "agency": given["agency"],
        }


class DoneForm(GovukForm):
    """What shows that an action was done."""

    evidence = LongTextField(
        "What shows that it was done?",
        rows=3,
        required_message=DONE_WHOLE,
        min_length=10,
        error_messages={"min_length": DONE_WHOLE},
    )


class SendForm(GovukForm):
    """How the record goes to somebody."""

    how = RadiosField("How does the record go?", choices=SentHow.choices, required_message="Select how the record goes")
