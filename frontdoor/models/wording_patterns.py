r"""What a text says that gives an agency social care's work to do, and what it may say, as patterns.

A blank stands for any white space between two words. The patterns use only what Python and PostgreSQL read alike: no
``\b``, no possessive or lazy quantifier. None holds a quote. In the text that is read, ``MARK`` stands behind each name
of the contact's people; a blank may have it before it, so that the name "Young" hides no young person.
"""

MARK = r"\u2060"
_NAMED = rf"\S+{MARK}"


def _any(*patterns: str) -> str:
    return f"(?:{'|'.join(patterns)})"


# Who is meant.
_ADULTS = (
    "mother|mum|father|dad|parents?|family|carers?|step-?(?:mother|mum|father|dad|parents?)|grand(?:parents?|mother|father)|"
    "partner"
)
_CHILDREN = "child|children|young (?:person|people)|kids?|pupils?|boy|girl|siblings?|brothers?|sisters?"
_STAFF = (
    "staff|teachers?|tutors?|nurses?|heads?|colleagues?|teams?|leads?|gps?|doctors?|midwi(?:fe|ves)|visitors?|assistants?|"
    "office|school|surgery|practice|police|officers?"
)
_SOMEBODY_NAMED = rf"{_NAMED}(?!\S{{1,2}} (?:[a-z]+ )?(?:{_STAFF}))"
_PERSON = rf"(?:(?:(?:the|this|your|her|his|their|its|both|a) )?(?:{_CHILDREN}|{_ADULTS})|{_SOMEBODY_NAMED})"
_WHOM = _any(_PERSON, "him", "her", "them")
_WHO = _any(_PERSON, "he", "she", "they")
_SOME = r"(?:[^\s.?!]+ )"
_OWN_STAFF = rf"(?:(?:your|the|our|any|his|her|their) )?(?:[a-z]+ ){{0,2}}(?:{_STAFF})"
_SOMEBODY = rf"(?!(?:us|me|you|for|yourself|yourselves|questions?|{_OWN_STAFF})\s)[^\s.?!]+(?: [^\s.?!]+){{0,2}}"

# How somebody is told to do something.
_BEGINS = r"(?:^|[.!?:;,(\n–-])[\u0020\t]*"
_PLEASE = r"(?:please|kindly|you|you to|must|should|asked to) "
_YOU = "(?:you|someone|somebody|anyone|staff|(?:the|your|an?) [a-z]+(?: (?:nurse|teacher|visitor|tutor|staff))?)"
_ASKED_TO = _any(
    _BEGINS,
    _any(
        "please|kindly|must|should|and|then|try to|able to|happy to|asked to",
        f"(?:could|can|would|will) {_YOU}",
        f"(?:need|want|like|ask|asked|expect|arrange for) (?:{_YOU} )?to",
        "(?:suggest|recommend|advise|propose) (?:that )?you",
    )
    + " (?:(?:also|then|please|perhaps|just|discreetly|gently|kindly) )?",
)
_DOING = "(?:mind|try|consider|suggest|recommend|start|begin|worth|by)"
_WHAT = "(?:what|whether|if|who|how|why|where|when|about)"

# What is looked at and what it is called.
_HOW = (
    "(?:(?:an?|the|its|your|their|his|her|own|full|further|some|any|more|initial|internal|proper|thorough|quick|joint|"
    "formal|brief) ){0,4}"
)
_DO = (
    "(?:carry(?:ing)? out|conduct|undertake|perform|make|start|open|begin|launch|hold|initiate|do|complete|lead|"
    "arrange|run|we (?:need|want|expect|request|require))"
)
_ITS = r"(?:(?:the|his|her|their|any|this) (?:[^\s.?!]+ )?)"
_MARKS = "(?:bruis(?:e|es|ing)|marks?|injur(?:y|ies)|wounds?|burns?|body|arms?|legs?|skin)"
_SPEAK = "(?:speak|talk|chat)"
_TELLS = "(?:tell|say|explain|show|describe|write|draw|disclose|discuss|open up|share)"
_TO_US = "(?! (?:to|with) (?:us|me|our|a|social|somebody|someone)(?![a-z]))"
_ON_RECORD = r"(?!(?: [^\s.?!]+){0,6} (?:your|the) (?:\S+ )?(?:records?|files?|notes?|system))"
_ALONE = "(?:deal with|handle|sort|manage|resolve|take (?:on|this forward)|pick up)"
_IN_RETURN = "(?:report|findings|(?:return|come|get) (?:back )?to us|feed back|let us know)"

_INVESTIGATING = (
    r"investigate|interrogate|look(?:ed)? (?:(?:further|more) )?into|get to the bottom of",
    r"dig (?:deeper|into)|(?:some|more) digging",
    r"(?:start|begin|keep|continue) (?:investigating|questioning|interviewing|looking into)",
    r"we (?:need|want|expect|request|require|ask for|would like) (?:[^\s.?!]+ ){0,4}investigation",
    r"(?<!the\s)(?<!your\s)investigations? (?:into|of) (?:[^\s.?!]+ ){1,4}by (?:you|the|your)",
    rf"{_DO} {_HOW}(?:investigations?|enquiry|enquiries|inquiry|inquiries|interviews?|s\.?\s?47|section 47|"
    r"(?:(?:welfare|safe and well|safety|home|house|unannounced|safeguarding) )+(?:checks?|visits?)|"
    r"(?:(?:risk|home|safety|parenting|safeguarding) )+assessments?)",
    # Not "in the interview of Monday", which asks for what is known.
    r"(?<!the\s)(?<!an\s)(?<!his\s)(?<!her\s)(?<!that\s)(?<!police\s)interview",
)
"""To investigate, to visit and to assess, by name."""

_FINDING_OUT = (
    rf"{_PLEASE}(?:question|examine|quiz|probe|inspect|find out{_ON_RECORD})",
    rf"find out (?:more|further|anything|everything|the (?:truth|cause|reason|facts)){_ON_RECORD}",
    rf"(?:find out|establish|ascertain|determine) (?:{_WHAT}|from (?!(?:your|the) (?:records?|files?|notes?)))",
    r"(?:establish|ascertain|gather|get) (?:(?:all|the|more|some|of) ){0,3}facts",
    rf"(?:gather|collect|get|obtain|seek) (?:(?:any|some|more|further|additional|all|the) ){{0,3}}"
    rf"(?:evidence|information|details?|background) (?:from|of) {_PERSON}",
    rf"(?:check|verify|test|corroborate) (?:out )?(?:(?:the|this|his|her|their) |{_PERSON}\S{{0,2}} )"
    r"(?:story|account|version|allegations?|explanation)(?! holder)",
    rf"see (?:what|if|whether) {_YOU} (?:can|could) (?:find|learn|discover|get|establish)",
    rf"(?:could|can|would) (?!(?:i|we|it|{_WHO})\s)(?:[^\s.?!]+ ){{1,4}}ask(?!\s*[^\s.?!])",
)
"""To find out what happened."""

_QUESTIONING = (
    rf"(?:ask|question|quiz|probe|grill|examine|{_SPEAK} (?:to|with)) {_PERSON}",
    rf"(?:ask|quiz|probe|{_SPEAK} (?:to|with)) (?:him|her|them) {_WHAT}|question (?:him|her|them)",
    rf"ask {_SOMEBODY} {_WHAT}",
    rf"{_PLEASE}{_SPEAK} (?:to|with) {_SOMEBODY}",
    rf"{_DOING} (?:asking|questioning|interviewing|speaking (?:to|with)|talking (?:to|with)) {_WHOM}",
    rf"(?:explore|raise|discuss|address|clarify) with {_PERSON}",
    rf"(?:check|confirm|verify|clarify) {_SOME}{{0,4}}with {_WHOM}",
    rf"have (?:a )?(?:[a-z]+ )?(?:word|chat|talk|conversation) with {_WHOM}|sound (?:out {_PERSON}|{_WHOM} out)",
    rf"press {_PERSON} (?:for|about|on)",
    rf"(?:invite|call|bring|get|have|let) {_WHOM} (?:(?:to )?come )?(?:in|over|along) (?:and|to|for) {_SOME}{{0,3}}"
    r"(?:discuss|ask|explain|talk|chat|conversation|question|explore|go over)",
)
"""To ask the child or the family."""

_HEARING = (
    rf"(?:have|let|make) (?:{_WHOM}|[a-z]+) (?:{_TELLS}|{_SPEAK}) (?!(?:if|of)\s)[a-z]+",
    rf"(?:get|encourage|invite|persuade|allow|prompt|press|coax) (?:{_WHOM}|[a-z-]+(?: [a-z]+)?) to "
    rf"(?:{_TELLS}|{_SPEAK}{_TO_US})",
    rf"help {_WHOM} to {_TELLS}",
    rf"(?:get|seek|obtain) {_PERSON}\S{{0,2}} "
    r"(?:account|version|side|explanation|story|response|views?|perspective|wishes)",
    r"(?:take|get|obtain) (?:(?:an?|the|his|her|their|any|full|further|written|short) ){0,3}"
    r"(?:statements?|accounts?|disclosures?) (?:from|of)",
    rf"(?:see|check) (?:whether|if) {_WHO} (?:will )?(?:discloses?|says?|tells?|talks?|mentions?|opens? up)",
    rf"see (?:what|how) {_WHO} (?:says?|responds?|reacts?|answers?|tells?)",
)
"""To have the child or the family tell it."""

_EXAMINING = (
    rf"(?:look (?:at|for)|check(?: for)?|inspect|examine|photograph) {_ITS}?{_MARKS}",
    rf"(?:look at|inspect|examine|photograph) {_ITS}(?:bedroom|home|house|flat)",
    rf"(?:check|see|look) (?:whether|if) (?:there (?:is|are)|{_WHO}) {_SOME}{{0,3}}{_MARKS}"
    r"(?! (?:recorded|noted|reported|known|on (?:your|file|record)))",
    rf"(?:take|get) (?:(?:some|any|an?|the|clear|more) ){{0,2}}(?:photographs?|photos?|pictures?) of "
    rf"(?:{_ITS}?{_MARKS}|{_WHOM})",
    r"(?:complete|do|draw|make|prepare|fill in) (?:(?:an?|the|his|her) )?body maps?",
    r"search (?:the|his|her|their|this) (?:[a-z]+ )?(?:home|house|flat|room|bedroom|bags?|phone|locker|child|boy|girl)",
    rf"(?:{_PLEASE}|{_BEGINS})(?:visit|go and see|call on) (?!(?:us|me|our)\s)[a-z]+",
)
"""To look at a body, a home or belongings."""

_WHEN_ASKED_TO = (
    r"ask (?:what|how|why|who) (?:is|was|has|had|happened|did|hurt|hit)",
    r"(?:gather|collect|seek) (?:(?:some|any) )?(?:more |further |additional )?(?:information|evidence|details?) and",
    rf"(?:ring|phone|telephone|call|text|message|contact|email|approach|confront|challenge) {_PERSON}",
    rf"(?:examine|check) {_WHOM}(?! with)",
    rf"(?:put|raise|discuss|explore|share|follow|talk|go (?:over|through)) {_SOME}{{1,6}}(?:to|with) {_PERSON}",
    rf"(?:sit down|check in|catch up|touch base|meet|follow (?:this|it) up) with {_PERSON}",
    rf"(?:see|meet) {_WHOM} (?:alone|privately|in private|on (?:his|her|their) own|by (?:him|her|them)sel)",
    rf"assess (?:the )?(?:risks?|safety|harm|{_PERSON})",
    rf"(?:sit with|check on|(?:keep|have) (?:an?|the)(?: [a-z]+)? (?:eye|watch) (?:on|over)) {_WHOM}",
    rf"keep {_WHOM} under (?:close )?(?:observation|watch|surveillance)",
    rf"(?:monitor|watch|observe) (?:{_WHOM} (?:for|closely|and)|{_SOME}{{1,9}}report)",
    rf"(?:keep|continue|go on) (?:watching|monitoring|observing) {_WHOM}",
    rf"{_ALONE} (?:{_SOME}{{0,6}}(?:yourself|yourselves|internally|in-house)|{_SOME}{{1,9}}{_IN_RETURN})",
)
"""What is only meant as a request after words that ask for it: to ask, to watch the child, to deal with it alone."""

ASKS = (
    *(_INVESTIGATING + _FINDING_OUT + _QUESTIONING + _HEARING + _EXAMINING),
    rf"{_ASKED_TO}{_any(*_WHEN_ASKED_TO)}",
)

# What may be said. A question ends at the end of its line: here a blank is a blank.
_WORD = r"(?!(?:please|kindly|you|we|i|to|that|must|should|can|could|will|would|shall|and|or)\s)[a-z-]+"
_SUBJECT = _any(
    "(?:you|he|she|they|it|we|anyone|anybody|someone|somebody|staff)(?: (?:at|from|in) (?:the )?[a-z]+)?",
    rf"(?:the|your|his|her|their|any|a|an|another|this)(?: {_WORD}){{1,3}}",
    f"(?:mum|dad|mother|father|{_NAMED})",
)
_OR_ELSE = rf"(?:(?: (?:(?:to|with) (?:the|his|her|their|this)|{_WORD})){{0,5}} (?:or|and) {_WORD})?"
_DOES = (
    rf"(?:(?:did|does) {_SUBJECT}|do (?:you|they|we|staff|the (?:parents|children|family|carers))|"
    rf"(?:can|could|will|would|may) {_PERSON})(?: (?:ever|also|then|last|first|already))?"
)
_DID = rf"{_DOES} {_WORD}{_OR_ELSE}"

_AGREES = (
    r"ask(?: [^\s.?!]+){1,3} (?:whether|if|for|to)(?: [a-z]+){0,3} (?:agrees?|consents?|agreement|permission)(?! that)"
)

_US = (
    "(?:we|(?:(?:the|our|children.s|childrens) ){0,2}social (?:care|workers?)|an? (?:[a-z]+ )?social worker|"
    "(?:the|our) (?:[a-z]+ )?(?:police|team)|police)"
)
_YOURS = "you|your|please|ask|asks|asked|asking|want|need|expect|require|school|nurse"
_NOT_YOU, _GOES_ON = (rf"(?: (?!(?:{words})[\s,.])[^\s.?!]+)+" for words in (_YOURS, f"{_YOURS}|and|but|so"))
_OURS = _any(
    rf"{_US} (?:will|shall){_NOT_YOU}",
    rf"{_US} (?:are|is|have|has|had|were|was|started|began|decided){_GOES_ON}",
    rf"{_US} (?:want|need|hope|wish|plan|intend|(?:would|should) like) to [a-z]+(?: (?:out|into|to|with))?",
)
_NOT = (
    "(?:do not|don.t|never|must not|should not|need not|no need to|not to|without|instead of|rather than) "
    rf"(?!hesitate){_WORD}(?: (?:to|with|out|up|into|for))?(?: (?:or|nor) {_WORD}(?: (?:to|with|out|up|into|for))?)?"
)

MAY_BE_SAID = (_DID, _AGREES, _OURS, _NOT)
"""What an agency did or does itself, "did you ask"; to ask somebody whether they agree; what social care and the police
do themselves, "we are investigating"; and what the agency is not to do, "do not question the child"."""
