"""`make screenshots`: the pictures of the README, taken from the running demo in a real browser.

The demo runs in a folder of its own, with the invented authority of the default seed.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from frontdoor.embedded import kept
from tests.journeys import browser
from tests.journeys.conftest import DESK, TELEPHONE

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var" / "screenshots"
TARGET = ROOT / "docs" / "screenshots"

# File, who looks, the path of the page or the link to follow from there, and the width.
PICTURES = (
    ("triage-queue", "tom.lunn", ("/contacts/",), DESK),
    ("contact-decision", "marian.holloway", ("/contacts/?rag=amber", "table a[href^='/contacts/']", "decide"), DESK),
    ("my-work", "priya.sandoval", ("/",), DESK),
    ("leaders", "cordelia.ashgrove", ("/leaders/",), DESK),
    ("my-work-telephone", "priya.sandoval", ("/",), TELEPHONE),
)


def start() -> tuple[subprocess.Popen[str], str]:
    """The demo, ready to be looked at. Raises RuntimeError with what it said when it does not come up."""
    VAR.mkdir(parents=True, exist_ok=True)
    port = str(kept.choose_port(None))
    environment = os.environ | {"PORT": port, "FRONTDOOR_VAR": str(VAR)}
    demo = subprocess.Popen(
        [sys.executable, "-m", "frontdoor.embedded"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    said = []
    for line in demo.stdout or ():
        said.append(line)
        if line.startswith("Ready: "):
            return demo, line.removeprefix("Ready: ").strip()
    raise RuntimeError("".join(said))


def become(page: Page, address: str, person: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{address}/demo/")
    page.locator(f"button[value='{person}@demo.example']").click()


def take(page: Page, address: str, name: str, steps: tuple[str, ...]) -> None:
    """Go where the steps lead and keep the picture."""
    page.goto(address + steps[0])
    if len(steps) > 1:
        page.goto(address + str(page.locator(steps[1]).first.get_attribute("href")).rstrip("/") + f"/{steps[2]}/")
    page.screenshot(path=TARGET / f"{name}.png")


def main() -> int:
    """Take every picture; 0 when all are taken."""
    TARGET.mkdir(parents=True, exist_ok=True)
    demo, address = start()
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser.chromium(), args=browser.arguments())
            for name, person, steps, viewport in PICTURES:
                page = chromium.new_page(viewport=viewport, locale="en-GB", timezone_id="Europe/London")
                become(page, address, person)
                take(page, address, name, steps)
                page.close()
    finally:
        demo.send_signal(signal.SIGINT)
        demo.wait(timeout=60)
    return 0


if __name__ == "__main__":
    sys.exit(main())
