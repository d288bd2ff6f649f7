"""Being somebody in the browser, and looking at a page as a desk and as a telephone show it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.test import Client
from playwright.sync_api import Page

from tests.journeys.axe import assert_accessible
from tests.journeys.conftest import DESK, TELEPHONE


def become(page: Page, live_server: Any, worker: Any) -> None:
    """Sign in as a worker, whoever was signed in before."""
    client = Client()
    client.force_login(worker)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


@contextmanager
def leading_on(page: Page) -> Iterator[None]:
    """What is done within leads to a page: go on when that page is there, however slow the machine."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        yield


def assert_fits(page: Page) -> None:
    """The page at hand is accessible and no wider than the screen, at a desk and on a telephone."""
    for viewport in (TELEPHONE, DESK):
        page.set_viewport_size(viewport)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= viewport["width"], f"{page.url} is {wide} wide on a screen of {viewport['width']}"
    assert_accessible(page)


def look(page: Page, address: str) -> None:
    """Open a page, which answers, and look at it."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address}: {answer.status}"
    assert_fits(page)
