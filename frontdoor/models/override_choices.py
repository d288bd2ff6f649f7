"""What can be chosen in a request to override consent, in its decision and in its review."""

from django.db import models


class Ground(models.TextChoices):
    """On what a request rests: a manager weighs the facts, or the law asks nobody (domain.md 2.4, C04)."""

    CONCERN = "concern", "A manager overrides consent"
    SECTION_47 = "s47", "Section 47 enquiry: consent is not needed"
    COURT = "court", "Court order: consent is not needed"


class StrategyOutcome(models.TextChoices):
    """What a strategy discussion came to."""

    SECTION_47 = "s47", "A section 47 enquiry is started"
    EMERGENCY = "emergency", "Emergency action is taken"
    NOTHING = "nothing", "No section 47 enquiry"


STARTS_AN_ENQUIRY = (StrategyOutcome.SECTION_47, StrategyOutcome.EMERGENCY)
"""Outcomes after which nobody is asked for consent (C04)."""


class OverrideReason(models.TextChoices):
    """Why agencies may have to be asked without consent (domain.md 2.4); nothing else is offered."""

    O1 = "O1", "Asking would raise the risk of significant harm to this child"
    O2 = "O2", "Asking would put another person at risk of serious harm"
    O3 = "O3", "Asking would harm the prevention or detection of serious crime"
    O4 = "O4", "The delay in asking would itself put the child at risk"
    O5 = "O5", "Alleged sexual abuse in the family"
    O6 = "O6", "Suspected fabricated or induced illness"
    O7 = "O7", "Forced marriage, honour-based abuse or female genital mutilation"
    O8 = "O8", "Risk that the child is taken away or hidden"
    O9 = "O9", "Trafficking, exploitation or radicalisation in which a parent is implicated"
    O10 = "O10", "Asked and refused, and there is reasonable cause to suspect significant harm"
    O11 = "O11", "No parent could be reached after two attempts, and waiting is not safe"
    O12 = "O12", "A court order or statutory duty compels it"


EVIDENCE_ASKED = {
    OverrideReason.O1: "Who would do what if a parent were asked",
    OverrideReason.O2: "Which person would be at risk, and from whom",
    OverrideReason.O3: "The police officer's name and the police reference number",
    OverrideReason.O4: "What cannot wait, and what would happen to the child in the hours that asking takes",
    OverrideReason.O6: "The paediatrician or named doctor you spoke to",
    OverrideReason.O10: "Why there is reasonable cause to suspect significant harm",
    OverrideReason.O12: "What section 16LA of the Children Act 2004 compels to be shared, by whom and about whom",
}
"""What the form asks for beside a reason (domain.md 2.4); a reason not named here needs nothing more."""


EVIDENCE_WITH_A_NUMBER = frozenset({OverrideReason.O3, OverrideReason.O12})
"""Reasons whose evidence names something that has a number: a reference, an order or section."""


class ActsNow(models.TextChoices):
    """What is done at once where reason O4 says that it cannot wait (domain.md 2.4)."""

    STRATEGY = "strategy", "Strategy discussion"
    POWER = "power", "Police protection or emergency protection order"
    CALL = "call", "Call to the police or the ambulance that is not on this system"


class Means(models.TextChoices):
    """How a parent was tried to be reached."""

    TELEPHONE = "telephone", "Telephone call"
    MESSAGE = "message", "Text message or voicemail"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Letter"
    VISIT = "visit", "Visit"
    THROUGH_AGENCY = "agency", "Through the school or another agency"


class Harm(models.TextChoices):
    """Categories of significant harm."""

    NEGLECT = "NEG", "Neglect"
    PHYSICAL = "PHY", "Physical abuse"
    SEXUAL = "SAB", "Sexual abuse"
    EMOTIONAL = "EMO", "Emotional abuse"
    EXPLOITATION = "EXP", "Exploitation"


class Asked(models.TextChoices):
    """Whether parents were asked before an override was requested."""

    NOT_ASKED = "not_asked", "Not asked"
    REFUSED = "refused", "Asked and refused"
    NO_ANSWER = "no_answer", "Asked, no answer"
    PARTIAL = "partial", "Agreed to some of it"


class OverrideDecision(models.TextChoices):
    """What the manager decided."""

    APPROVED = "approved", "Agencies may be asked without consent"
    REFUSED = "refused", "Agencies may not be asked without consent"


class LegalBasis(models.TextChoices):
    """What lets information be asked for and given without consent (domain.md 2.3)."""

    SECTION_47 = "s47", "Section 47: reasonable cause to suspect significant harm"
    DUTY_TO_SHARE = "16LA", "Duty to share information, Children Act 2004, section 16LA"
    SAFEGUARDING = "sch1", "Safeguarding of children, Data Protection Act 2018, Schedule 1, paragraph 18"
    CRIME = "crime", "Prevention or detection of crime"
    COURT = "court", "Order of a court"


class ReviewResult(models.TextChoices):
    """What a third person found (domain.md 2.3, C10)."""

    UPHELD = "upheld", "Upheld"
    LEARNING = "learning", "Upheld, with something to learn"
    NOT_JUSTIFIED = "not_justified", "Not justified"
