"""What makes a plan one that changes something for a child: rules S4 to S8 (domain.md 11). Pure, as ``smart`` is."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction

from cases.smart import COLLECTIVE, WHOLLY_VAGUE, Finding, Kind, matches
from frontdoor.core.written import is_written

SHORTEST_OUTCOME, SHORTEST_MEASURE, SHORTEST_SIGN, SHORTEST_CONTINGENCY = 20, 10, 5, 20
MOST_FOR_PARENTS = Fraction(7, 10)

NO_DAY = "Give the day by which it is done. ASAP and ongoing are no date."
FOR_A_CHILD = "Choose the outcome for a child that this action serves."
WHAT_IS_DIFFERENT = (
    "Say in at least 20 characters what will be different for the child, as somebody would see it, and not only "
    "support, engage or ensure."
)
NOT_THE_ADULT = "Say what will be different for the child. What an adult does about it is an action."
HOW_KNOWN = "Say in at least 10 characters how we will know that it made a difference."
WHERE_IT_STANDS = "Say in at least 5 characters how it is now, so that a difference can be seen."
WHAT_SIGN = "Say in at least 5 characters what it will be, or what somebody will see."
WHO_CHECKS = "Name the person who checks it. An agency, a team or everybody is not a person."
NOT_MEASURED = "Say how we will know, how it is now, and what it will be or what somebody will see."
HIGH_NEED_UNMET = "A need that is graded high has no action. Add one, or say why the need is taken out."
CONTINGENCY = "Say in at least 20 characters what happens if nothing has changed, and by when."
CONTINGENCY_PAST = "The day by which something must have changed cannot be in the past."
ONLY_PARENTS = "Every action is for a parent. Add one that somebody else does for the child."
MOSTLY_PARENTS = "{share} per cent of the actions are for parents alone. Say what others will do for the child."
AUDIT_PROMPT = (
    "{share} per cent of the actions are for parents alone. Before you grade the child's voice and lived experience, "
    "find where this plan says what changes in the child's own day."
)

_ADULT = (
    r"^[^a-z]*(?:the[^a-z]+)?(?:mother|father|mum|mummy|dad|daddy|parents?|carers?|step-?father|step-?mother|mr|mrs|ms)"
    r"(?:$|[^a-z])"
)


def is_an_outcome(words: str) -> bool:
    """Whether a text says what will be different, as the row reads it (S4)."""
    return len(words.strip()) >= SHORTEST_OUTCOME and not matches(WHOLLY_VAGUE, words)


def s4(words: str) -> Iterator[Finding]:
    """An outcome says what will be different for the child (S4): blocks. One that begins with an adult warns."""
    if not is_an_outcome(words):
        yield Finding("S4", Kind.BLOCK, WHAT_IS_DIFFERENT)
    elif matches(_ADULT, words):
        yield Finding("S4", Kind.WARN, NOT_THE_ADULT)


def s5(*, measure: str, baseline: str, target: str, checked_by: str) -> dict[str, Finding]:
    """How we will know: measure, how it is now, target or sign, and who checks (S5): blocks. By the field at fault."""
    found = {}
    for name, text, least, sentence in (
        ("measure", measure, SHORTEST_MEASURE, HOW_KNOWN),
        ("baseline", baseline, SHORTEST_SIGN, WHERE_IT_STANDS),
        ("target", target, SHORTEST_SIGN, WHAT_SIGN),
    ):
        if not is_written(text, least):
            found[name] = Finding("S5", Kind.BLOCK, sentence)
    if len(checked_by.strip()) < 2 or matches(COLLECTIVE, checked_by):
        found["checked_by"] = Finding("S5", Kind.BLOCK, WHO_CHECKS)
    return found


def share_for_parents(for_parents: Sequence[bool]) -> Fraction | None:
    """Which part of the actions are a parent's alone; None where there is no action."""
    return Fraction(sum(for_parents), len(for_parents)) if for_parents else None


def s7(for_parents: Sequence[bool]) -> Iterator[Finding]:
    """At least one action is not a parent's, and at most 70 per cent are (S7): warns, and never blocks."""
    share = share_for_parents(for_parents)
    if share == 1:
        yield Finding("S7", Kind.WARN, ONLY_PARENTS)
    elif share is not None and share > MOST_FOR_PARENTS:
        yield Finding("S7", Kind.WARN, MOSTLY_PARENTS.format(share=round(share * 100)))


def audit_prompt(share: Fraction | None) -> str:
    """What whoever audits a plan is asked about it, where too much of it is for parents (S7, D5); else nothing."""
    if share is None or share <= MOST_FOR_PARENTS:
        return ""
    return AUDIT_PROMPT.format(share=round(share * 100))


def s8(contingency: str, by: date | None) -> Iterator[Finding]:
    """What happens if nothing changes, and by when (S8): blocks."""
    if not is_written(contingency, SHORTEST_CONTINGENCY) or by is None:
        yield Finding("S8", Kind.BLOCK, CONTINGENCY)
