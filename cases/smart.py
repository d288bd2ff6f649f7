"""What makes an action one that can be done and seen to be done: rules S1 to S3 (domain.md 11).

Pure. The patterns use only what Python and PostgreSQL read alike, so that the row refuses what the form does. A warning
is shown and can be passed; what blocks cannot.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FEWEST_WORDS, MOST_WORDS = 5, 60
SHORTEST_ROLE = 3

BEGIN_WITH_A_VERB = "Begin with what is done, such as Visit, Ring, Send or Book."
TOO_FEW_WORDS = f"Say it in at least {FEWEST_WORDS} words: what exactly is done, with or for whom."
TOO_MANY_WORDS = f"Say it in at most {MOST_WORDS} words. Make two actions of it if it is two."
VAGUE_WORD = "Words such as monitor, support or liaise do not say what is done. Say what somebody would see."
NOTHING_BUT_VAGUE = (
    "This does not say what will be done. Write what somebody would see being done, with or for whom, and not only "
    "monitor, support, liaise, engage or ensure."
)
NO_NAME = "Name the person who does it. An agency, a team or everybody is not a person."
NO_ROLE = "Say what the person is to the child or in which job, in at least 3 characters."
NO_DATE = "Give the day and time by which it is done. ASAP and ongoing are no date."
ALREADY_PAST = "The time by which it is done cannot be in the past."
AFTER_THE_REVIEW = "The time by which it is done lies after the next meeting. Choose an earlier one."

_FILLER = (
    "the|a|an|this|that|his|her|their|its|our|all|any|both|other|everyone|everybody|child|children|family|families"
    "|mother|father|mum|dad|parent|parents|carer|carers|situation|case|home|risk|risks|safety|wellbeing|welfare|needs"
    "|agency|agencies|professional|professionals|partners|network|services|support|progress|engagement|care"
    "|closely|regularly|further|needed|required|necessary|appropriate|possible|ongoing|and|or|to|with|of|for|on|in|as"
    "|where|when|if|by|at|be|is|are|safe|well|work|working|offer|provide|relevant|multi|keep|under|review|required"
)
_HOLLOW = "monitor|monitoring|support|supporting|liaise|liaising|engage|engaging|ensure|ensuring|continue|review"
WHOLLY_VAGUE = (
    rf"^[^a-z]*(?:please[^a-z]+|to[^a-z]+)?(?:{_HOLLOW}|as[^a-z]+needed)(?:[^a-z]+(?:{_HOLLOW}|{_FILLER}))*[^a-z]*$"
)
"""The whole text is a vague phrase, such as "Continue to monitor the situation as needed"; compare without case."""

_NO_DATE = (
    "asap|a\\.s\\.a\\.p|as soon as (?:possible|practicable)|ongoing|on-going|tbc|tba|in due course|when possible"
    "|when able|until further notice"
)
UNDATED = rf"(?:^|[^a-z])(?:{_NO_DATE})(?:$|[^a-z])"
"""Words that stand in for a date (letter L68); compare without case."""

_NOBODY = (
    "all|everyone|everybody|all (?:agencies|professionals|attendees|present|partners)|anyone|somebody|someone|nobody"
    "|tbc|tba|n/?a|none|unknown|not known|to be (?:confirmed|agreed|decided|allocated)|social care|children's services"
    "|children's social care|social worker|allocated (?:social )?worker|the (?:social )?worker|duty|duty worker|police"
    "|the police|health|education|school|the school|nursery|gp|hospital|housing|probation|mash|team|the team"
    "|[a-z' ]+ team|parents?|the parents?|family|the family|agencies|professionals|csc|core group"
)
COLLECTIVE = rf"^[^a-z]*(?:{_NOBODY})[^a-z]*$"
"""A name that names nobody; compare without case."""

_VERBS = frozenset(
    re.findall(
        "[a-z]+",
        "agree alert allocate apply arrange ask assess attend begin book bring brief call carry change check "
        "choose clarify collect compile complete confirm contact convene copy deliver describe discuss draft draw "
        "drive enter escort establish examine explain explore fetch file fill find finish fit get give go help "
        "hold identify include inform inspect install interview invite issue keep leave list log look make meet "
        "move name note notify obtain offer open order organise pass photograph place plan post prepare present "
        "print provide put read receive record refer remind remove repeat report request return ring say search "
        "secure see seek send set share show sign speak start state stay stop submit summarise take talk teach "
        "tell test trace transfer transport update upload verify view visit weigh write ",
    )
)
_VAGUE_VERBS = frozenset(["monitor", "support", "liaise", "engage", "ensure", "continue", "encourage", "promote"])


class Kind(StrEnum):
    """Whether a finding can be passed."""

    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True)
class Finding:
    """What a rule says of an action: its id, whether it blocks, and the sentence for the page."""

    rule: str
    kind: Kind
    sentence: str

    @property
    def blocks(self) -> bool:
        return self.kind == Kind.BLOCK


def matches(pattern: str, text: str) -> bool:
    """Whether one of the patterns finds something, as the row reads it."""
    return re.search(pattern, text, re.IGNORECASE | re.ASCII) is not None


def is_undated(text: str) -> bool:
    """Whether a text holds words that stand in for a date, such as ASAP or ongoing (S3, L68)."""
    return matches(UNDATED, text)


def s1(what: str) -> Iterator[Finding]:
    """An action starts with a verb and has 5 to 60 words, none of them vague: warns.

    A text that is nothing but a vague phrase blocks, and warns of nothing else (domain.md S1).
    """
    words = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", what.lower())
    if not words or matches(WHOLLY_VAGUE, what):
        yield Finding("S1", Kind.BLOCK, NOTHING_BUT_VAGUE)
        return
    if len(words) < FEWEST_WORDS:
        yield Finding("S1", Kind.WARN, TOO_FEW_WORDS)
    if len(words) > MOST_WORDS:
        yield Finding("S1", Kind.WARN, TOO_MANY_WORDS)
    if words[0] in _VAGUE_VERBS:
        yield Finding("S1", Kind.WARN, VAGUE_WORD)
    elif words[0] not in _VERBS:
        yield Finding("S1", Kind.WARN, BEGIN_WITH_A_VERB)


def s2(name: str, role: str, *, agencies: Collection[str] = ()) -> Iterator[Finding]:
    """The owner is a named person with a role, of the family or of an agency, and not an agency or "all" (S2): blocks.

    ``agencies`` are the names of agencies, which name no person.
    """
    named = " ".join(name.split())
    known = {" ".join(agency.split()).lower() for agency in agencies}
    if not re.search(r"[^\W\d_]{2}", named) or matches(COLLECTIVE, named) or named.lower() in known:
        yield Finding("S2", Kind.BLOCK, NO_NAME)
    if len(role.strip()) < SHORTEST_ROLE:
        yield Finding("S2", Kind.BLOCK, NO_ROLE)


def s3(when: datetime | None, *, now: datetime, what: str = "", review_at: datetime | None = None) -> Iterator[Finding]:
    """The time by which it is done is given, not past and not after the next review, and no word stands in for it (S3).

    ``what`` is the action's own text, in which ASAP and ongoing are refused as well; blocks.
    """
    if when is None or is_undated(what):
        yield Finding("S3", Kind.BLOCK, NO_DATE)
    if when is not None and when < now:
        yield Finding("S3", Kind.BLOCK, ALREADY_PAST)
    if when is not None and review_at is not None and when > review_at:
        yield Finding("S3", Kind.BLOCK, AFTER_THE_REVIEW)
