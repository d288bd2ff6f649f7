"""Words with which an agency would be asked to investigate, which C14 forbids: one grammar for Python and PostgreSQL.

Every text that asks something of an agency is read by it: the questions of a request and of a decision without consent,
and what a returned contact lacks. What an agency knows and did itself may be asked: "What did you ask the mother?".

The people of the contact are known by their names as well: "speak to Oscar" is "speak to the child". The database says
which names those are (``frontdoor_names_on``), for the page and the act too.

The patterns use only what both engines read alike; the edge of a word is the one sign they write differently. None
holds a quote, and a question ends at the end of its line.
"""

import re
from collections.abc import Iterable
from functools import cache

import pgtrigger
from django.db import connection

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses

WHAT_IT_KNOWS = (
    "An agency can be asked what it knows. It cannot be asked to investigate or to question the child or the family: "
    "that is social care's own work."
)
NOT_TO_INVESTIGATE = f"{WHAT_IT_KNOWS} Change the words."

_ADULTS = (
    "mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|"
    "partner"
)
_CHILDREN = "child|children|young\\s+(?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?"
_WHOSE = r"(?:(?:the|this|your|her|his|their|its|both|a)\s+)?"
_STAFF = (
    "staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|"
    "office|school|surgery|practice|police|officers?"
)
_NAMES, _NOBODY = "@names@", "zzznobodyzzz"
_NAMED = rf"(?:{_NAMES})(?!\S{{1,2}}\s+(?:[a-z]+\s+)?(?:{_STAFF}))"
_PERSON = rf"(?:{_WHOSE}(?:{_CHILDREN}|{_ADULTS})|{_NAMED})"
_WHOM = rf"(?:{_PERSON}|him|her|them)"
_HOW = (
    r"(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|"
    r"formal|brief)\s+){0,4}"
)
_WHAT = "(?:what|whether|if|who|how|why|where|when|about)"
_PLEASE = r"(?:please|kindly|you|you\s+to|must|should|asked\s+to)\s+"
_BEGINS = r"(?:^|[.!?:;,(\n–-])[ \t]*"
_TOLD_TO = (
    rf"(?:{_BEGINS}|(?:please|kindly|must|should|(?:could|can|would)\s+(?:you|someone|somebody|anyone|your\s+staff|the\s+"
    r"school)|(?:need|want|like|ask|asked)\s+(?:you\s+)?to|and|then)\s+(?:also\s+|then\s+|please\s+)?)"
)
_SOME = r"(?:[^\s.?!]+\s+)"
_DO = (
    r"(?:carry(?:ing)?\s+out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|"
    r"arrange|run|we\s+(?:need|want|expect|request|require))"
)
_OWN_STAFF = rf"(?:(?:your|the|our|any|his|her|their)\s+)?(?:[a-z]+\s+){{0,2}}(?:{_STAFF})"
_SOMEBODY = rf"(?!(?:us|me|you|for|yourself|yourselves|questions?|{_OWN_STAFF})\s)[^\s.?!]+(?:\s+[^\s.?!]+){{0,2}}"
_ITS = r"(?:(?:the|his|her|their|any|this)\s+(?:[^\s.?!]+\s+)?)"
_MARKS = r"(?:bruis(?:e|es|ing)|marks?|injur(?:y|ies)|wounds?|burns?|body|arms?|legs?|skin)"
_WHEN_TOLD_TO = (
    rf"(?:ring|phone|telephone|call|text|message|contact|email|approach|confront|challenge)\s+{_PERSON}",
    rf"(?:put|raise|discuss|explore|share|go\s+(?:over|through))\s+{_SOME}{{1,6}}(?:to|with)\s+{_PERSON}",
    rf"(?:sit\s+down|check\s+in|catch\s+up|touch\s+base|meet|follow\s+(?:this|it)\s+up)\s+with\s+{_PERSON}",
    rf"(?:see|meet)\s+{_WHOM}\s+(?:alone|privately|in\s+private|on\s+(?:his|her|their)\s+own|by\s+(?:him|her|them)sel)",
    rf"follow\s+{_SOME}{{1,6}}with\s+{_PERSON}",
    rf"assess\s+(?:the\s+)?(?:risks?|safety|harm|{_PERSON})",
    rf"(?:deal\s+with|handle|sort|monitor|watch|observe)\s+{_SOME}{{1,9}}report",
    rf"(?:monitor|watch|observe)\s+{_WHOM}\s+(?:for|closely|and)",
    r"ask\s+(?:what|how|why|who)\s+(?:is|was|has|had|happened|did|hurt|hit)",
    rf"(?:sit\s+with|check\s+on|keep\s+an\s+eye\s+on)\s+{_WHOM}",
)
"""What is only meant as a request after words that ask for it, or where a sentence begins."""
_INVESTIGATING = (
    _TOLD_TO + "(?:" + "|".join(_WHEN_TOLD_TO) + ")",
    r"investigate|interrogate|look\s+into",
    rf"{_PLEASE}(?:find\s+out|question|examine|quiz|probe|inspect)",
    r"(?:start|begin|keep|continue)\s+(?:investigating|questioning|interviewing|looking\s+into)",
    rf"(?:ask|question|quiz|probe|grill|examine|speak\s+(?:to|with)|talk\s+(?:to|with))\s+{_PERSON}",
    rf"(?:get|seek|obtain)\s+{_PERSON}\S{{0,2}}\s+(?:account|version|side|explanation|story|response|views?|perspective|wishes)",
    rf"(?:ask|quiz|probe|speak\s+(?:to|with)|talk\s+(?:to|with))\s+(?:him|her|them)\s+{_WHAT}",
    rf"ask\s+{_SOMEBODY}\s+{_WHAT}",
    rf"{_PLEASE}(?:speak|talk)\s+(?:to|with)\s+{_SOMEBODY}",
    r"question\s+(?:him|her|them)",
    rf"(?:check|confirm|verify|clarify)\s+{_SOME}{{0,4}}with\s+{_WHOM}",
    rf"have\s+(?:a\s+)?(?:[a-z]+\s+)?(?:word|chat|talk|conversation)\s+with\s+{_WHOM}",
    r"get\s+(?:[a-z-]+\s+){1,2}to\s+(?:tell|say|explain|show|describe|talk|write|draw)",
    rf"(?:find\s+out|establish|ascertain|determine)\s+(?:{_WHAT}|from\s+(?!(?:your|the)\s+(?:records?|files?|notes?)))",
    rf"we\s+(?:need|want|expect|request|require|ask\s+for|would\s+like)\s+{_SOME}{{0,4}}investigation",
    rf"(?<!the )(?<!your )investigations?\s+(?:into|of)\s+{_SOME}{{1,4}}by\s+(?:you|the|your)",
    rf"{_DO}\s+{_HOW}(?:investigations?|enquiry|enquiries|inquiry|inquiries|interviews?)",
    rf"{_DO}\s+{_HOW}(?:(?:welfare|safe\s+and\s+well|safety|home|house|unannounced|safeguarding)\s+)+(?:checks?|visits?)",
    rf"{_DO}\s+{_HOW}(?:s\.?\s?47|section\s+47)",
    r"(?:take|get|obtain)\s+(?:(?:an?|the|his|her|their|any|full|further|written|short)\s+){0,3}"
    r"(?:statements?|accounts?|disclosures?)\s+(?:from|of)",
    r"search\s+(?:the|his|her|their|this)\s+(?:[a-z]+\s+)?(?:home|house|flat|room|bedroom|bags?|phone|locker|child|boy|girl)",
    rf"(?:look\s+(?:at|for)|check(?:\s+for)?|inspect|examine|photograph)\s+{_ITS}?{_MARKS}",
    rf"(?:look\s+at|inspect|examine|photograph)\s+{_ITS}(?:bedroom|home|house|flat)",
    rf"(?:{_PLEASE}|{_BEGINS})(?:visit|go\s+and\s+see|call\s+on)\s+(?!(?:us|me|our)\s)[a-z]+",
    rf"(?:see|check)\s+(?:whether|if)\s+(?:{_PERSON}|he|she|they)\s+(?:will\s+)?(?:discloses?|says?|tells?|talks?|mentions?|opens?\s+up)",
    rf"see\s+(?:what|how)\s+(?:{_PERSON}|he|she|they)\s+(?:says?|responds?|reacts?|answers?|tells?)",
    rf"(?:check|see|look)\s+(?:whether|if)\s+(?:there\s+(?:is|are)|{_PERSON}|he|she|they)\s+{_SOME}{{0,3}}{_MARKS}(?!\s+(?:recorded|noted|reported|known|on\s+(?:your|file|record)))",
    rf"(?:take|get)\s+(?:(?:some|any|an?|the|clear|more)\s+){{0,2}}(?:photographs?|photos?|pictures?)\s+of\s+(?:{_ITS}?{_MARKS}|{_WHOM})",
    r"(?:complete|do|draw|make|prepare|fill\s+in)\s+(?:(?:an?|the|his|her)\s+)?body\s+maps?",
    rf"{_DO}\s+{_HOW}(?:(?:risk|home|safety|parenting|safeguarding)\s+)+assessments?",
    r"(?:establish|ascertain|gather|get)\s+(?:(?:all|the|more|some|of)\s+){0,3}facts",
    rf"(?:gather|collect)\s+evidence\s+(?:from|of)\s+{_PERSON}",
    r"look(?:ed)?\s+(?:further|more)\s+into",
    rf"(?:explore|raise|discuss|address|clarify)\s+with\s+{_PERSON}",
    # Not "in the interview of Monday", which asks for what is known.
    r"(?<!the )(?<!an )(?<!his )(?<!her )(?<!that )interview",
)
_WORDS = "(?:" + "|".join(_INVESTIGATING) + ")"

_NO_SUBJECT = r"(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\s)[a-z-]+"
_SUBJECT = (
    r"(?:(?:you|he|she|they|it|we|anyone|anybody|someone|somebody|staff)(?: +(?:at|from|in) +(?:the +)?[a-z]+)?"
    rf"|(?:the|your|his|her|their|any|a|an|another|this)(?: +{_NO_SUBJECT}){{1,3}}|(?:mum|dad|mother|father|{_NAMES}))"
)
_OR_ELSE = rf"(?:(?: +(?:(?:to|with) +(?:the|his|her|their|this)|{_NO_SUBJECT})){{0,5}} +(?:or|and) +{_NO_SUBJECT})?"
_CAN = rf"(?:can|could|will|would|may) +{_PERSON}"
_DOES = rf"(?:(?:did|does) +{_SUBJECT}|do +(?:you|they|we|staff)|{_CAN})(?: +(?:ever|also|then|last|first|already))?"
_TO_AGREE = r"(?:agrees?|consents?|agreement|permission)(?! +that)"
_AGREES = rf"ask(?: +[^\s.?!]+){{1,3}} +(?:whether|if|for|to)(?: +[a-z]+){{0,3}} +{_TO_AGREE}"
_US = (
    r"(?:we|(?:(?:the|our|children.s|childrens) +){0,2}social +(?:care|workers?)|an? +(?:[a-z]+ +)?social +worker|"
    r"(?:the|our) +(?:[a-z]+ +){0,2}(?:police|team))"
)
_YOURS = "you|your|please|ask|asks|asked|asking|want|need|expect|require|school|nurse"
_NOT_YOU, _GOES_ON = (rf"(?: +(?!(?:{words})[ ,.])[^\s.?!]+)+" for words in (_YOURS, f"{_YOURS}|and|but|so"))
_OURS = rf"{_US} +(?:(?:will|shall){_NOT_YOU}|(?:are|is|have|has|had|were|was|started|began|decided){_GOES_ON})"
_OPEN = rf"(?:{_DOES} +{_NO_SUBJECT}{_OR_ELSE}|{_AGREES}|{_OURS})"
"""What may be said: what an agency did or does itself, "did you ask"; to ask somebody whether they agree; and what
social care and the police do themselves, "we are investigating"."""


def names_on(contact_id: int) -> str:
    """The words of the names of a contact's people, as alternatives of a pattern; empty where nobody is named."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT frontdoor_names_on(%s)", [contact_id])
        return str(cursor.fetchone()[0])


@cache
def _in_python(pattern: str, names: str) -> re.Pattern[str]:
    return re.compile(pattern.replace(_NAMES, names or _NOBODY), re.IGNORECASE)


def _in_sql(pattern: str, contact: str) -> str:
    if not contact:
        return f"'{pattern.replace(_NAMES, _NOBODY)}'"
    return f"replace('{pattern}', '{_NAMES}', coalesce(nullif(frontdoor_names_on({contact}), ''), '{_NOBODY}'))"


def asks_in_sql(texts: str, contact: str = "") -> str:
    """A condition in SQL: whether a text asks an agency to investigate. Both are expressions of ours.

    ``contact`` is the number of the contact whose people are known by name.
    """
    may_be_asked = _in_sql(rf"\y{_OPEN}\y", contact)
    asks = _in_sql(rf"(?:\y|(?=[.!?:;,(\n–-])){_WORDS}\y", contact)
    return f"regexp_replace({texts}, {may_be_asked}, ' | ', 'gi') ~* {asks}"


def found_in(texts: Iterable[str], names: str = "") -> list[str]:
    """The phrases that give an agency social care's work to do, as they were written, each once.

    ``names`` are those of ``names_on``.
    """
    may_be_asked = _in_python(rf"\b{_OPEN}\b", names)
    asks = _in_python(rf"(?:\b|(?=[.!?:;,(\n–-])){_WORDS}\b", names)
    asked = (may_be_asked.sub(" | ", text) for text in texts)
    return list(dict.fromkeys(match.group(0).strip(" .!?:;,(\n") for text in asked for match in asks.finditer(text)))


def never_investigates(name: str, column: str) -> pgtrigger.Trigger:
    """A trigger that refuses a new row whose text asks an agency to investigate, whoever writes it.

    The row is about a contact.
    """
    return refuses(
        name,
        sentence=NOT_TO_INVESTIGATE,
        operation=pgtrigger.Insert,
        when=f"NOT {BRINGING_IN} AND {asks_in_sql(f'NEW.{column}', 'NEW.contact_id')}",
    )
