"""Recording what a parent or young person was asked, and what came of it."""

from collections.abc import Iterable, Sequence
from typing import Any

from frontdoor.core.forms import (
    CheckboxesField,
    GovDateTimeField,
    GovukForm,
    LongTextField,
    ModelCheckboxesField,
    RadiosField,
    SelectField,
    SubmittedOnce,
)
from frontdoor.models import Agency, Contact, Person, Relationship
from frontdoor.models.consent import COMPETENCE_LOOKED_AT, ConsentKind, ConsentStatus

NOT_BY_HAND = frozenset({ConsentStatus.OVERRIDDEN, ConsentStatus.NOT_NEEDED_ADVICE})
RECORDED_BY_HAND = [(value, words) for value, words in ConsentStatus.choices if value not in NOT_BY_HAND]


def children_of(contact: Contact) -> list[Person]:
    """The children a contact is about, in the order they were named."""
    return [about.child for about in contact.about.select_related("child").order_by("pk")]


def name_children(field: Any, family: Sequence[Person]) -> None:
    """Offer the children by name; an only child is ticked, since nobody else can be meant."""
    field.choices = [(str(child.pk), child.full_name) for child in family]
    if len(family) == 1:
        field.initial = [str(family[0].pk)]


def agencies_in_use() -> Any:
    """Agencies that can still be asked."""
    return Agency.objects.filter(ended_on=None).order_by("name")


def adult_choices(ties: Iterable[Relationship]) -> list[tuple[str, str]]:
    """Each adult of the family with the tie and whether parental responsibility is recorded."""
    found: dict[int, str] = {}
    for tie in ties:
        responsibility = tie.get_parental_responsibility_display().lower()
        words = f"{tie.get_kind_display().lower()}; parental responsibility: {responsibility}"
        found.setdefault(tie.adult_id, f"{tie.adult.full_name} ({words})")
    return [(str(key), words) for key, words in found.items()]


class ConsentForm(GovukForm, SubmittedOnce):
    """One answer for one or more children of a contact."""

    children = CheckboxesField("Which children is this about?", required_message="Choose at least one child")
    kind = RadiosField(
        "What was the family asked to agree to?",
        choices=ConsentKind.choices,
        required_message="Select what the family was asked to agree to",
    )
    status = RadiosField(
        "What came of it?",
        choices=RECORDED_BY_HAND,
        choice_hints={
            ConsentStatus.WITHDRAWN: "Questions stop at once, those that wait too. A manager decides what follows.",
            ConsentStatus.NOT_NEEDED_S47: "A practice manager or a service manager records this.",
            ConsentStatus.CYP_COMPETENT: "A social worker or a manager records this. Write what the young person said.",
            ConsentStatus.GROUND_ENDED: "A practice manager or a service manager records this.",
        },
        reveals={
            ConsentStatus.GIVEN_PARTIAL: "agencies",
            ConsentStatus.NOT_NEEDED_S47: "strategy_decided_at",
            ConsentStatus.CYP_COMPETENT: "considered",
        },
        required_message="Select what came of it",
    )
    agencies = ModelCheckboxesField(
        "Which agencies may be asked?",
        queryset=Agency.objects.none(),
        small=True,
        required_message="Say which agencies the consent covers",
    )
    strategy_decided_at = GovDateTimeField(
        "When did the strategy discussion decide on section 47?",
        past=True,
        subject="the time of the strategy discussion",
    )
    considered = LongTextField(
        "What did you consider about the young person's understanding?",
        hint="Age, what was explained, what the young person told back, pressure from others. At least 40 characters.",
        rows=4,
        required_message=COMPETENCE_LOOKED_AT,
    )
    given_by = SelectField(
        "Who answered?",
        hint="An adult with parental responsibility. Leave this when nobody answered.",
        empty_label="Nobody answered",
        required=False,
    )
    words = LongTextField(
        "What was explained, and what was said?",
        hint=(
            "Use their own words where you can. For section 47, write the grounds in at least 40 characters. "
            "For a court order, say which one."
        ),
        rows=4,
        required=False,
    )
    happened_at = GovDateTimeField(
        "When was this?",
        hint="Consent that the referrer obtained can be up to 28 days older than the contact.",
        past=True,
        today_link=True,
        subject="the time of the answer",
    )

    def __init__(self, *args: Any, contact: Contact, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.family = children_of(contact)
        self.ties = list(
            Relationship.objects.current().filter(child__in=self.family).select_related("adult").order_by("pk")
        )
        name_children(self.fields["children"], self.family)
        self.fields["given_by"].choices = [("", "Nobody answered"), *adult_choices(self.ties)]
        self.fields["agencies"].queryset = agencies_in_use()

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        adults = {str(tie.adult_id): tie.adult for tie in self.ties}
        return {
            "children": [child for child in self.family if str(child.pk) in data["children"]],
            "kind": data["kind"],
            "status": data["status"],
            "agencies": list(data["agencies"] or ()),
            "strategy_decided_at": data["strategy_decided_at"],
            "given_by": adults.get(data["given_by"]),
            "words": data["words"],
            "considered": data["considered"],
            "happened_at": data["happened_at"],
        }

    def without_responsibility(self) -> list[Person]:
        """Chosen children for whom the adult who answered is not recorded as holding parental responsibility."""
        data = self.cleaned_data
        if not data["given_by"]:
            return []
        holds = {
            tie.child_id for tie in self.ties if str(tie.adult_id) == data["given_by"] and tie.holds_responsibility
        }
        return [child for child in self.family if str(child.pk) in data["children"] and child.pk not in holds]
