"""What stands around every page: the navigation a worker may open, the search box, and who the worker is.

The apps register their items when they start, so that the frame of the page knows none of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from frontdoor.core.permissions import Permission


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """One entry of the main navigation. `permission=None` opens it to everyone who is signed in.

    `section` is the first part of the paths that belong to it ("contacts" for /contacts/...), or several of them.
    An item `under` the URL name of another is shown on the lists of that one's section, where `first` names the
    section's own page.
    """

    label: str
    url_name: str
    permission: Permission | None
    order: int
    section: str | tuple[str, ...] = ()
    under: str = ""
    first: str = ""

    def covers(self, path: str) -> bool:
        """Whether a page at `path` lies in this item's section."""
        sections = (self.section,) if isinstance(self.section, str) else self.section
        return path.strip("/").partition("/")[0] in sections


@dataclass(frozen=True, kw_only=True)
class NavigationLink:
    """An item as one worker sees it on one page."""

    label: str
    url: str
    is_current: bool
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Shell:
    """All that the layout shows around a page."""

    links: list[NavigationLink]
    section_links: list[NavigationLink]
    worker_name: str
    roles: str
    team: str
    standing_in: list[str]
    security_url: str
    search_url: str
    sign_out_url: str
    home_url: str
    printed_at: datetime
    support: str


_items: dict[str, NavigationItem] = {}
_search_boxes: list[tuple[str, Permission]] = []


def register(item: NavigationItem) -> None:
    """Adds an item to the main navigation; an item registered again under the same URL name takes its place."""
    _items[item.url_name] = item
    registered.cache_clear()


def register_search(*, url_name: str, permission: Permission) -> None:
    """Gives everyone who holds `permission` a search box on every page; what is typed is posted to `url_name`."""
    _search_boxes[:] = [(url_name, permission)]


@cache
def registered(under: str = "") -> list[NavigationItem]:
    """The items of the main navigation in the order of the page, or those under one of them."""
    items = (item for item in _items.values() if item.under == under)
    return sorted(items, key=lambda item: (item.order, item.label))


def url_or_nothing(name: str, *args: int) -> str:
    """The address behind a URL name, or an empty text where this installation has no such page."""
    return _reversed(name, args) if args else _fixed(name, settings.ROOT_URLCONF, get_script_prefix())


def _reversed(name: str, args: tuple[int, ...]) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@cache
def _fixed(name: str, urlconf: str, prefix: str) -> str:
    """The address of a page that is one, worked out once for an installation and the path it is served under."""
    return _reversed(name, ())


def address(name: str, *args: int, **query: object) -> str:
    """The address of a page with a query, such as a list and what it is narrowed to; empty where there is no page."""
    url = url_or_nothing(name, *args)
    return f"{url}?{urlencode(query)}" if url and query else url


def links_for(worker, path: str) -> list[NavigationLink]:
    """The items that `worker` may open, the one that covers `path` marked as current."""
    return [
        NavigationLink(label=item.label, url=url, is_current=path == url or item.covers(path))
        for item, url in _open_to(worker, registered())
    ]


def _open_to(worker: Any, items: Iterable[NavigationItem]) -> Iterator[tuple[NavigationItem, str]]:
    holds = worker.holds
    for item in items:
        if (item.permission is None or holds(item.permission)) and (url := url_or_nothing(item.url_name)):
            yield item, url


def section_links_for(worker: Any, path: str) -> list[NavigationLink]:
    """On a list of a section: that section's lists, this one marked. Nothing on any other page."""
    section = next((item for item in registered() if item.covers(path)), None)
    inside = registered(section.url_name) if section else []
    if section is None or not inside:
        return []
    links = [
        NavigationLink(label=item.label, url=url, is_current=path == url)
        for item, url in _open_to(worker, [replace(section, label=section.first), *inside])
    ]
    return links if any(link.is_current for link in links) and len(links) > 1 else []


def search_for(worker: Any) -> str:
    """Where the search box of `worker` posts to; empty for somebody who may not search."""
    return next((url_or_nothing(name) for name, permission in _search_boxes if worker.holds(permission)), "")


def shell_for(request: HttpRequest) -> Shell:
    """The frame of the page for whoever asks; without links, search and name for someone who is not signed in."""
    worker = getattr(request, "user", None)
    signed_in = worker is not None and worker.is_authenticated
    return Shell(
        links=links_for(worker, request.path) if signed_in else [],
        section_links=section_links_for(worker, request.path) if signed_in else [],
        worker_name=worker.get_full_name() if signed_in else "",
        roles=", ".join(worker.role_names) if signed_in else "",
        team=str(worker.team or worker.agency or "") if signed_in else "",
        standing_in=worker.standing_in if signed_in else [],
        security_url=url_or_nothing("security") if signed_in else "",
        search_url=search_for(worker) if signed_in else "",
        sign_out_url=url_or_nothing("account_logout") if signed_in else "",
        home_url=url_or_nothing("my_work") or "/",
        printed_at=getattr(request, "now", None) or timezone.now(),
        support=getattr(settings, "SUPPORT_LINE", "Ask your team's system administrator for help."),
    )


def shell(request: HttpRequest) -> dict[str, object]:
    """Context processor: `shell`, worked out only by a page that draws the layout."""
    return {"shell": SimpleLazyObject(lambda: shell_for(request))}
