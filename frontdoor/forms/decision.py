"""A manager's decision in the order in which it should be thought through. Nothing is chosen beforehand."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.validators import MinLengthValidator
from django.forms import BoundField, Field

from frontdoor.actions.decisions import NO_NEED, NO_TEAM, WEIGHED, ForChild
from frontdoor.core.forms import (
    CheckboxesField,
    CheckboxField,
    LongTextField,
    ModelSelectField,
    RadiosField,
    SelectField,
    TextField,
    Versioned,
    YesNoField,
)
from frontdoor.forms.evidence import EvidenceForm
from frontdoor.forms.risk import RiskQuestions
from frontdoor.models import Person, ThresholdLevel
from frontdoor.models.decision_rules import (
    ASSESSMENT_WHY,
    DANGER_UNANSWERED,
    HELP_NOT_SAID,
    NO_INDICATOR,
    NOT_IN_HASTE,
    NOT_URGENT,
)
from frontdoor.models.decisions import (
    CANNOT_WAIT,
    DECIDES_NOTHING,
    IN_HASTE,
    MAKES_REFERRAL,
    REASON_TOO_SHORT,
    Outcome,
)
from frontdoor.models.referrals import PrimaryNeed
from frontdoor.models.threshold import AssessmentDomain

PARTS = (
    "level",
    "outcome",
    "assessment_changes",
    "lesser_step",
    "why_not_early_help",
    "threshold_statement",
    "help_service",
    "help_accepted",
    "reason",
    "team",
    "primary_need",
)


class ChildQuestions:
    """One child's part of the page."""

    def __init__(self, form: "DecisionForm", child: Person) -> None:
        self.form, self.child = form, child

    def _of(self, part: str) -> BoundField:
        return self.form[f"{part}_{self.child.pk}"]

    @property
    def level(self) -> BoundField:
        return self._of("level")

    @property
    def signs(self) -> Iterator[tuple[ThresholdLevel, list[BoundField]]]:
        """The indicators of each level, by side of the framework."""
        for level in self.form.levels:
            names = [_signs(self.child.pk, level.pk, domain) for domain in AssessmentDomain]
            if any(name in self.form.fields for name in names):
                yield level, [self.form[name] for name in names if name in self.form.fields]

    @property
    def outcome(self) -> BoundField:
        return self._of("outcome")

    @property
    def weighed(self) -> Iterator[tuple[str, BoundField]]:
        """The questions that some outcomes ask, with the codes of those outcomes."""
        for part, outcomes, *_ in WEIGHED:
            yield " ".join(sorted(outcomes)), self._of(part)

    @property
    def offers_help(self) -> tuple[str, list[BoundField]]:
        """What an offer of early help asks for, with the code of that outcome."""
        return Outcome.EARLY_HELP.value, [self._of("help_service"), self._of("help_accepted")]

    @property
    def reason(self) -> BoundField:
        return self._of("reason")

    @property
    def opens_case(self) -> tuple[str, list[BoundField]]:
        """What a referral asks for, with the codes of the outcomes that make one."""
        return " ".join(sorted(MAKES_REFERRAL)), [self._of("team"), self._of("primary_need")]


class DecisionForm(Versioned, RiskQuestions, EvidenceForm):
    """What all children share is declared; each child's questions are added, named by the part and the child's id."""

    immediate_danger = YesNoField(
        "Is a child in immediate danger now?", reveals={"yes": "danger_steps"}, required=False
    )
    danger_steps = LongTextField("What was done about it?", rows=2, required=False)
    urgent = CheckboxField(
        "Decide now and complete the record afterwards",
        hint="Only for section 47 or emergency action. A manager completes the record by the next working day. "
        "A brother or sister for whom this can wait is weighed now.",
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        children: Sequence[Person],
        levels: Sequence[ThresholdLevel],
        teams: Any,
        raised: Collection[str],
        typed: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.children, self.levels = children, levels
        self.ask_risks(raised, typed)
        for child in children:
            self.fields |= _questions(child, levels, teams)
        if len(children) > 1:
            self.fields["same_for_all"] = CheckboxField(
                f"The answers for {children[0].full_name} stand for every child on this contact",
                hint="What is written for the other children below is then not used.",
                required=False,
            )
        self.order_fields(_as_on_the_page(self.fields))

    def clean(self) -> dict[str, Any]:
        """Copies the first child's answers where they stand for all, and asks what each outcome needs."""
        super().clean()
        asked = self.children
        if self.cleaned_data.get("same_for_all"):
            self._repeat_first()
            asked = self.children[:1]
        if self.cleaned_data.get("urgent") and not self.can_wait():
            self.add_error("urgent", NOT_URGENT)
        for child in asked:
            self._check_child(child)
        return self.cleaned_data

    def can_wait(self) -> bool:
        """An outcome that cannot wait, and a manager who says that the record follows."""
        chosen = {self.cleaned_data.get(f"outcome_{child.pk}") for child in self.children}
        return bool(self.cleaned_data.get("urgent")) and bool(chosen & CANNOT_WAIT)

    def check_whole(self) -> None:
        super().check_whole()
        if self.cleaned_data.get("immediate_danger") is None:
            self.add_error("immediate_danger", DANGER_UNANSWERED)
        elif self.cleaned_data["immediate_danger"]:
            self.at_least("danger_steps", 10, DANGER_UNANSWERED)

    def _check_child(self, child: Person) -> None:
        outcome = self.cleaned_data.get(f"outcome_{child.pk}")
        excused = self.can_wait() and outcome in CANNOT_WAIT
        if self.can_wait() and outcome and outcome not in IN_HASTE:
            self.add_error(f"outcome_{child.pk}", NOT_IN_HASTE)
        for part, outcomes, least, sentence in WEIGHED:
            if outcome in outcomes and not (excused and sentence == ASSESSMENT_WHY):
                self.at_least(f"{part}_{child.pk}", least, sentence)
        if outcome == Outcome.EARLY_HELP:
            self._check_help(child.pk)
        if outcome in MAKES_REFERRAL:
            self._require(f"team_{child.pk}", NO_TEAM)
            self._require(f"primary_need_{child.pk}", NO_NEED)
        level = self._level(child.pk)
        if level and level.shown_indicators and not self._chosen_signs(child.pk, level) and not excused:
            first = level.shown_indicators[0].domain
            self.add_error(_signs(child.pk, level.pk, first), NO_INDICATOR)

    def _check_help(self, child_id: int) -> None:
        self.at_least(f"help_service_{child_id}", 3, HELP_NOT_SAID)
        if self.cleaned_data.get(f"help_accepted_{child_id}") is None:
            self.add_error(f"help_accepted_{child_id}", HELP_NOT_SAID)

    def _require(self, name: str, sentence: str) -> None:
        if not self.cleaned_data.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _repeat_first(self) -> None:
        first, *others = self.children
        for child in others:
            for part in PARTS:
                self._copy(f"{part}_{first.pk}", f"{part}_{child.pk}")
            for level in self.levels:
                for domain in AssessmentDomain:
                    self._copy(_signs(first.pk, level.pk, domain), _signs(child.pk, level.pk, domain))

    def _copy(self, of: str, to: str) -> None:
        self.errors.pop(to, None)
        self.cleaned_data[to] = self.cleaned_data.get(of)

    def _level(self, child_id: int) -> ThresholdLevel | None:
        chosen = self.cleaned_data.get(f"level_{child_id}")
        return next((level for level in self.levels if str(level.pk) == chosen), None)

    def _chosen_signs(self, child_id: int, level: ThresholdLevel) -> list[int]:
        names = [_signs(child_id, level.pk, domain) for domain in AssessmentDomain]
        return [int(pk) for name in names for pk in self.cleaned_data.get(name) or ()]

    @property
    def child_sections(self) -> list[ChildQuestions]:
        """Each child's questions, in the order of the page."""
        return [ChildQuestions(self, child) for child in self.children]

    def answers(self) -> list[ForChild]:
        """What a valid form decides, child by child."""
        return [self._answer(child.pk) for child in self.children]

    def _answer(self, child_id: int) -> ForChild:
        said = {part: self.cleaned_data[f"{part}_{child_id}"] for part in PARTS}
        level, outcome = self._level(child_id), said["outcome"]
        weighed = {part: said[part] if outcome in outcomes else "" for part, outcomes, *_ in WEIGHED}
        opens_case, offers_help = outcome in MAKES_REFERRAL, outcome == Outcome.EARLY_HELP
        return ForChild(
            child_id=child_id,
            level_id=level.pk if level else 0,
            outcome=outcome,
            reason=said["reason"],
            team_id=said["team"].pk if opens_case else None,
            primary_need=said["primary_need"] if opens_case else "",
            help_service=said["help_service"] if offers_help else "",
            help_accepted=said["help_accepted"] if offers_help else None,
            indicator_ids=self._chosen_signs(child_id, level) if level else [],
            **weighed,
        )


def _as_on_the_page(names: Iterable[str]) -> list[str]:
    """The questions in the order of the page, so that the summary of errors leads from top to bottom."""
    danger = ["immediate_danger", "danger_steps", "urgent"]
    history = [name for name in names if name.startswith("read_")] + ["history_considered"]
    risk = [name for name in names if name == "harm" or name.startswith("seen_")]
    known = [name for name in names if name.startswith(("fact_", "source_"))]
    return [*danger, *history, *risk, *known, "lived_experience", "analysis", "missing", "would_change"]


def _signs(child_id: int, level_id: int, domain: str) -> str:
    return f"signs_{child_id}_{level_id}_{domain}"


def _questions(child: Person, levels: Sequence[ThresholdLevel], teams: Any) -> dict[str, Field]:
    name, key = child.full_name, child.pk
    return {
        f"level_{key}": RadiosField(
            f"Level of need of {name}",
            choices=[(str(level.pk), str(level)) for level in levels],
            required_message=f"Select the level of need of {name}",
            small=True,
        ),
        **_indicators(key, levels),
        f"outcome_{key}": RadiosField(
            f"What happens for {name}",
            choices=[choice for choice in Outcome.choices if choice[0] not in DECIDES_NOTHING],
            required_message=f"Select what happens for {name}",
            small=True,
        ),
        f"assessment_changes_{key}": LongTextField(
            f"What will an assessment change for {name}?", rows=3, required=False
        ),
        f"lesser_step_{key}": LongTextField(
            "Which lesser step was tried, or why was none?",
            hint="A call to the family, advice to the school, an offer of help.",
            rows=3,
            required=False,
        ),
        f"why_not_early_help_{key}": LongTextField(
            "Could this be early help? If not, why not?", rows=3, required=False
        ),
        f"threshold_statement_{key}": LongTextField(
            "What is the reasonable cause to suspect significant harm?",
            hint="Which harm, suffered or likely, and what shows it (Children Act 1989, section 47).",
            rows=3,
            required=False,
        ),
        f"help_service_{key}": TextField(
            "Which early help service is offered?",
            hint="The service and its place, for example a family hub.",
            max_length=120,
            required=False,
        ),
        f"help_accepted_{key}": YesNoField("Does the family accept it?", required=False),
        f"reason_{key}": LongTextField(
            f"Reason for {name}",
            rows=3,
            validators=[MinLengthValidator(20, REASON_TOO_SHORT)],
            required_message=REASON_TOO_SHORT,
        ),
        f"team_{key}": ModelSelectField(f"Team that takes the case of {name}", queryset=teams, required=False),
        f"primary_need_{key}": SelectField(
            f"Main reason why {name} needs social care",
            hint="If torn between two, the one higher in the list.",
            choices=PrimaryNeed.choices,
            required=False,
        ),
    }


def _indicators(child_id: int, levels: Sequence[ThresholdLevel]) -> dict[str, Field]:
    return {
        _signs(child_id, level.pk, domain): CheckboxesField(
            domain.label,
            choices=[(str(sign.pk), sign.words) for sign in level.shown_indicators if sign.domain == domain],
            required=False,
            small=True,
        )
        for level in levels
        for domain in AssessmentDomain
        if any(sign.domain == domain for sign in level.shown_indicators)
    }
