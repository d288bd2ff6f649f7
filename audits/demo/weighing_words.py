"""What managers write when they weigh a contact, in the words of the field."""

from frontdoor.models.return_reasons import ReturnReason

SIGNS_OF = {
    "domestic": ("Violence between", "arguments with threats", "disagree about care"),
    "neglect": (
        "Is often hungry",
        "home is so dirty",
        "routines for sleep",
        "appointments about the child",
        "meets the",
    ),
    "physical": ("Has an injury", "Says that somebody", "parent hits", "set limits"),
    "parent_health": ("acutely ill", "mental illness limits", "low or unwell", "ask for advice"),
    "substances": ("drunk, drugged", "drinking or drug use", "routines for sleep"),
    "exploitation": ("Shows signs of exploitation", "Goes missing", "known to the police", "send pictures"),
    "distress": ("Harms themselves", "sad, angry or anxious", "bullied"),
    "behaviour": ("excluded again", "bullies others", "set limits"),
    "sexual": ("sexual knowledge", "touches them", "risk to children lives"),
    "hardship": ("lose its home", "Debts or low income", "overcrowded", "nowhere safe to sleep", "Income covers"),
    "disability": ("Has a disability", "refuse treatment", "behind in speech", "helps to care"),
    "absent": ("close relative", "Relatives care", "nobody to turn to", "friends or relatives"),
    "unborn": ("unborn child", "mental illness limits", "low or unwell", "ask for advice"),
}
"""By theme of a contact, words that its indicators contain."""

MISSING = (
    "What the father knows and thinks; he has not been reached yet.",
    "The health visitor's view of the last six months. She is back on Monday.",
    "What the child says when seen alone.",
    "Whether the older brother still lives in the home.",
    "Nothing that would change the next step; school, health and the parent all say the same.",
    "The police record of the earlier call-outs has been asked for and is not here.",
)
WOULD_CHANGE = (
    "A further report of the same kind, or the parent turning down the help that is offered.",
    "If the child tells somebody that they are afraid to go home.",
    "If the school sees a clear change for the better over the next weeks.",
    "If health reports an injury or missed treatment that we do not know of.",
    "If the parent's account turns out not to fit what the neighbours and the police say.",
)
NOT_HEARD = "Not known yet. Nobody has asked the child; the school will at a quiet moment tomorrow."
DANGER = "Police were asked to visit at once, and the child is with the grandmother tonight."
CHANGES = (
    "The family, the school and health would agree one plan instead of three that pull apart.",
    "It would show whether the child is safe with the help that is there, which nobody can say today.",
    "The child would be heard alone for the first time, and the parents would know what has to change.",
)
LESSER = (
    "Early help was offered in the spring and again last month; the family went twice and stopped.",
    "The school's family worker has met the parent weekly since September without lasting change.",
    "A call to the family was tried first; what they said raised the worry instead of settling it.",
)
NOT_EARLY_HELP = (
    "Early help has been tried for six months and the child's days have not changed.",
    "The needs touch health, home and school at once and go beyond what one lead practitioner can bring together.",
    "The parent agrees to an assessment and asks for more than early help can give.",
)
STATEMENT = {
    "NEG": "Suspected neglect: the child is hungry, dirty and left alone again and again, and help has not changed it.",
    "PHY": "Suspected physical abuse: an injury that does not fit the account, and the child names who did it.",
    "SAB": "Suspected sexual abuse: what the child said, unasked, to an adult whom the child trusts.",
    "EMO": "Suspected emotional abuse: repeated violence in the home that the child sees and lives in fear of.",
    "MUL": "Suspected exploitation: older people, money without an explanation and nights away, seen by two agencies.",
}

HELP_SERVICES = (
    "Ashdale family hubs, a family worker at home",
    "Ashdale early help team, a plan led by the school",
    "Family hub, parenting group on Thursdays",
    "School nursing, sleep and food at home",
)
REFERRERS_ANSWERS = {
    "The child's full name and date of birth, and the address where the child lives now.": (
        "The full name is as on the school's roll. Lives with the grandmother since the summer, in the same street."
    ),
    "Who told the school so, and when. Please also say whether the parents know that you wrote to us.": (
        "The child told the class teacher on Monday before lunch. The parents were told on Tuesday and are angry."
    ),
    "Which of the two brothers is meant, and what the teacher herself saw.": (
        "The younger one. The teacher saw that he had slept in his coat, and nothing else herself."
    ),
}
ASKED_OF_REFERRERS = tuple(REFERRERS_ANSWERS)
REASON_ASKED = dict(
    zip(
        ASKED_OF_REFERRERS,
        (ReturnReason.IDENTITY, ReturnReason.AGREEMENT, ReturnReason.SOURCE),
        strict=True,
    )
)
"""Why each of them is asked, as returns are counted."""
