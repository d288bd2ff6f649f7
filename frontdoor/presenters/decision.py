"""A decision in words: what it stands on, in the order in which it was thought through."""

from collections import Counter
from typing import Any

from frontdoor.models import Decision, DecisionCompletion
from frontdoor.models.evidence import Relevance

Rows = list[dict[str, str]]


def what_it_stands_on(decision: Decision, completion: DecisionCompletion | None) -> Rows:
    """The rows of the decision's page; what was written later says so."""
    rows = [
        ("Immediate danger when decided", _danger(decision)),
        ("History read", _history(decision)),
        ("What the history tells us", decision.history_considered),
        ("What is known", _facts(decision)),
        ("What the children say, and their day", decision.lived_experience),
        ("Analysis", decision.analysis),
        ("What is missing", decision.missing),
        ("What would change our mind", decision.would_change),
        *_written_later(completion),
    ]
    return [{"key": question, "value": answer} for question, answer in rows if answer]


def _danger(decision: Decision) -> str:
    if decision.immediate_danger is None:
        return ""
    return f"Yes. {decision.danger_steps}" if decision.immediate_danger else "No"


def _history(decision: Decision) -> str:
    counted = Counter(row.relevance for row in decision.history_read.all())
    return ", ".join(f"{count} {words}" for relevance, words in IN_WORDS.items() if (count := counted[relevance]))


IN_WORDS = {
    Relevance.MATTERS: "that matter now",
    Relevance.LITTLE: "that matter little now",
    Relevance.UNSEEN: "that who decided could not open",
}


def _facts(decision: Decision) -> str:
    return "\n".join(f"{fact.words} ({fact.source})" for fact in decision.facts.all())


def _written_later(completion: DecisionCompletion | None) -> list[tuple[str, Any]]:
    if completion is None or completion.finished_by is None:
        return []
    written = f"Written later by {completion.finished_by.get_full_name()}, {completion.finished_on:%-d %B %Y}"
    return [
        ("Record completed", written),
        ("What the history tells us, written later", completion.history_considered),
        ("What the children say and their day, written later", completion.lived_experience),
        ("Analysis, written later", completion.analysis),
        ("What is missing, written later", completion.missing),
        ("What would change our mind, written later", completion.would_change),
    ]
