"""Accessibility, asked of the page as it stands in the browser."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_axe = Axe()


def assert_accessible(page: Page) -> None:
    """Fail with every breach of WCAG 2.2 AA, or of axe's best practice, that the page shows now."""
    found = _axe.run(page, options={"runOnly": {"type": "tag", "values": RULES}})
    breaches = [
        f"{breach['id']} ({breach['impact']}): {breach['help']}\n    "
        + "\n    ".join(node["html"][:200] for node in breach["nodes"][:5])
        for breach in found.response["violations"]
    ]
    assert not breaches, f"{page.url}\n" + "\n".join(breaches)
