"""Recording a visit on one page, and writing a case note. No answer about a child is chosen beforehand."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from cases.actions.visits import LEAST_SAID, NOBODY, ChildVisited
from cases.models.notes import NOTE_TOO_SHORT, WHY_SIGNIFICANT, NoteKind
from cases.models.visits import (
    BEFORE_BIRTH,
    MADE_SAFE_TOO_SHORT,
    NO_VOICE,
    OBSERVED_TOO_SHORT,
    WHERE_ELSE,
    WHY_NOT_SEEN,
    Place,
    VisitKind,
    is_before_birth,
)
from frontdoor.core.forms import (
    CheckboxField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    RadiosField,
    SubmittedOnce,
    TextField,
    YesNoField,
)
from frontdoor.core.roles import MANAGERS
from frontdoor.core.working_days import london_date
from frontdoor.core.written import is_written
from frontdoor.models import Person

SEEN, NOT_SEEN, LEFT_OUT = "seen", "not_seen", "left_out"
LEAST_WORDS = 20
NO_CASE = (
    "This child has no open case. What you write stands on the child's own record too. If you are worried, tell the "
    "front door."
)


def _too_short(words: str, least: int) -> bool:
    return not is_written(words, least)


class VisitForm(SubmittedOnce, GovukForm):
    """One visit, with the same questions for each child of the home."""

    happened_at = GovDateTimeField(
        "When was the visit?",
        subject="the visit",
        required_message="Enter when the visit was",
        past=True,
        today_link=True,
    )
    kind = RadiosField(
        "What was it for?", choices=VisitKind.choices, required_message="Select what the visit was for", small=True
    )
    place = RadiosField(
        "Where was it?",
        choices=Place.choices,
        reveals={Place.ELSEWHERE: "place_words"},
        required_message="Select where the visit was",
        small=True,
    )
    place_words = TextField("Where else", max_length=200, required_message=WHERE_ELSE)
    announced = YesNoField("Did the family know of it beforehand?")
    present = TextField("Who else was there?", required=False, max_length=2000)
    observed = LongTextField(
        "What did you see and hear?",
        hint="Facts alone: what anybody in the room could have seen.",
        rows=6,
        required_message=OBSERVED_TOO_SHORT,
    )
    analysis = LongTextField("What do you make of it?", hint="Your own view.", required=False, rows=4)
    agreed = LongTextField("What was agreed?", hint="Who does what by when.", required=False, rows=3)
    safe = YesNoField("Were the children safe when you left?", reveals={"no": "made_safe"})
    made_safe = LongTextField("What was done?", rows=3, required_message=MADE_SAFE_TOO_SHORT)

    def __init__(
        self, *args: Any, children: Sequence[Person], without_case: Collection[int] = (), **kwargs: Any
    ) -> None:
        self.children = children
        super().__init__(*args, **kwargs)
        for child in children:
            self.fields |= _questions_about(child)
            if child.pk in without_case:
                self.fields[f"seen_{child.pk}"].help_text = NO_CASE

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        for name, sentence in (("observed", OBSERVED_TOO_SHORT), ("made_safe", MADE_SAFE_TOO_SHORT)):
            if answers.get(name) and _too_short(answers[name], LEAST_WORDS):
                self.add_error(name, sentence)
        for child in self.children:
            for name, sentence in ((f"said_{child.pk}", NO_VOICE), (f"why_not_{child.pk}", WHY_NOT_SEEN)):
                if answers.get(name) and _too_short(answers[name], LEAST_SAID):
                    self.add_error(name, sentence)
            on = answers.get("happened_at") and london_date(answers["happened_at"])
            how = answers.get(f"seen_{child.pk}", LEFT_OUT)
            if on and how != LEFT_OUT and is_before_birth(child, on, seen=how == SEEN):
                self.add_error(f"seen_{child.pk}", BEFORE_BIRTH)
        if all(answers.get(f"seen_{child.pk}") == LEFT_OUT for child in self.children):
            self.add_error(f"seen_{self.children[0].pk}", NOBODY)
        return answers

    @property
    def child_fields(self) -> Iterator[tuple[Person, Any]]:
        """Each child with the question that opens the others."""
        return ((child, self[f"seen_{child.pk}"]) for child in self.children)

    def shared(self) -> dict[str, Any]:
        """The answers about the visit, as ``actions.visits.record`` takes them."""
        return {name: self.cleaned_data[name] for name in VisitForm.base_fields if name != "submission_key"}

    def parts(self) -> list[ChildVisited]:
        """The answers about each child who was part of the visit."""
        return [self._part(child) for child in self.children if self._answer("seen", child) != LEFT_OUT]

    def _answer(self, name: str, child: Person) -> Any:
        return self.cleaned_data[f"{name}_{child.pk}"]

    def _part(self, child: Person) -> ChildVisited:
        if self._answer("seen", child) == NOT_SEEN:
            return ChildVisited(child=child, seen=False, not_seen_reason=self._answer("why_not", child))
        return ChildVisited(
            child=child,
            seen=True,
            seen_alone=self._answer("alone", child),
            bedroom_seen=self._answer("bedroom", child),
            said=self._answer("said", child),
        )


def _questions_about(child: Person) -> dict[str, Any]:
    name, pk = child.given_names or child.full_name, child.pk
    return {
        f"seen_{pk}": RadiosField(
            f"Did you see {name}?",
            choices=[(SEEN, "Seen"), (NOT_SEEN, "Not seen"), (LEFT_OUT, "Not part of this visit")],
            reveals={SEEN: (f"alone_{pk}", f"bedroom_{pk}", f"said_{pk}"), NOT_SEEN: f"why_not_{pk}"},
            required_message=f"Select whether you saw {name}",
        ),
        f"alone_{pk}": YesNoField("Alone?", required_message=f"Select whether {name} was seen alone"),
        f"bedroom_{pk}": YesNoField("Did you see the bedroom?", required=False),
        f"said_{pk}": LongTextField(
            f"What did {name} say or show?",
            hint="In the child's own words. For a child who does not speak, what you saw of the child.",
            rows=3,
            required_message=NO_VOICE,
        ),
        f"why_not_{pk}": LongTextField(f"Why was {name} not seen?", rows=2, required_message=WHY_NOT_SEEN),
    }


class NoteForm(SubmittedOnce, GovukForm):
    """A case note about some of the children of a home; a correction has the children of what it corrects."""

    happened_at = GovDateTimeField(
        "When was it?", subject="the event", required_message="Enter when it was", past=True, today_link=True
    )
    kind = RadiosField("What is it?", choices=NoteKind.choices, required_message="Select what it is", small=True)
    with_whom = TextField("With whom?", required=False, max_length=200)
    text = LongTextField("What happened?", rows=6, required_message=NOTE_TOO_SHORT)
    children = ModelCheckboxesField(
        "Which children is it about?",
        queryset=Person.objects.none(),
        required_message="Choose at least one child that this is about",
    )
    is_significant = CheckboxField("This is a significant event", required=False)
    why_significant = LongTextField("Why is it significant?", required=False, rows=2)

    def __init__(self, *args: Any, people: Any, roles: frozenset[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["children"].queryset = people
        if not roles & MANAGERS:
            self.fields["kind"].choices = [choice for choice in NoteKind.choices if choice[0] != NoteKind.DECISION]

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        if answers.get("text") and _too_short(answers["text"], LEAST_WORDS):
            self.add_error("text", NOTE_TOO_SHORT)
        if answers.get("is_significant") and _too_short(answers.get("why_significant", ""), LEAST_SAID):
            self.add_error("why_significant", WHY_SIGNIFICANT)
        return answers

    def answers(self) -> dict[str, Any]:
        """As ``actions.notes.write`` takes them."""
        given = {name: self.cleaned_data[name] for name in ("happened_at", "kind", "with_whom", "text", "children")}
        why = self.cleaned_data["why_significant"] if self.cleaned_data["is_significant"] else ""
        return given | {"significant": why}
