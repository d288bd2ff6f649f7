"""Documents on a child's record: the list, filing one, its versions, and the file to save."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import documents as acts
from frontdoor.core.doors import door
from frontdoor.core.forms import render_form
from frontdoor.core.looking import Openable
from frontdoor.core.pages import page_of
from frontdoor.core.permissions import may
from frontdoor.forms.documents import DocumentFilters, DocumentForm, VersionForm
from frontdoor.models import Document, DocumentVersion
from frontdoor.permissions import FILE_DOCUMENT, VIEW_PERSON
from frontdoor.presenters import documents as words
from frontdoor.views.attachments import handed_over
from frontdoor.views.exports import READ_UP_TO, taken_out
from frontdoor.views.family import acted, opened

ORDERS = {
    "-date": ("-dated_on", "-pk"),
    "date": ("dated_on", "pk"),
    "title": ("document__title", "pk"),
    "-title": ("-document__title", "-pk"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@door(VIEW_PERSON)
def documents(request: HttpRequest, person_id: int) -> HttpResponse:
    """The latest version of every document on a record, the newest date first."""
    child = opened(request, person_id)
    filters = DocumentFilters(request.GET)
    rows = DocumentVersion.objects.visible_to(request.user).filter(document__child=child).latest().with_people()
    if filters.chosen:
        rows = rows.filter(document__kind=filters.chosen)
    rows = rows.order_by(*ORDERS.get(request.GET.get("sort", ""), ORDERS["-date"]))
    if request.GET.get("format") == "csv":
        lines = [words.filed(row) for row in rows[:READ_UP_TO]]
        return taken_out(
            request,
            listing=Document,
            people=[child.pk],
            name="documents",
            heads=words.HEADS,
            rows=map(words.cells, lines),
        )
    page = page_of(rows, request.GET.get("page"))
    return render(
        request,
        "frontdoor/documents/list.html",
        {
            "child": child,
            "filters": filters,
            "page": page,
            "rows": [words.filed(row) for row in page.rows],
            "may_file": bool(may(request.user, FILE_DOCUMENT)),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@door(FILE_DOCUMENT)
def document_new(request: HttpRequest, person_id: int) -> HttpResponse:
    """File a document on a child's record."""
    child = opened(request, person_id)
    form = _form(request, DocumentForm)
    if _filed(request, form, lambda: acts.file(by=request.user, child=child, **form.filed())):
        return redirect("documents", child.pk)
    return render_form(request, "frontdoor/documents/form.html", {"child": child, "form": form})


_DOCUMENT = Openable(
    lambda viewer: Document.objects.visible_to(viewer).select_related("child"), people=lambda row: [row.child_id]
)
_VERSION = Openable(
    lambda viewer: DocumentVersion.objects.visible_to(viewer).select_related("document"),
    people=lambda row: [row.document.child_id],
    by=["document_id", "number"],
)


@require_safe
@door(VIEW_PERSON)
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document with all its versions, the latest first."""
    row = _DOCUMENT.opened(request, pk=document_id)
    versions = [words.filed(version) for version in row.versions.with_people().order_by("-number")]
    context = {
        "child": row.child,
        "document": row,
        "latest": versions[0],
        "earlier": versions[1:],
        "may_file": bool(may(request.user, FILE_DOCUMENT)),
    }
    return render(request, "frontdoor/documents/document.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@door(FILE_DOCUMENT)
def document_replace(request: HttpRequest, document_id: int) -> HttpResponse:
    """File a new version; the ones before stay as they are."""
    row = _DOCUMENT.opened(request, pk=document_id)
    latest = row.versions.with_people().latest().get()
    form = _form(request, VersionForm, initial={"seen": latest.number, "from_whom": latest.from_whom})
    if _filed(request, form, lambda: acts.replace(by=request.user, document_id=row.pk, **form.filed())):
        return redirect("document", row.pk)
    context = {"child": row.child, "document": row, "latest": words.filed(latest), "form": form}
    return render_form(request, "frontdoor/documents/form.html", context)


@require_safe
@door(VIEW_PERSON)
def document_file(request: HttpRequest, document_id: int, number: int) -> FileResponse:
    """One version as a file to save; 403 with the reason while the scanner has not said that it is clean."""
    return handed_over(_VERSION.opened(request, document_id=document_id, number=number))


def _form(request: HttpRequest, kind: type[Any], **options: Any) -> Any:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return kind(*sent, today=request.today, now=request.now, **options)


def _filed(request: HttpRequest, form: Any, act: Callable[[], Any]) -> bool:
    done = form.is_valid() and acted(request, form, act)
    if done:
        messages.success(request, "The document is on the record.")
    return done
