"""The named rules about who signs what on a contact, and what danger starts."""

from django.utils import timezone

from tests.factories import contacts, workers
from tests.law import rules_evidence
from tests.law.rule import Rule, after


def triaged() -> contacts.ContactFactory:
    return contacts.ContactFactory(triaged=True)


RULES = {
    "contact_in_danger_is_red": Rule(
        lambda: contacts.ContactFactory(immediate_danger=True), {"decision_due_at": None}, on="insert"
    ),
    "contact_signed_by_triager": Rule(
        contacts.ContactFactory,
        {
            "rag": "red",
            "rag_reason": "A child is being hurt.",
            "triaged_at": lambda row: timezone.now(),
            "triaged_by": lambda row: workers.social_worker(),
            "version": lambda row: row.version + 1,
        },
        on="update",
    ),
    "contact_urgency_is_signed": Rule(triaged, {"rag": "green", "version": lambda row: row.version + 1}, on="update"),
    "contact_due_follows_its_urgency": Rule(
        triaged,
        {"decision_due_at": after("decision_due_at", days=9), "version": lambda row: row.version + 1},
        on="update",
    ),
    "contact_signed_by_next_triager": Rule(
        triaged,
        {
            "rag_changed_at": lambda row: timezone.now(),
            "rag_changed_by": lambda row: workers.social_worker(),
            "version": lambda row: row.version + 1,
        },
        on="update",
    ),
    "contact_signed_by_decider": Rule(rules_evidence.undecided, rules_evidence.DECIDED, on="update"),
}
