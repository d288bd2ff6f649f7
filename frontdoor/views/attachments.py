"""Documents that came with a contact: saved, never shown by the browser, each opening in the ledger."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from frontdoor.actions.stored_files import why_shut
from frontdoor.core.doors import door
from frontdoor.core.looking import Openable
from frontdoor.core.permissions import Refused
from frontdoor.models import Attachment
from frontdoor.models.stored_files import StoredFile
from frontdoor.permissions import VIEW_CONTACTS

SHUT_IN = "sandbox; default-src 'none'"
_ATTACHMENT = Openable(
    lambda viewer: Attachment.objects.visible_to(viewer).select_related("contact"),
    people=lambda row: row.contact.about.values_list("child_id", flat=True),
    by=["pk", "contact_id"],
)


@require_safe
@door(VIEW_CONTACTS)
def attachment(request: HttpRequest, contact_id: int, attachment_id: int) -> FileResponse:
    """One document as a file to save; 403 with the reason while the scanner has not said that it is clean."""
    return handed_over(_ATTACHMENT.opened(request, pk=attachment_id, contact_id=contact_id))


def handed_over(row: StoredFile) -> FileResponse:
    """A stored file to save, which no browser runs or shows. Raises Refused while it is shut."""
    reason = why_shut(row)
    if reason:
        raise Refused(reason)
    answer = FileResponse(
        row.file.open("rb"), as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    answer["Content-Security-Policy"] = SHUT_IN
    return answer
