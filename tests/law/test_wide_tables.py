"""A table may be wider than a telephone: it then scrolls in a region of its own that has a name and can be focused."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
NARROW = {"account/security.html"}
"""Three short columns, which fit the narrowest screen."""


def test_every_table_stands_in_a_named_region_that_the_keyboard_reaches():
    found = {}
    for path in TEMPLATES.rglob("*.html"):
        *before, _ = path.read_text().split("<table")
        for number in range(len(before)):
            text = "<table".join(before[: number + 1])
            region = text[text.rfind("<div") :]
            told = re.match(
                r'<div(?=[^>]*role="region")(?=[^>]*tabindex="0")(?=[^>]*aria-label(ledby)?=)[^>]*>', region
            )
            if told is None or "</div>" in region:
                found.setdefault(str(path.relative_to(TEMPLATES)), number)
    assert set(found) == NARROW
