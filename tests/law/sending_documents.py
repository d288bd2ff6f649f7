"""Acts of documents as a page sends them."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from frontdoor.models import Document, DocumentVersion
from tests.factories import cases
from tests.factories.documents import WHY, DocumentFactory, VersionFactory
from tests.law.sending import Act, day, of


class _Pdf:
    """A chosen file, which a browser reads anew each time the form is sent."""

    name = "report.pdf"

    def read(self) -> bytes:
        return b"%PDF-1.7 another one"


def _answers(**more: Any) -> dict[str, Any]:
    dated = day("dated_on", timezone.localdate() - timedelta(days=3))
    return {"from_whom": "Head teacher, Invented Primary School", "file": _Pdf(), **dated, **more}


def file_document() -> Act:
    lead = cases.AllocationFactory()
    answers = _answers(kind="school", title="School report, autumn term")
    return Act(by=lead.worker, page=of("document_new", lead.child_id), answers=answers, rows=Document.objects.all())


def replace_document() -> Act:
    lead = cases.AllocationFactory()
    document = VersionFactory(document=DocumentFactory(child=lead.child)).document
    answers = _answers(why=WHY, seen=1)
    page = of("document_replace", document.pk)
    return Act(by=lead.worker, page=page, answers=answers, rows=DocumentVersion.objects.all())


ACTS = {"file_document": file_document, "replace_document": replace_document}
