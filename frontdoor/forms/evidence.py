"""The questions every decision stands on: history read, facts with sources, opinion apart, what is missing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import BoundField

from frontdoor.actions.evidence import Evidence, Fact
from frontdoor.core.forms import GovukForm, LongTextField, RadiosField, SubmittedOnce, TextField
from frontdoor.forms.risk import risks
from frontdoor.known import ToRead
from frontdoor.models.decision_rules import (
    ANALYSIS_TOO_SHORT,
    CHANGE_TOO_SHORT,
    HISTORY_TOO_SHORT,
    HISTORY_UNREAD,
    LIVED_TOO_SHORT,
    MISSING_TOO_SHORT,
    NO_FACT,
    REREFERRAL_TOO_SHORT,
)
from frontdoor.models.evidence import Relevance

ROWS_AT_FIRST = 3
ROWS_BEYOND = 2
MOST_ROWS = 40
ROW = re.compile(r"^(?:fact|source)_(\d{1,2})$")
RELEVANCE = [(Relevance.MATTERS.value, "It matters now"), (Relevance.LITTLE.value, "It matters little now")]


def rows_for(typed: Mapping[str, Any]) -> int:
    """How many lines for facts to show: two beyond the last one with something in it."""
    used = [int(found[1]) for name in typed if (found := ROW.match(name)) and _said(typed, name)]
    return min(MOST_ROWS, max(ROWS_AT_FIRST, max(used, default=0) + ROWS_BEYOND))


def _said(typed: Mapping[str, Any], name: str) -> bool:
    value = typed[name]
    return bool((value if isinstance(value, str) else "".join(value)).strip())


class EvidenceForm(SubmittedOnce, GovukForm):
    """Nothing is marked beforehand. A piece of history has a question of its own, a fact a line for it and its source.

    ``history`` is what the reader may open of what has to be read; ``rows`` how many lines for facts there are.
    """

    history_considered = LongTextField(
        "What the history tells us",
        hint="What it means for these children now. If nothing is known, say so.",
        rows=4,
        required=False,
    )
    analysis = LongTextField(
        "Analysis",
        hint="Your own view: what the facts mean for these children, and how sure you are.",
        rows=6,
        required=False,
    )
    lived_experience = LongTextField(
        "What do the children say, and what is their day like?",
        hint="In their own words where you can: a school day, a night, who is there for them.",
        rows=4,
        required=False,
    )
    missing = LongTextField(
        "What is missing?", hint="What we do not know yet, and who could tell us.", rows=3, required=False
    )
    would_change = LongTextField("What would change our mind?", rows=3, required=False)

    def __init__(
        self,
        *args: Any,
        history: Sequence[ToRead],
        rows: int,
        is_rereferral: bool,
        facts_already: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.history, self.rows, self.is_rereferral = history, rows, is_rereferral
        self.facts_already = facts_already
        for piece in history:
            self.fields[piece.field] = RadiosField(
                piece.in_words, choices=RELEVANCE, inline=True, small=True, required=False
            )
        for row in range(1, rows + 1):
            self.fields[f"fact_{row}"] = LongTextField(f"Fact {row}: what is known", rows=2, required=False)
            self.fields[f"source_{row}"] = TextField(
                f"Fact {row}: who says so", width="full", max_length=200, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Everything is asked but where a decision cannot wait for it; a fact and its source belong together."""
        super().clean()
        for row in range(1, self.rows + 1):
            said = [bool(self.cleaned_data.get(f"{part}_{row}")) for part in ("fact", "source")]
            if any(said) and not all(said):
                self.add_error(f"source_{row}" if said[0] else f"fact_{row}", NO_FACT)
        if not self.can_wait():
            self.check_whole()
        return self.cleaned_data

    def can_wait(self) -> bool:
        """Whether the rest of the record may follow after the decision."""
        return False

    def check_whole(self) -> None:
        """Asks what every complete record says."""
        unread = [piece.field for piece in self.history if not self.cleaned_data.get(piece.field)]
        if unread:
            self.add_error(unread[0], HISTORY_UNREAD)
        self.at_least("history_considered", 10, HISTORY_TOO_SHORT)
        if self.is_rereferral:
            self.at_least("history_considered", 40, REREFERRAL_TOO_SHORT)
        if not (self.facts() or self.facts_already) and not any(ROW.match(name) for name in self.errors):
            self.add_error("fact_1", NO_FACT)
        self.at_least("analysis", 40, ANALYSIS_TOO_SHORT)
        self.at_least("lived_experience", 10, LIVED_TOO_SHORT)
        self.at_least("missing", 10, MISSING_TOO_SHORT)
        self.at_least("would_change", 10, CHANGE_TOO_SHORT)

    def at_least(self, name: str, characters: int, sentence: str) -> None:
        """The answer has so many characters, or the sentence stands beside it; one sentence is enough."""
        if name not in self.errors and len(self.cleaned_data.get(name) or "") < characters:
            self.add_error(name, sentence)

    def facts(self) -> list[Fact]:
        """The lines that say both what is known and who says so."""
        pairs = [
            (self.cleaned_data.get(f"fact_{row}"), self.cleaned_data.get(f"source_{row}"))
            for row in range(1, self.rows + 1)
        ]
        return [Fact(words, source) for words, source in pairs if words and source]

    def evidence(self) -> Evidence:
        """What the act takes."""
        data = self.cleaned_data
        return Evidence(
            read={(piece.kind, piece.subject_id): data[piece.field] for piece in self.history if data[piece.field]},
            facts=self.facts(),
            risks=risks(data),
            immediate_danger=data.get("immediate_danger"),
            danger_steps=data.get("danger_steps") or "",
            lived_experience=data["lived_experience"],
            missing=data["missing"],
            would_change=data["would_change"],
        )

    @property
    def history_rows(self) -> list[tuple[ToRead, BoundField]]:
        """Each piece of history with its question."""
        return [(piece, self[piece.field]) for piece in self.history]

    @property
    def fact_rows(self) -> list[tuple[BoundField, BoundField]]:
        """Each line for a fact with its source."""
        return [(self[f"fact_{row}"], self[f"source_{row}"]) for row in range(1, self.rows + 1)]
