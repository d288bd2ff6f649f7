"""Reads a page as its reader does: each linked number, and the rows to which it leads."""

import re
from typing import Any
from urllib.parse import parse_qsl, urlsplit

LINK = re.compile(r'<a class="[^"]*" href="([^"]+)">(.*?)</a>', re.DOTALL)
TILE = re.compile(r'<div class="app-tile [^"]*">(.*?)</div>', re.DOTALL)
MARKUP = re.compile(r"<[^>]+>")
NUMBER = re.compile(r"^\s*([\d,]+)\b(.*)", re.DOTALL)


def on_page(client: Any, path: str) -> list[tuple[str, int, str]]:
    """The label, number and address of each link that begins with a number, in the body of a page.

    A tile whose number is no link fails: it says that something is wrong and not where.
    """
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    body = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    unlinked = [" ".join(MARKUP.sub(" ", tile).split()) for tile in TILE.findall(body) if not LINK.search(tile)]
    assert not unlinked, f"Numbers on {path} that lead nowhere: {unlinked}"
    found = []
    for url, words in LINK.findall(body):
        number = NUMBER.match(MARKUP.sub(" ", words))
        if number:
            found.append((number[2].strip(), int(number[1].replace(",", "")), absolute(url, path)))
    return found


def absolute(url: str, path: str) -> str:
    """The address without entities and fragment; a query alone belongs to the page it stands on."""
    url = url.replace("&amp;", "&").split("#", 1)[0]
    return url if url.startswith("/") else path + url


def rows_behind(client: Any, url: str) -> int:
    """How many rows the list at ``url`` has over all of its pages."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    total, number = 0, 1
    while True:
        answer = client.get(parts.path, query | {"page": number})
        assert answer.status_code == 200, url
        page = answer.context.get("page")
        if page is None:
            return len(answer.context["rows"] if "rows" in answer.context else answer.context["tables"][0].rows)
        total, number = total + len(page.rows if hasattr(page, "rows") else page.object_list), number + 1
        if not page.has_next():
            return total
