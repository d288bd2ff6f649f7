"""What a contact says, completed or put right after it was recorded."""

from collections.abc import Mapping
from typing import Any

from frontdoor.actions.triage import open_contact
from frontdoor.core.actions import action
from frontdoor.core.permissions import require
from frontdoor.models import Contact
from frontdoor.permissions import RECORD_CONTACT

TOLD = (
    "concern",
    "child_voice",
    "already_tried",
    "claimed_consent",
    "claimed_consent_reason",
    "referrer_name",
    "referrer_role",
    "referrer_telephone",
    "referrer_email",
)


@action
def amend(*, contact_id: int, version: int, told: Mapping[str, str], by: Any) -> Contact:
    """Save ``told`` (names of TOLD) over an undecided contact; the versions keep what it said before.

    Raises Stale when somebody else saved meanwhile, AlreadyDecided.
    """
    require(by, RECORD_CONTACT)
    contact = open_contact(contact_id=contact_id, version=version, by=by)
    for name in TOLD:
        setattr(contact, name, told[name])
    contact.full_clean()
    contact.save()
    return contact
