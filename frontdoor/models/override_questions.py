"""What a decision without consent lets agencies be asked: one question on each line, and nothing else (2.3).

One rule for Python and for PostgreSQL.
"""

import re
from collections.abc import Sequence

import pgtrigger

from frontdoor.core.refusals import refuses

LEAST_QUESTION = 10

ONLY_ITS_QUESTIONS = (
    "Without consent, agencies are asked only the questions that the manager's decision lists. "
    "Choose among them, or ask for a new decision."
)
ONE_ON_EACH_LINE = "Write what the agencies are asked: one question on each line, each in at least 10 characters."

BLANKS = r"E' \t'"
LINE_ENDS = r"E'[\r\n]+'"
"""What stands around a question and between two, as SQL."""

QUESTIONS_ON_LINES = refuses(
    "override_questions_on_lines",
    sentence=ONE_ON_EACH_LINE,
    operation=pgtrigger.Insert,
    when=f"""
        EXISTS (SELECT 1 FROM regexp_split_to_table(NEW.questions, {LINE_ENDS}) line
                WHERE length(btrim(line, {BLANKS})) BETWEEN 1 AND {LEAST_QUESTION - 1})
    """,  # noqa: S608 - no value of a user stands in this text
)


def lines_of(questions: str) -> list[str]:
    """The questions of a request for an override, one by one, each once."""
    return list(dict.fromkeys(line for text in re.split(r"[\r\n]+", questions) if (line := text.strip(" \t"))))


def all_among(asked: Sequence[str], questions: str) -> bool:
    """Whether each question that is asked is one of those that were decided on."""
    return {question.strip(" \t") for question in asked} <= set(lines_of(questions))
