"""Somebody at the pages without scripts: reads a page, fills in what it asks, and sends it as it stands."""

from collections.abc import Iterable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.test import Client
from django.urls import reverse

FOUND = 302


class PageForm:
    """One form of a page: where it is sent, what it sends as it stands, and what it offers."""

    def __init__(self, to: str) -> None:
        self.to = to
        self.sends: dict[str, list[str]] = {}
        self.offers: dict[str, set[str]] = {}
        self.kinds: dict[str, str] = {}

    def has(self, name: str, kind: str, value: str = "", *, sent: bool = False) -> None:
        self.kinds.setdefault(name, kind)
        self.offers.setdefault(name, set()).add(value)
        if sent:
            self.sends.setdefault(name, []).append(value)


class PageForms(HTMLParser):
    """The forms of a page that are posted."""

    def __init__(self, page: str, text: str) -> None:
        super().__init__()
        self.page = page
        self.found: list[PageForm] = []
        self._form: PageForm | None = None
        self._select: tuple[str, list[str], list[str]] | None = None
        self._text: tuple[str, list[str]] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            posted = given.get("method", "").lower() == "post"
            self._form = PageForm(urljoin(self.page, given.get("action") or self.page)) if posted else None
            self.found += [self._form] if self._form else []
        if self._form is None:
            return
        if tag == "input" and given.get("name"):
            self._input(given)
        elif tag == "button" and given.get("name"):
            self._form.has(given["name"], "button", given.get("value", ""))
        elif tag == "select":
            self._select = (given["name"], [], [])
        elif tag == "option" and self._select:
            self._select[1].append(given.get("value", ""))
            self._select[2].extend([given.get("value", "")] if "selected" in given else [])
        elif tag == "textarea":
            self._text = (given["name"], [])

    def _input(self, given: dict[str, str]) -> None:
        assert self._form is not None
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind in ("radio", "checkbox"):
            self._form.has(given["name"], kind, value or "on", sent="checked" in given)
        elif kind == "file":
            self._form.has(given["name"], kind)
        else:
            self._form.has(given["name"], kind, value, sent=True)

    def handle_data(self, data: str) -> None:
        if self._text:
            self._text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._text and self._form:
            words = "".join(self._text[1])
            self._form.has(self._text[0], "textarea", words.removeprefix("\n").removeprefix("\r\n"), sent=True)
            self._text = None
        elif tag == "select" and self._select and self._form:
            name, offered, chosen = self._select
            for value in offered:
                self._form.has(name, "select", value)
            self._form.sends[name] = chosen or offered[:1]
            self._select = None


CHOSEN_FROM = ("radio", "checkbox", "select", "button")


class Visitor:
    """A worker who reads and sends pages."""

    def __init__(self, worker: Any) -> None:
        self.worker, self.client = worker, Client()
        self.client.force_login(worker)

    def reads(self, name: str, *args: Any, **query: Any) -> Any:
        """The answer to opening a page; it is there."""
        answer = self.client.get(reverse(name, args=args), query)
        assert answer.status_code == 200, (name, args, answer.status_code)
        return answer

    def saves(self, name: str, *args: Any, **query: Any) -> bytes:
        """The bytes of a PDF that a page gives."""
        return _pdf(name, self.reads(name, *args, **query))

    def prints(self, name: str, *args: Any, **answers: Any) -> bytes:
        """The bytes of a PDF that a page gives once it has been told what it is for."""
        page = reverse(name, args=args)
        form = form_of(page, self.client.get(page).text, page, answers)
        return _pdf(name, self.client.post(form.to, form.sends | answers))

    def sends(self, page: str, to: str = "", each: dict[str, Any] | None = None, **answers: Any) -> str:
        """Fill in the form of a page that is sent ``to`` an address (its own where none is given); where it leads.

        ``each`` answers every question whose name begins so.
        """
        shown = self.client.get(page)
        assert shown.status_code == 200, (page, shown.status_code, shown.headers.get("Location"))
        form = form_of(page, shown.text, to or page, answers)
        for start, value in (each or {}).items():
            answers = {name: value for name in form.offers if name.startswith(start)} | answers
        answer = self.client.post(form.to, form.sends | {name: _sent(value) for name, value in answers.items()})
        assert answer.status_code == FOUND, (page, answer.status_code, refusals(answer.text))
        return str(answer.headers["Location"])


def _pdf(name: str, answer: Any) -> bytes:
    assert answer["Content-Type"] == "application/pdf", (name, answer["Content-Type"])
    paper = b"".join(answer) if answer.streaming else answer.content
    assert paper.startswith(b"%PDF"), name
    return paper


def form_of(page: str, text: str, to: str, answers: dict[str, Any]) -> PageForm:
    """The form of a page that goes ``to`` an address and asks for these answers."""
    forms = [form for form in PageForms(page, text).found if form.to.split("?")[0] == to.split("?", maxsplit=1)[0]]
    form = next((form for form in forms if answers.keys() <= form.offers.keys()), None)
    assert form is not None, (page, to, [sorted(answers.keys() - form.offers.keys()) for form in forms])
    for name, value in answers.items():
        if form.kinds[name] in CHOSEN_FROM:
            assert set(_sent(value)) <= form.offers[name], (page, name, value, form.offers[name])
    return form


def refusals(text: str) -> str:
    """What the summary of errors of a page says."""
    start = text.find("govuk-error-summary")
    return text[start : start + 1500] if start >= 0 else text[:3000]


def _sent(value: Any) -> list[str]:
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [str(one) for one in value]
    return [str(value)]
