"""What a decision stands on, as acts and pages take it."""

from typing import Any

from frontdoor.actions.evidence import Evidence, Fact, to_be_read
from frontdoor.models import Contact

FACT = "The child came to school without lunch on three days."
SOURCE = "The school's safeguarding lead"
LIVED = "The girl says that she makes her own breakfast and gets her brother to school."
MISSING = "What the father says; he has not been reached."
WOULD_CHANGE = "If the child says that they are afraid at home."
CHANGES = "The child would be heard alone for the first time."
LESSER = "The school met the mother weekly without change."
NOT_EARLY_HELP = "Early help was tried for six months without change."
STATEMENT = "Suspected neglect: hungry and alone again and again, seen by school and neighbours."

PROPORTIONATE = {
    "assessment_changes": CHANGES,
    "lesser_step": LESSER,
    "why_not_early_help": NOT_EARLY_HELP,
    "threshold_statement": STATEMENT,
}
"""Every answer that an outcome may have to give."""
HELP = {"help_service": "Family hub, Ashdale", "help_accepted": True}
"""What an offer of early help says besides."""


def evidence(contact: Contact | None = None, **given: Any) -> Evidence:
    """Whole evidence; what ``contact`` has to have read is marked as read."""
    return Evidence(
        **{
            "read": dict.fromkeys(to_be_read(contact), "matters") if contact else {},
            "facts": [Fact(FACT, SOURCE)],
            "immediate_danger": False,
            "lived_experience": LIVED,
            "missing": MISSING,
            "would_change": WOULD_CHANGE,
            **given,
        }
    )


def typed(**given: Any) -> dict[str, Any]:
    """The same as a page sends it, for a contact without history."""
    return {
        "history_considered": "Nothing is known before this contact.",
        "analysis": "Two reports of a hungry child, and parents who ask for help with money.",
        "fact_1": FACT,
        "source_1": SOURCE,
        "immediate_danger": "no",
        "lived_experience": LIVED,
        "missing": MISSING,
        "would_change": WOULD_CHANGE,
        **given,
    }
