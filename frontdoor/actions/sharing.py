"""Recording that something an agency asked for was not shared, and why (C15)."""

from datetime import datetime
from typing import Any

from frontdoor.actions.consent import check_children
from frontdoor.core.actions import NotPossible, action
from frontdoor.core.versions import lock
from frontdoor.models import Agency, Contact, Person, SharingRefusal

IN_THE_FUTURE = "It cannot have been refused in the future."


@action
def refuse(
    *,
    by: Any,
    now: datetime,
    contact: Contact,
    child: Person,
    agency: Agency,
    asked_for: str,
    detriment: str,
    refused_at: datetime,
) -> SharingRefusal:
    """Write down one refusal to share, with why sharing would be more detrimental to the child.

    Source: Children Act 2004, section 16LA(3), in domain.md C15. Raises NotPossible, ValidationError.
    """
    lock(Contact.objects.all(), contact.pk)
    check_children(contact, [child])
    if refused_at > now:
        raise NotPossible(IN_THE_FUTURE, field="refused_at")
    row = SharingRefusal(
        contact=contact,
        child=child,
        agency=agency,
        asked_for=asked_for,
        detriment=detriment,
        refused_at=refused_at,
        refused_by=by,
    )
    row.full_clean()
    row.save()
    return row
