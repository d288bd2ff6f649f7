"""A paper leaves with what it is for: on its first page, and in the record of who took it out."""

from collections.abc import Iterable

from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from cases.forms.papers import PaperForm
from cases.papers.filed import Printing
from frontdoor.core.looking import file_taken_out
from frontdoor.core.policy import authority

PDF = "application/pdf"


def printing_of(request: HttpRequest, form: PaperForm) -> Printing:
    """Who prints, when, and what for, from a valid form."""
    return Printing(authority(), request.user.get_full_name(), request.now, form.purpose_chosen.label.lower())


def paper_taken_out(
    request: HttpRequest, form: PaperForm, *, subject: Model, people: Iterable[int], name: str, body: bytes
) -> HttpResponse:
    """A paper that is drawn, its leaving written with its purpose before it goes; ``name`` names nobody."""
    return file_taken_out(
        request,
        subject=subject,
        people=people,
        name=f"{name}.pdf",
        body=body,
        mime=PDF,
        basis=f"paper: {form.purpose_chosen.value}",
    )
