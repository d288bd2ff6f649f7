"""Recording what a parent or young person was asked, and what came of it."""

from collections.abc import Iterable, Sequence
from datetime import date
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
from frontdoor.core.working_days import london_date
from frontdoor.core.written import NO_WORDS, is_written
from frontdoor.models import Agency, ConsentEvent, Contact, Person, Relationship
from frontdoor.models.consent import DECIDED_BY_TWO, SAID_BY_AN_ADULT, SAID_NO, ConsentKind, ConsentStatus
from frontdoor.models.consent_facts import (
    AGE_NOT_KNOWN,
    ANSWERS_FOR_ONE,
    COMPETENCE_LOOKED_AT,
    LEAST_AGE_TOLD,
    LEAST_CONSIDERED,
    NO_OWN_ANSWER,
    NOT_A_HOLDER,
    TOLD_ALONE,
    TOO_YOUNG,
    own_answer_wants,
    says_no_alone,
    told_too_little,
)

NOT_BY_HAND = DECIDED_BY_TWO | {ConsentStatus.NOT_NEEDED_ADVICE}
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


def with_the_young(adults: Sequence[tuple[str, str]], young: Iterable[Person]) -> list[tuple[str, str]]:
    """The adults, and each young person who is not offered already as somebody's parent."""
    offered = {key for key, _ in adults}
    own = [(str(child.pk), f"{child.full_name} (the young person, alone)") for child in young]
    return [*adults, *(choice for choice in own if choice[0] not in offered)]


class ToldForm(GovukForm):
    """What is told where a young person answers alone."""

    considered = LongTextField(
        "Under 16 and alone: what did you consider about the young person's understanding?",
        hint=(
            "Age, what was explained, what the young person told back, pressure from others. At least 40 characters. "
            "Leave this where an adult answered, or nobody."
        ),
        rows=4,
        required=False,
    )
    age_told = LongTextField(
        "Date of birth not known: how do you know that the young person is old enough?",
        hint="At least 20 characters. Leave this where the date of birth is recorded.",
        rows=2,
        required=False,
    )

    def clean_own_answer(self, alone: Sequence[Person], day: date) -> None:
        wants = {own_answer_wants(child, on=day) for child in alone}
        if "age" in wants:
            self.add_error("status", TOO_YOUNG)
        elif "told_age" in wants and not is_written(self.cleaned_data.get("age_told") or "", LEAST_AGE_TOLD):
            self.add_error("age_told", AGE_NOT_KNOWN)
        short = not is_written(self.cleaned_data.get("considered") or "", LEAST_CONSIDERED)
        if "age" not in wants and wants & {"competence", "told_age"} and short:
            self.add_error("considered", COMPETENCE_LOOKED_AT)
        empty = told_too_little(self.cleaned_data)
        if empty and empty not in self.errors:
            self.add_error(empty, NO_WORDS)


class ConsentForm(ToldForm, SubmittedOnce):
    """One answer for one or more children of a contact."""

    field_order = ("children", "kind", "status", "agencies", "given_by", *TOLD_ALONE)

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
            ConsentStatus.CYP_COMPETENT: (
                "From 16 on. Under 16, a social worker or a manager records what was considered. Never under 10."
            ),
            ConsentStatus.GROUND_ENDED: "A practice manager or a service manager records this.",
        },
        reveals={
            ConsentStatus.GIVEN_PARTIAL: "agencies",
        },
        required_message="Select what came of it",
    )
    agencies = ModelCheckboxesField(
        "Which agencies may be asked?",
        queryset=Agency.objects.none(),
        small=True,
        required_message="Say which agencies the consent covers",
    )
    given_by = SelectField(
        "Who answered?",
        hint=(
            "An agreement needs an adult who is recorded as holding parental responsibility for each child you chose. "
            "Choose the young person where he or she said no alone. Leave this when nobody answered, or when the young "
            "person agreed alone."
        ),
        empty_label="Nobody answered",
        required=False,
    )
    words = LongTextField(
        "What was explained, and what was said?",
        hint="Use their own words where you can.",
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
        self.alone = set(ConsentEvent.objects.alone(contact=contact).values_list("child_id", flat=True))
        adults = adult_choices(self.ties)
        wants = {child: own_answer_wants(child, on=kwargs["today"]) for child in self.family}
        young = [child for child in self.family if wants[child] != "age"]
        self.fields["given_by"].choices = [("", "Nobody answered"), *with_the_young(adults, young)]
        self.fields["agencies"].queryset = agencies_in_use()

    def _says_no_alone(self, child: Person, day: date) -> bool:
        return says_no_alone(child, on=day, decided_alone=child.pk in self.alone)

    def clean(self) -> dict[str, Any]:
        super().clean()
        data = self.cleaned_data
        happened_at, status = data.get("happened_at"), data.get("status")
        if happened_at is None or status is None:
            return data
        day = london_date(happened_at)
        if (
            status in SAID_BY_AN_ADULT
            and data.get("kind") != ConsentKind.REFERRAL
            and not self._agrees_for_each_on(day)
        ):
            self.add_error("given_by", NOT_A_HOLDER)
        self._clean_own_no(status, day)
        if status == ConsentStatus.CYP_COMPETENT:
            self.clean_own_answer(self.chosen_children(), day)
        return data

    def _clean_own_no(self, status: str, day: date) -> None:
        own = next((child for child in self.family if str(child.pk) == self.cleaned_data.get("given_by")), None)
        if own is None or status == ConsentStatus.CYP_COMPETENT:
            return
        tied = {tie.child_id for tie in self.ties if tie.adult_id == own.pk}
        if {child.pk for child in self.chosen_children()} - tied - {own.pk}:
            self.add_error("given_by", ANSWERS_FOR_ONE)
        elif status in SAID_NO and own in self.chosen_children():
            if self.cleaned_data.get("considered"):
                self.clean_own_answer([own], day)
            elif not self._says_no_alone(own, day):
                self.add_error("considered", NO_OWN_ANSWER)

    def _agrees_for_each_on(self, day: date) -> bool:
        """Whether the adult who answered, if one is named, could agree for every chosen child."""
        adult, chosen = self.cleaned_data.get("given_by"), self.chosen_children()
        if not adult:
            return True
        agreeing = Relationship.objects.could_agree_on(day).filter(adult=adult, child__in=chosen)
        return {child.pk for child in chosen} <= set(agreeing.values_list("child_id", flat=True))

    def chosen_children(self) -> list[Person]:
        """The children that were ticked."""
        ticked = self.cleaned_data.get("children") or ()
        return [child for child in self.family if str(child.pk) in ticked]

    def answer(self) -> dict[str, Any]:
        """What the act takes."""
        data = self.cleaned_data
        who = {str(child.pk): child for child in self.family} | {str(tie.adult_id): tie.adult for tie in self.ties}
        return {
            "children": self.chosen_children(),
            "kind": data["kind"],
            "status": data["status"],
            "agencies": list(data["agencies"] or ()),
            "given_by": who.get(data["given_by"]),
            "words": data["words"],
            "happened_at": data["happened_at"],
            **{name: data[name] for name in TOLD_ALONE},
        }

    def without_responsibility(self) -> list[Person]:
        """Chosen children for whom the adult who answered is not recorded as holding parental responsibility."""
        data = self.cleaned_data
        if not data["given_by"]:
            return []
        holds = {
            tie.child_id for tie in self.ties if str(tie.adult_id) == data["given_by"] and tie.holds_responsibility
        }
        return [
            child for child in self.chosen_children() if child.pk not in holds and str(child.pk) != data["given_by"]
        ]
