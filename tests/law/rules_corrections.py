"""The named rules about correcting when a contact was received."""

from datetime import timedelta

from frontdoor.models import ReceivedCorrection
from tests.factories import contacts, workers
from tests.law.rule import NOW, Rule, before, saved, the
from tests.words import says


def correction() -> ReceivedCorrection:
    contact = contacts.ContactFactory(received_at=NOW - timedelta(hours=2))
    return saved(
        ReceivedCorrection(
            contact=contact,
            before=contact.received_at,
            after=NOW - timedelta(hours=3),
            reason="It came in an hour before it was typed.",
            corrected_at=NOW,
            corrected_by=workers.practice_manager(),
        )
    )


def decided() -> int:
    return contacts.ContactFactory(triaged=True, decided_at=NOW, decided_by=workers.practice_manager()).pk


RULES = {
    "received_correction_corrects": Rule(correction, {"after": the("before")}, on="insert"),
    "received_correction_of_the_past": Rule(correction, {"after": NOW + timedelta(seconds=1)}, on="insert"),
    "received_correction_has_a_reason": Rule(correction, {"reason": says(19)}, on="insert"),
    "received_correction_before_the_decision": Rule(correction, {"contact_id": lambda _: decided()}, on="insert"),
    "contact_received_is_corrected_openly": Rule(
        contacts.ContactFactory, {"received_at": before("received_at", minutes=1)}, on="update"
    ),
}
