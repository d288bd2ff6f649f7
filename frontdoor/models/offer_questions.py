"""What an agency is asked with an offer of early help: whether it offers it and what the family wants, in these words.

An offer is made to families who refused that agencies are asked about them (C07), so nobody can be asked what is known
of such a family under the name of an offer (C01, L17).
"""

import pgtrigger

from frontdoor.core.records import BRINGING_IN
from frontdoor.core.refusals import refuses

OFFER_QUESTIONS = (
    "Can you offer this family early help?",
    "Which help can you offer, and from when?",
    "Has the family taken up the help that you offered?",
    "What help does the family say that it wants from you?",
)

ONLY_THE_OFFER = (
    "With an offer of early help an agency is asked only the questions listed for it. Choose among them. What the "
    "agency knows is asked with an information request."
)

_LISTED = ", ".join(f"'{question}'" for question in OFFER_QUESTIONS)

ASKS_ONLY_THE_OFFER = refuses(
    "request_offer_asks_nothing_else",
    sentence=ONLY_THE_OFFER,
    operation=pgtrigger.Insert,
    when=f"""
        NEW.kind = 'early_help' AND NOT {BRINGING_IN}
        AND EXISTS (SELECT 1 FROM unnest(NEW.questions) question WHERE question NOT IN ({_LISTED}))
    """,  # noqa: S608 - no value of a user stands in this text
)
