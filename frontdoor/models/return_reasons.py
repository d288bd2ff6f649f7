"""Why a contact goes back to its referrer (domain.md 3.2 RET, 3.3), and the words a manager starts from for each."""

from django.db import models


class ReturnReason(models.TextChoices):
    """What is missing of a referral, by the parts that a referral has."""

    AGREEMENT = "agreement", "Family not asked or told, and no reason given"
    IDENTITY = "identity", "Who the child is, or where the child lives"
    HOUSEHOLD = "household", "Who is in the household, or who has parental responsibility"
    CONCERN = "concern", "What was seen, heard or said"
    SOURCE = "source", "Who saw or heard it, and when"
    VOICE = "voice", "What the child says"
    SUPPORT = "support", "What has been tried, and what early help there is"
    AREA = "area", "Whether the child belongs to this authority"


STARTING_TEXTS = {
    ReturnReason.AGREEMENT: (
        "Have you told the family that you wrote to us, and asked whether they agree? If it is not safe to ask, tell "
        "us why. If you have not asked yet, please do so if it is safe, and tell us what they said."
    ),
    ReturnReason.IDENTITY: (
        "Who are the children: first names, family name and date of birth? Where do they live now, and which school or "
        "nursery do they go to?"
    ),
    ReturnReason.HOUSEHOLD: (
        "Who lives in the household, and who else is important to the children? Who has parental responsibility, and "
        "how can we reach them?"
    ),
    ReturnReason.CONCERN: (
        "What was seen, heard or said, in the words used at the time? Has it happened before, and how often? What do "
        "you worry will happen if nothing changes?"
    ),
    ReturnReason.SOURCE: (
        "Who saw or heard this themselves, and on which day? Which part is what you saw, which part was told to you, "
        "and which part is your own view?"
    ),
    ReturnReason.VOICE: (
        "Have you or somebody the child trusts talked with the child? What does the child say about it, and what would "
        "the child like to happen?"
    ),
    ReturnReason.SUPPORT: (
        "What have you and others tried with the family, since when, and what came of it? Is there an early help plan, "
        "and who leads it?"
    ),
    ReturnReason.AREA: (
        "Where does the child live and sleep at present, since when, and in which authority's area is that?"
    ),
}
"""Each names nobody and is changed as the contact needs it."""
