"""Texts of the field, put together from sentences and made to fit the child they are about."""

from datetime import date

from audits.demo.chance import Dice
from audits.demo.theme import Theme
from frontdoor.models import Person

PRONOUNS = {
    "F": {"they": "she", "their": "her", "them": "her"},
    "M": {"they": "he", "their": "his", "them": "him"},
    "U": {"they": "they", "their": "their", "them": "them"},
}
TRIED = (
    "We have spoken to the parents twice and agreed a plan with them. It has not held.",
    "An early help assessment was offered in the spring and declined.",
    "The family worker at school has met the mother weekly since September.",
    "A referral to the parenting programme was made; the family went to three sessions of eight.",
    "Nothing yet. This is the first worry of this kind.",
    "The designated lead has rung home and visited once.",
    "Team around the family meetings have been held for four months, with some progress.",
    "Advice was given over the telephone last month.",
    "",
)
HISTORY = (
    "No earlier contact with social care is recorded.",
    "Two earlier contacts in the last year, both closed with advice. The theme is the same.",
    "One earlier assessment, closed to early help. The change did not last beyond the summer.",
    "The family was known in another authority; the summary has been read and shows a short child in need plan.",
    "An older brother had a child protection plan some years ago. The mother worked well with it.",
    "Three police notices in six months. Each alone is low, together they show a pattern.",
    "Known to early help since the spring. The worker describes steady progress until last month.",
)
LEVEL_REASONS = {
    "NFA": (
        "The concern was looked into and the family and the school already meet the need between them.",
        "What was reported has been explained and no unmet need was found for the child.",
        "The family has support in place that fits the need, and no harm is indicated.",
    ),
    "ADV": (
        "Advice was given to the referrer on what to offer the family and when to call again.",
        "The parent was given the numbers of two local services and means to use them.",
    ),
    "EHO": (
        "The needs are real and can be met by early help; the family agrees to it.",
        "A family worker can bring the services together; the parents have said yes.",
    ),
    "OPEN": ("The child has an open case. What was told has been passed to the social worker today.",),
    "REF17": (
        "The child is unlikely to reach a reasonable standard of development without services; the parent agrees.",
        "Several needs have not been met by early help, and an assessment with the family is proportionate.",
    ),
    "REF47": (
        "There is reasonable cause to suspect significant harm, so a strategy discussion is held today.",
        "A clear account and the history together call for a strategy discussion with police and health.",
    ),
    "EMG": ("The child was not safe for tonight; police and health were called to a strategy discussion at once.",),
    "OLA": ("The child lives in another authority, whose duty manager has taken the contact on.",),
    "MIS": ("The child has been found and is well; the return interview has been arranged.",),
}
URGENCY = {
    "red": (
        "A child may be harmed today if nobody acts.",
        "A clear account of harm by somebody who lives with the child.",
        "The child's whereabouts are not known and the risk is high.",
    ),
    "amber": (
        "The harm is real but not immediate; an answer is needed by tomorrow.",
        "A pattern is building and the child is safe tonight with a relative.",
        "Needs a conversation with the parents within a day.",
    ),
    "green": (
        "No harm is indicated. The family may need help.",
        "The child is safe and the need can be planned for.",
        "Information for a family that is already well supported.",
    ),
}
CONSENT_WORDS = {
    "GIVEN": (
        "Explained by telephone what is asked and why. Agreed to school, health and police being asked.",
        "Asked at home. The parent agreed and would like to hear what comes back.",
    ),
    "GIVEN_PARTIAL": ("Agreed to school being asked, not to health. Wants to talk to the doctor first.",),
    "REFUSED": (
        "Does not want anybody asked. Says the school has misunderstood.",
        "Listened and said no. Is willing to meet and talk.",
    ),
    "SOUGHT_NO_REPLY": ("Rang twice and left a message, and sent a text message. No answer yet.",),
    "NOT_SOUGHT": ("Not asked yet. The parent is in hospital and will be rung tomorrow.",),
    "CYP_COMPETENT": ("Understands what is asked and why, and agrees. Would like to tell the parents in person.",),
    "WITHDRAWN": ("Rang to say that the agreement is taken back. Was worried about what work would hear.",),
    "SERVICE": (
        "Agreed to an assessment after the social worker explained how it works and how long it takes.",
        "Would like help and agreed to an assessment of all the children.",
    ),
}
ANALYSES = (
    "{weighed} {child} is seen every day by people who know {them}, and the family is open to help. What would change "
    "this view is another incident, or the family no longer answering.",
    "{weighed} Strengths are a grandmother close by and a parent who comes to meetings. What is not known yet is how "
    "{child} spends the evenings.",
    "{weighed} Set against the history, this is more of the same rather than something new, and it is {child}'s daily "
    "life that must change. The least intrusive answer that is safe has been chosen.",
    "{weighed} Facts and opinions in what we were told have been kept apart: what was seen is certain, what it means "
    "for {child} is not, and that is the question now.",
)
RATIONALES = (
    "Has room for this family and knows the area.",
    "Worked with the older brother and is trusted by the mother.",
    "Speaks the family's language.",
    "Experienced with this kind of worry.",
    "Next on the duty list, and the caseload allows it.",
)
LATE_REASONS = (
    "The family was away for three weeks and the child could not be seen earlier.",
    "A report from health came six weeks after it was asked for.",
    "The worker changed half way and the new worker had to meet the children first.",
    "New information came in week seven and had to be weighed.",
)


def about(child: Person, text: str, **more: str) -> str:
    """A sentence made to fit one child."""
    words = {"child": child.given_names or "The baby", **PRONOUNS[child.sex], **more}
    fitted = text.format(**words)
    return ". ".join(sentence[:1].upper() + sentence[1:] for sentence in fitted.split(". "))


def concern(dice: Dice, theme: Theme, children: list[Person], on: date) -> str:
    """What is worrying, and who else lives in the family."""
    first = children[0]
    said = about(first, f"{dice.choice(theme.told)} {dice.choice(theme.more)}")
    others = [f"{child.given_names} ({age})" for child in children[1:] if (age := child.age_on(on)) is not None]
    return f"{said} Also in the family: {', '.join(others)}." if others else said


def analysis(dice: Dice, theme: Theme, child: Person) -> str:
    """What a worker or manager makes of it."""
    return about(child, dice.choice(ANALYSES), weighed=about(child, dice.choice(theme.weighed)))


def voice(dice: Dice, theme: Theme, child: Person, on: date) -> str:
    """What the child says, in the child's words; for the very young what somebody saw; nothing at times."""
    age = child.age_on(on)
    if age is None:
        return ""
    if age < 3:
        return about(child, dice.choice(BABIES))
    return dice.choice(theme.said)


BABIES = (
    "{child} is too young to speak. {they} settled at once in {their} mother's arms.",
    "{child} watched the adults' faces and did not cry.",
    "{child} played on the floor with a spoon and smiled when spoken to.",
)
