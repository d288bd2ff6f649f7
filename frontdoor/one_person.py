"""What becomes of two records' own fields when they are joined: which differ, which value stays, what is given back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from frontdoor.models import Person

SURVIVOR, MERGED = "survivor", "merged"
DECIDED_BY_RULE = frozenset({"id", "restricted", "is_child", "legacy_id"})
TOGETHER = {"birth_date": ("birth_date", "birth_date_known")}
SAYS_NOTHING = {"sex": "U", "ethnicity": "NOBT", "needs_interpreter": False}
UNIQUE = ("nhs_number", "upn")


@dataclass(frozen=True)
class Question:
    """One thing that a record says about a person, in one column or in some that belong together."""

    key: str
    columns: tuple[str, ...]
    label: str

    def answer(self, person: Person) -> tuple[Any, ...]:
        return tuple(getattr(person, column) for column in self.columns)

    def says_nothing(self, person: Person) -> bool:
        value = getattr(person, self.key)
        return value in (None, "", [], SAYS_NOTHING.get(self.key))

    def in_words(self, person: Person) -> str:
        """What the record says, for a page; empty where it says nothing."""
        if self.says_nothing(person):
            return ""
        value = getattr(person, self.key)
        if isinstance(value, date):
            return f"{value:%-d %B %Y}{'' if len(self.columns) == 1 else self._how_sure(person)}"
        if isinstance(value, list):
            return ", ".join(value)
        if value is True:
            return "Yes"
        return str(getattr(person, f"get_{self.key}_display", lambda: value)())

    @staticmethod
    def _how_sure(person: Person) -> str:
        return ", estimated" if person.birth_date_known == "estimated" else ""


def questions() -> Iterator[Question]:
    """Every field that a person's record holds and a worker can write, in the order of the record."""
    with_another = {column for columns in TOGETHER.values() for column in columns[1:]}
    for field in Person._meta.concrete_fields:
        if field.editable and not field.generated and field.name not in DECIDED_BY_RULE | with_another:
            words = str(field.verbose_name)
            yield Question(field.name, TOGETHER.get(field.name, (field.name,)), words[:1].upper() + words[1:])


def differing(survivor: Person, merged: Person) -> list[Question]:
    """Where both records say something and not the same: a person has to choose."""
    return [
        question
        for question in questions()
        if not question.says_nothing(survivor)
        and not question.says_nothing(merged)
        and question.answer(survivor) != question.answer(merged)
    ]


def joined(survivor: Person, merged: Person, choices: Mapping[str, str]) -> dict[str, Any]:
    """What the surviving record will say: what was chosen, and where one says nothing what the other says."""
    values: dict[str, Any] = {"is_child": survivor.is_child or merged.is_child}
    for question in questions():
        from_merged = choices.get(question.key) == MERGED or question.says_nothing(survivor)
        source = merged if from_merged and not question.says_nothing(merged) else survivor
        values |= dict(zip(question.columns, question.answer(source), strict=True))
    return values


def said(person: Person) -> dict[str, Any]:
    """Everything that a record says, as JSON keeps it."""
    columns = ["is_child", "restricted", *(column for question in questions() for column in question.columns)]
    return {name: _kept(getattr(person, name)) for name in columns}


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def after_joining(before: Mapping[str, Mapping[str, Any]], choices: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What both records said once they were joined, from what they said ``before`` (as ``said`` tells it)."""
    survivor, merged = (as_it_was(before[which]) for which in (SURVIVOR, MERGED))
    kept = {name: _kept(value) for name, value in joined(survivor, merged, choices).items()}
    kept["restricted"] = survivor.restricted or merged.restricted
    handed_over = [name for name in UNIQUE if kept[name] != before[SURVIVOR][name]]
    gone = {**before[MERGED], **{name: before[SURVIVOR][name] for name in handed_over}}
    return {SURVIVOR: kept, MERGED: gone}


def as_it_was(told: Mapping[str, Any]) -> Person:
    """A person who says what ``said`` told; not stored."""
    return Person(**{name: _read(name, value) for name, value in told.items()})


def _read(name: str, value: Any) -> Any:
    field: Any = Person._meta.get_field(name)
    return field.to_python(value)


def give_back(person: Person, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Let a record say again what it said ``before``; what was changed since it said ``after`` stays changed."""
    for name, value in before.items():
        if _kept(getattr(person, name)) == after[name]:
            setattr(person, name, _read(name, value))
