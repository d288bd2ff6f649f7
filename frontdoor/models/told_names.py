"""Whether a text on the advice line names somebody, and whether it tells of harm today (domain.md L56).

What counts as a name: a first and a family name written together; what somebody is "called" or "named"; and a first
name with the school; two words in capitals of which the dictionary of names holds the first. A first name alone says
of nobody who they are, and passes; so does a name in small letters, but for what a child is "called". The
words of services, places, schools, days and callers' jobs are no names. At the start of a sentence, where any word has
a capital, a first word that looks like a verb ("Emailed", "Gives") is a name only if the dictionary of names holds it.

A wrong guess is meant to fall on the side of asking: a refused sentence costs the call handler one word, or becomes a
contact with all that was typed; a name that is kept here is a child known to the desk without a record and an owner.
Read by Postgres and Python alike.
"""

import re

from frontdoor.models.names import are_recorded

_UPPER, _LOWER = "A-ZÀ-ÖØ-Þ", "a-zß-öø-ÿ"
_FUNCTION = (
    "a an the our your my his her their its this that these those she he they we you it i in on at for from with "
    "and but or if when who whom whose what which why how where is are was were has have had do does did can "
    "could should would will must please also then there here no not yes some any all each after before since "
    "until because so as by to of into about ask asked told tell called call caller calls contact ring rang refer "
    "advised advise advice speak spoke talk offer offered discuss discussed use see read visit consider keep "
    "check give gave suggest suggested explain explained agree agreed another one two three many both either next "
    "last first thank thanks dear hello urgent note"
)
_SERVICES = (
    "mr mrs ms miss dr prof sir mum dad mother father parent parents child children child's children's boy girl "
    "baby pupil student teacher head deputy nurse doctor gp midwife early help family families hub social care "
    "services service team school primary secondary junior infant academy college nursery preschool playgroup "
    "high grammar hospital surgery practice clinic centre council police health visitor visiting mental education "
    "welfare officer designated safeguarding lead local authority front door duty emergency adult adults working "
    "together act universal credit housing women's women’s aid citizens youth justice offending domestic abuse "
    "violence drug drugs alcohol substance special educational needs send year class reception key stage level "
    "red cross royal church mosque temple trust charity foundation food bank home start save national government "
    "state road street avenue lane park house court green hill bridge close north south east west great little "
    "upper lower new old saint st united kingdom england wales scotland ireland britain british english yorkshire "
    "london christmas easter ramadan eid holiday summer winter autumn spring term monday tuesday wednesday "
    "thursday friday saturday sunday january february march july august september october november december "
    "facebook instagram snapchat whatsapp tiktok google teams zoom"
)
_WORDS = "|".join(
    f"[{word[0].upper()}{word[0]}]{word[1:]}"
    for word in sorted({*_FUNCTION.split(), *_SERVICES.split()}, key=lambda word: (-len(word), word))
)
_ORDINARY = rf"(?!(?:{_WORDS})(?:[^{_UPPER}{_LOWER}'’-]|$))"
_PLAIN = rf"(?:Mc|Mac|[OD]['’])?[{_UPPER}][{_LOWER}'’]+(?:-[{_UPPER}]?[{_LOWER}'’]+)*"
_NAME = rf"{_ORDINARY}{_PLAIN}"
_FAMILY = rf"{_ORDINARY}(?:{_PLAIN}|[{_UPPER}]{{6,}})"
_END = rf"(?![{_UPPER}{_LOWER}])"
_EDGE = rf"(?:^|[^{_UPPER}{_LOWER}'’-])"
_NO_VERB = "(?<!ed)(?<!ing)(?<!ly)(?<!s)"
_PERSON = (
    "[Cc]hild|[Bb]oy|[Gg]irl|[Pp]upil|student|patient|son|daughter|brother|sister|baby|toddler|teenager|mother|father|mum|dad|parent|"
    "carer|he|she|they|is|was|are|were|him|her|them|sibling|friend|man|woman|lad|one"
)
_NO_NAME = "(?:names?|in|on|by|out|me|us|him|her|them|the|a|an|for|to|at|and|back|again|my|your|our)[^a-z]"
_SCHOOL = "Primary|Secondary|Academy|School|College|High|Nursery|Infants?|Juniors?|Grammar"

NAMES = (
    rf"[{_LOWER}0-9,;:)] +{_NAME} +{_FAMILY}{_END}",
    rf"{_EDGE}{_NAME}{_NO_VERB} +{_FAMILY}{_END}",
    rf"{_EDGE}(?:{_PERSON}) +(?:called|named) +{_NAME}{_END}",
    rf"{_EDGE}(?:[Cc]hild|[Bb]oy|[Gg]irl|[Pp]upil|student|son|daughter|baby) +called +(?!{_NO_NAME})[{_LOWER}'’-]+",
    rf"{_EDGE}[Nn]ames? (?:is|was|are|were|of|as) +{_NAME}{_END}",
    rf"[{_LOWER},;] +{_NAME}[{_LOWER} ,]{{0,30}} (?:at|attends|to|of|from) +(?:{_PLAIN} +){{1,3}}(?:{_SCHOOL}){_END}",
)
"""Names, wherever they stand."""
IN_CAPITALS = rf"{_EDGE}([{_UPPER}][{_UPPER}'’-]+) +[{_UPPER}][{_UPPER}'’-]+{_END}"
"""Two words in capitals, the first of which is a name if the dictionary of names holds it."""
BEGINS_WITH_A_NAME = rf"(?:^|[.!?\n] *)({_NAME}) +{_FAMILY}{_END}"
"""A sentence that begins with two capitals; the first word is a name if the dictionary of names holds it."""


def _quoted(pattern: str) -> str:
    return pattern.replace("'", "''")


def names_in_sql(column: str) -> str:
    """A condition in SQL: whether a column of a new row names somebody."""
    plain = " OR ".join(f"NEW.{column} ~ '{_quoted(pattern)}'" for pattern in NAMES)
    recorded = " OR ".join(
        f"""EXISTS (
        SELECT 1 FROM regexp_matches(NEW.{column}, '{_quoted(pattern)}', 'g') AS begins(parts)
        JOIN frontdoor_nameword known ON known.word = frontdoor_name_key(begins.parts[1]))"""  # noqa: S608 - ours
        for pattern in (BEGINS_WITH_A_NAME, IN_CAPITALS)
    )
    return f"{plain} OR {recorded}"


def names_somebody(text: str) -> bool:
    """Whether a text names somebody, as the module says."""
    if any(re.search(pattern, text) for pattern in NAMES):
        return True
    begun = [*re.findall(BEGINS_WITH_A_NAME, text), *re.findall(IN_CAPITALS, text)]
    return bool(begun) and are_recorded(begun)


_HARM = (
    r"bruis|injur|\bmarks? on|burn|\bhits?\b|hitting|beat(?:en|s|ing)|bleed|\bhurt|broken|unconscious|strangl|chok|"
    r"overdos|suicid|sexual|rape|assault|threat|weapon|knife|left alone|locked (?:in|out)|cannot be found|missing|"
    r"afraid to go home"
)
_NOW = (
    r"\btoday\b|\btonight\b|this (?:morning|afternoon|evening|minute)|right now|just now|at (?:this|the) moment|"
    r"\bnow\b|last night|an hour ago|minutes ago"
)
_HARMED, _TODAY = re.compile(_HARM, re.IGNORECASE), re.compile(_NOW, re.IGNORECASE)


def tells_of_harm_today(text: str) -> bool:
    """Whether one line of a text speaks of harm and of today: a worry that needs an owner and a clock, so a contact."""
    return any(_HARMED.search(line) and _TODAY.search(line) for line in text.splitlines())
