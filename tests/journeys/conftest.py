"""A real browser for the journeys, at a desk's width and at a telephone's."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Error, Page

from tests.journeys import browser as browsers

DESK = {"width": 1280, "height": 900}
TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium, not one that Playwright would download."""
    try:
        path = browsers.chromium()
    except browsers.NoBrowser as reason:
        pytest.exit(str(reason), returncode=1)
    return browser_type_launch_args | {"executable_path": path, "args": browsers.arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in England whose owner wants nothing to move."""
    return browser_context_args | {
        "viewport": DESK,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def telephone(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page 390 pixels wide."""
    with browser.new_context(**browser_context_args | {"viewport": TELEPHONE, "has_touch": True}) as context:
        yield context.new_page()


@pytest.fixture
def without_scripts(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Page]:
    """A page whose browser runs no JavaScript."""
    with browser.new_context(**browser_context_args | {"java_script_enabled": False}) as context:
        yield context.new_page()


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """The desk's page. The journey fails when a script of ours failed or broke the content security policy."""
    complaints: list[str] = []

    def note_console(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    def note_error(error: Error) -> None:
        complaints.append(str(error))

    page.on("console", note_console)
    page.on("pageerror", note_error)
    yield page
    assert not complaints, "\n".join(complaints)
