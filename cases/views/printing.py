"""A paper leaves with what it is for: on its first page, and in the record of who took it out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.forms.papers import PaperForm
from cases.papers.filed import Printing
from frontdoor.core.forms import render_form
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


@dataclass(frozen=True)
class Filed:
    """A document that is opened already: whose row it is, about whom, how it is called, how it is drawn."""

    subject: Model
    people: Iterable[int]
    file: str
    title: str
    page: tuple[str, *tuple[int, ...]]
    draw: Callable[[Printing], bytes]


def on_paper(request: HttpRequest, filed: Filed) -> HttpResponse:
    """Ask what a document is for; then it is drawn and leaves, with that in the record."""
    form = PaperForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        body = filed.draw(printing_of(request, form))
        return paper_taken_out(request, form, subject=filed.subject, people=filed.people, name=filed.file, body=body)
    name, *numbers = filed.page
    context = {"title": filed.title, "back": reverse(name, args=numbers), "form": form}
    return render_form(request, "cases/paper.html", context)
