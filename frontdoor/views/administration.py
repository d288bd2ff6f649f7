"""What the administrator's pages of every app share: their sections, tables, and forms that lead to one act."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from frontdoor.core.forms import GovukForm, render_form
from frontdoor.core.navigation import url_or_nothing
from frontdoor.core.versions import Stale
from frontdoor.views import refusals

SECTIONS = {
    "admin_workers": "Workers",
    "admin_teams": "Teams",
    "admin_roles": "Roles",
    "admin_partners": "Partners",
    "admin_agencies": "Agencies",
    "admin_clients": "Systems",
    "admin_policy": "Clocks and limits",
    "admin_holidays": "Bank holidays",
    "admin_threshold": "Levels of need",
    "admin_authority": "Authority",
    "admin_texts": "Texts of letters",
    "admin_imports": "Bring data in",
    "admin_jobs": "Nightly jobs",
}


Differences = Callable[[Any, Any, Mapping[str, Any]], list[dict[str, str]]]  # of a form, the row now, what was typed


@dataclass(frozen=True)
class Cell:
    """One cell of a table: words, as a link where ``url`` is given and as a tag where ``colour`` is."""

    words: object
    url: str = ""
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class Table:
    """A table with a caption; ``nothing`` is what it says without rows."""

    caption: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[Cell, ...]]
    nothing: str = ""


def page(request: HttpRequest, template: str, *, title: str, section: str, **context: Any) -> HttpResponse:
    """An administrator's page below its sections; ``template`` is list, form or record."""
    given = {"actions": [], "intro": "", "back_url": "", "tables": [], "warnings": []} | context
    given |= {"title": title, "sections": _sections(section)}
    name = f"administration/{template}.html"
    return render_form(request, name, given) if "form" in given else render(request, name, given)


def link(label: str, url_name: str, *args: object, secondary: bool = False) -> dict[str, object]:
    """A button above the page that leads somewhere."""
    return {"label": label, "url": reverse(url_name, args=args), "secondary": secondary}


def acted(
    form: GovukForm, act: Callable[..., object], *, differ: Differences = refusals.differences, **always: Any
) -> bool:
    """Whether the form was sent and the act done with its answers; a rule that refuses becomes an error beside its
    question, and a form that somebody else has overtaken shows where both differ, as ``differ`` finds it."""
    if not (form.is_bound and form.is_valid()):
        return False
    try:
        act(**always, **form.cleaned_data)
    except Stale as stale:
        refusals.put_on(form, stale)
        form.differences = differ(form, stale.current, form.cleaned_data)
        return False
    except ValidationError as refusal:
        form.refuse(refusal)
        return False
    return True


def _sections(current: str) -> list[dict[str, object]]:
    return [
        {"label": label, "url": url, "is_current": name == current}
        for name, label in SECTIONS.items()
        if (url := url_or_nothing(name))
    ]
