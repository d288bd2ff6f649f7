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
NO_NAME = (
    "Name the person, such as Ann Example, and say beside it what the person is to the child. A role, an agency, "
    "a team or everybody is not a person."
)
ONE_NAME = "Give the first name and the family name. One name is enough for somebody on this record alone."
NO_ROLE = "Say what the person is to the child or in which job, in at least 3 characters."
NO_DATE = "Give the day and time by which it is done. ASAP and ongoing are no date."
ALREADY_PAST = "The time by which it is done cannot be in the past."
AFTER_THE_REVIEW = "The time by which it is done lies after the next meeting. Choose an earlier one."

_GAP = "[\t\n\r -@\\[-`{-~\u00a0\u2000-\u206f\u3000\ufeff]"
"""What stands between words: no letter of any script, as Python and PostgreSQL read it alike."""


_NO_WORD = "[\t\n\r -/:-@\\[-`{-~\u00a0\u2000-\u206f\u3000\ufeff]"
"""As ``_GAP``, but a figure is part of what is said."""


def _any(words: str) -> str:
    return "|".join(dict.fromkeys(words.split()))


_ROLES = (
    "mother mothers father fathers mum mums mummy mam mom dad dads daddy parent parents carer carers guardian "
    "guardians stepmother stepfather stepmum stepdad step grandmother grandfather grandma grandad granddad gran "
    "granny nan nana nanny grandpa grandparent grandparents aunt auntie aunty uncle brother brothers sister "
    "sisters sibling siblings child children childrens baby son daughter partner boyfriend girlfriend husband "
    "wife ex family families member members relative relatives friend friends neighbour neighbours maternal "
    "paternal foster staff worker workers social sw ssw asw hv sn visitor visitors nurse nurses midwife midwives "
    "doctor doctors consultant paediatrician psychologist psychiatrist therapist counsellor teacher teachers head "
    "headteacher tutor keyworker key practitioner practitioners manager managers supervisor chair reviewing "
    "independent iro dsl dsls designated safeguarding officer officers constable detective solicitor lawyer "
    "advocate mentor pastoral attendance welfare personal adviser advisor"
)
_AGENCIES = (
    "mash csc cafcass camhs senco sendco nhs gp gps police health education school schools nursery college "
    "hospital housing probation care service services agency agencies professional professionals partner partners "
    "network group core team teams unit department hub early help youth justice council authority local clinic "
    "surgery mental adult"
)
_SMALL = "the a an this that his her hers their theirs its our my your s and or of for to in on at with from by"
_EVERYBODY = (
    "all any both other others everyone everybody anyone anybody somebody someone nobody none unknown tbc tba n "
    "na not known be confirmed agreed decided allocated appointed named lead duty present attendees"
)
_FILLER = _any(
    f"{_SMALL} {_ROLES} {_AGENCIES} everyone everybody all any both other allocated situation situations case home "
    "homes house condition conditions risk risks safety wellbeing needs support progress engagement closely "
    "regularly further needed required necessary appropriate possible ongoing as where when if is are am safe "
    "well work working offer offers offered provide provides provided give gives relevant multi keep keeps kept "
    "under review"
)
_HOLLOW = _any(
    "monitor monitors monitored monitoring support supports supported supporting liaise liaises liaising liaison "
    "engage engages engaged engaging ensure ensures ensuring continue continues continuing review reviews "
    "reviewing"
)
WHOLLY_VAGUE = (
    rf"^{_GAP}*(?:please{_GAP}+)?(?:(?:{_FILLER}){_GAP}+)*(?:{_HOLLOW}|as{_GAP}+needed)"
    rf"(?:{_GAP}+(?:{_HOLLOW}|{_FILLER}))*{_GAP}*$"
)
"""The whole text is a vague phrase, such as "Social worker to monitor the situation"; compare without case."""


def _however_spaced(phrase: str) -> str:
    """A phrase with whatever stands between its words, or letter by letter."""
    words = phrase.split()
    return "|".join(["[^a-z]+".join(words), "[^a-z]{1,4}".join("".join(words))])


_NO_DATE = "|".join(
    [
        *map(
            _however_spaced,
            (
                "asap",
                "as soon as possible",
                "as soon as practicable",
                "ongoing",
                "tbc",
                "tba",
                "in due course",
                "when possible",
                "when able",
                "until further notice",
            ),
        ),
        "on[-\u2010-\u2015]going",
    ]
)
UNDATED = rf"(?:^|[^a-z])(?:{_NO_DATE})(?:$|[^a-z])"
"""Words that stand in for a date (letter L68), however they are spaced; compare without case."""

_NOBODY = _any(f"{_SMALL} {_ROLES} {_AGENCIES} {_EVERYBODY} support")
COLLECTIVE = rf"^{_GAP}*(?:(?:{_NOBODY})(?:{_GAP}+(?:{_NOBODY}))*|[a-z' ]+ team)?{_GAP}*$"
"""A name that names nobody: role words, agencies and the like alone, or no letter at all; compare without case."""

NO_LETTER = rf"^{_GAP}*$"
"""A text, or a word of one, without a letter of any script."""


def same_words(one: str, other: str) -> str:
    """SQL: two texts that differ in nothing but capital letters, blanks and signs."""
    first, second = (f"trim(regexp_replace(lower({text}), '{_NO_WORD}+', ' ', 'g'))" for text in (one, other))
    return f"{first} = {second}"


_BLANK = "[ \t\n\r\u00a0\u3000]"
ONE_WORD = rf"^{_BLANK}*(?:[!-~\u00c0-\u024f]+|[^ \t\n\r\u00a0\u3000]){_BLANK}*$"
"""One name alone, or one character of any script: enough for somebody of the record alone; compare without case."""

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


def s2(name: str, role: str, *, agencies: Collection[str] = (), people: Collection[str] = ()) -> Iterator[Finding]:
    """The owner is a named person with a role, of the family or of an agency, and not an agency or "all" (S2): blocks.

    ``agencies`` are the names of agencies, which name no person; ``people`` names by which those of the record are
    called, of whom one alone is enough.
    """
    named = as_called(name)
    if matches(COLLECTIVE, name) or named in map(as_called, agencies):
        yield Finding("S2", Kind.BLOCK, NO_NAME)
    elif matches(ONE_WORD, name) and named not in map(as_called, people):
        yield Finding("S2", Kind.BLOCK, ONE_NAME)
    if len(role.strip()) < SHORTEST_ROLE:
        yield Finding("S2", Kind.BLOCK, NO_ROLE)


def as_called(name: str) -> str:
    """A name as names are compared: in small letters, one blank between its parts."""
    return " ".join(name.split()).lower()


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
