"""Walks the pages as one reader: every link shown leads somewhere, every form shown may be sent."""

from collections import Counter, deque
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve, reverse

from frontdoor.core.middleware import door_of
from frontdoor.core.permissions import Permission

DEPTH = 2
OF_ONE_KIND = 2
SHUT = frozenset({403, 404, 500})


class _Ways(HTMLParser):
    """What a page offers to follow or to send, as ``(is a form, address)``."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found = page, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self._note(False, given["href"])
        elif tag == "form" and (given.get("method") or "").lower() == "post":
            self._note(True, given.get("action") or self.page)

    def _note(self, is_form: bool, address: str | None) -> None:
        whole = urlsplit(urljoin(self.page, address))
        if not whole.netloc and whole.scheme == "":
            self.found.append((is_form, whole._replace(fragment="").geturl()))


def _ways(page: str, text: str) -> list[tuple[bool, str]]:
    parser = _Ways(page)
    parser.feed(text)
    return list(dict.fromkeys(parser.found))


def _kind(address: str) -> tuple[str, ...]:
    """Addresses of one kind answer alike: the same page about another record."""
    parts = urlsplit(address)
    try:
        name = str(resolve(parts.path).url_name)
    except Resolver404:
        name = parts.path
    return (name, *sorted(pair.split("=")[0] for pair in parts.query.split("&")))


def _may_send(worker: Any, address: str) -> bool:
    try:
        door = door_of(resolve(urlsplit(address).path).func)
    except Resolver404:
        return False
    return not isinstance(door, Permission) or bool(worker.holds(door))


def shut(client: Any, worker: Any) -> Iterator[str]:
    """A sentence for each link or form that a page shows to ``worker`` and refuses to them.

    Pages are read to a depth of two from the first one, whose frame holds the navigation. Links of one kind on pages
    of one kind are asked twice, so that the walk ends.
    """
    first = reverse("my_work")
    todo, seen, asked = deque([(first, client.get(first, follow=True), 0)]), {(False, first)}, Counter()
    while todo:
        page, answer, depth = todo.popleft()
        for way in _ways(page, answer.text):
            is_form, address = way
            kind = (is_form, _kind(page), _kind(address))
            asked[kind] += 1
            if asked[kind] > OF_ONE_KIND or way in seen:
                continue
            seen.add(way)
            if is_form:
                if not _may_send(worker, address):
                    yield f"{page} shows a form to {address}"
                continue
            answer = client.get(address, follow=True)
            if answer.status_code in SHUT:
                yield f"{page} leads to {address}: {answer.status_code}"
            elif depth < DEPTH and answer["Content-Type"].startswith("text/html"):
                todo.append((_arrived(answer, address), answer, depth + 1))


def _arrived(answer: Any, asked: str) -> str:
    return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else asked
