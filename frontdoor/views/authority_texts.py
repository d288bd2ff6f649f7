"""The administrator's pages about the sentences that letters carry."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from frontdoor.actions import authority_texts
from frontdoor.core.doors import door
from frontdoor.forms.authority_text import TextForm
from frontdoor.models import AuthorityText
from frontdoor.models.authority_texts import TextCode
from frontdoor.permissions import MANAGE_AUTHORITY
from frontdoor.views.administration import Cell, Table, acted, page


@door(MANAGE_AUTHORITY)
@require_safe
def texts(request: Any) -> HttpResponse:
    """Each text with the words in force today."""
    in_force = {text.code: text for text in AuthorityText.objects.in_force(request.today)}
    table = Table(
        caption="In force today",
        columns=("Text", "Words", "Since"),
        rows=[
            (
                Cell(code.label, reverse("admin_text", args=[code.value])),
                Cell(in_force[code].words if code in in_force else "None yet"),
                Cell(f"{in_force[code].valid_from:%-d %B %Y}" if code in in_force else ""),
            )
            for code in TextCode
        ],
    )
    return page(request, "list", title="Texts of letters", section="admin_texts", tables=[table])


@door(MANAGE_AUTHORITY)
@require_http_methods(["GET", "HEAD", "POST"])
def text(request: Any, text_code: str) -> HttpResponse:
    """One text: new words from a day on, above what was and is in force."""
    if text_code not in TextCode.values:
        raise Http404
    form = TextForm(request.POST or None, today=request.today, now=request.now)
    if acted(form, authority_texts.add, by=request.user, on=request.today, code=text_code):
        messages.success(request, "The new text is saved. Letters written before keep theirs.")
        return redirect("admin_texts")
    said = [f"From {row.valid_from:%-d %B %Y}: {row.words}" for row in AuthorityText.objects.of(text_code)]
    return page(
        request,
        "form",
        title=TextCode(text_code).label,
        section="admin_texts",
        form=form,
        button="Add text",
        warnings=said,
        back_url=reverse("admin_texts"),
        back="Texts of letters",
    )
