"""A colleague's record may be opened for a day by saying why; a manager hears of it, the ledger keeps it."""

from datetime import datetime, timedelta
from typing import Any

from frontdoor.core import ledger, outbox
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.permissions import require
from frontdoor.models import AccessGrant, Person
from frontdoor.models.people import GrantKind
from frontdoor.permissions import ASK_FOR_RECORD

OPENED = "access.opened"
LASTS = timedelta(hours=24)


class NotToBeOpened(NotPossible):
    """The record is hidden from this worker whatever the reason, or there is none; both look alike."""

    sentence = "This record cannot be opened."


@action
def ask(*, by: Any, at: datetime, person_id: int, reason: str) -> AccessGrant:
    """Open one person's record to the asker for 24 hours, for a reason of at least 20 characters.

    Never a restricted record nor one with a declared tie (reliability: conflict of interest goes before everything).
    Raises NotToBeOpened, ValidationError for a short reason, Refused without the permission.
    """
    require(by, ASK_FOR_RECORD)
    person = Person.objects.askable_by(by).filter(pk=person_id).first()
    if person is None:
        raise NotToBeOpened
    grant = AccessGrant(
        worker=by,
        person=person,
        kind=GrantKind.REASON,
        reason=reason,
        granted_by=by,
        granted_at=at,
        expires_at=at + LASTS,
    )
    grant.full_clean()
    grant.save()
    ledger.granted(subject=grant, person_ids=[person.pk], basis=GrantKind.REASON)
    outbox.put(topic=OPENED, key=f"{OPENED}:{grant.pk}", grant_id=grant.pk)
    return grant
