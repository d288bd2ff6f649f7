"""The same pages on both sides, each with the request that asks for it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from tests.bench.filling import FIRST_CHILD

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
Request = Callable[[], tuple[str, str, bytes | None, dict[str, str]]]
TOKEN = "b" * 32
STORY_PAGES = 20


@dataclass(frozen=True)
class Page:
    """A page, who asks for it, and the status and next address that mean it was served."""

    name: str
    cookie: str
    request: Request
    expects: int = 200
    leads_to: str = ""


@dataclass(frozen=True)
class Known:
    """Records that the requests ask for: children with an open case in the asking team, ``long`` with a long story."""

    children: list[int]
    drafts: list[tuple[int, str]]
    long: int

    @classmethod
    def of(cls, connection: Any) -> "Known":
        children = connection.execute(f"{FIRST_CHILD} LIMIT 51").fetchall()
        drafts = connection.execute("SELECT id, data->>'key' FROM frontdoor_draft ORDER BY id").fetchall()
        (long,), *others = children
        return cls([child for (child,) in others], drafts, long)


def _get(path: str) -> Request:
    return lambda: ("GET", path, None, {})


def _record(children: list[int], path: str) -> Request:
    turn = cycle(children)
    return lambda: ("GET", path.format(next(turn)), None, {})


def _story(child: int) -> Request:
    turn = cycle(range(1, STORY_PAGES + 1))
    return lambda: ("GET", f"/people/{child}/chronology/?whose=family&page={next(turn)}", None, {})


def _form(**fields: Any) -> bytes:
    return urlencode({"csrfmiddlewaretoken": TOKEN, **fields}).encode()


def _send_drafts(drafts: list[tuple[int, str]]) -> Request:
    waiting = iter(drafts)

    def request() -> tuple[str, str, bytes | None, dict[str, str]]:
        draft, key = next(waiting)
        return "POST", f"/contacts/new/{draft}/check/", _form(submission_key=key), FORM

    return request


def _create(children: list[int]) -> Request:
    turn = cycle(children)
    concern = "What was told about the child on the telephone this morning. " * 5

    def request() -> tuple[str, str, bytes | None, dict[str, str]]:
        return "POST", "/create/", _form(child=next(turn), referrer_name="Invented Caller", concern=concern), FORM

    return request


def of(side: str, known: Known, cookies: dict[str, str]) -> Iterator[Page]:
    """The pages of one side."""
    worker, leader, desk = (f"{cookies[who]}; csrftoken={TOKEN}" for who in ("worker", "leader", "desk"))
    if side == "control":
        yield Page("list", worker, _get("/list/"))
        yield Page("queue", desk, _get("/queue/"))
        yield Page("record", worker, _record(known.children, "/record/{}/"))
        yield Page("long record", worker, _record([known.long], "/record/{}/"))
        yield Page("create", worker, _create(known.children), 302, "/record/")
        return
    yield Page("list", worker, _get("/cases/"))
    yield Page("queue", desk, _get("/contacts/"))
    yield Page("list (leader)", leader, _get("/cases/"))
    yield Page("record", worker, _record(known.children, "/people/{}/"))
    yield Page("long record", worker, _record([known.long], "/people/{}/"))
    yield Page("family story", worker, _story(known.long))
    yield Page("create", worker, _send_drafts(known.drafts), 302, "/recorded/")
