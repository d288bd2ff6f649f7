"""A visit and a case note on paper, each with what was corrected since."""

from collections.abc import Mapping, Sequence
from typing import Any

from cases.papers.filed import Printing, begin, facts
from frontdoor.core import pdf


def visit(printing: Printing, *, shown: Mapping[str, Any]) -> bytes:
    """A visit as its page shows it: of each child whom the reader may open, and its corrections."""
    page = begin(printing, f"Visit {shown['visit'].pk}", shown["late"])
    for part in shown["parts"]:
        facts(page, part["rows"], part["name"])
    facts(page, shown["shared"], "The visit")
    _corrected(page, shown["corrections"])
    return pdf.bytes_of(page)


def note(printing: Printing, *, shown: Mapping[str, Any]) -> bytes:
    """A note as its page shows it, about the children whom the reader may open, and its corrections."""
    written = shown["note"]
    page = begin(printing, f"Case note {written['pk']}", written["late"])
    names = ", ".join(child["name"] for child in shown["children"])
    facts(page, [{"key": "About", "value": names}, {"key": "What", "value": written["title"]}, *written["rows"]])
    if written["corrects"]:
        pdf.paragraph(page, f"This note corrects {written['corrects']['label']}.")
    pdf.paragraph(page, written["text"])
    _corrected(page, shown["corrections"])
    return pdf.bytes_of(page)


def _corrected(page: pdf.Document, corrections: Sequence[Mapping[str, Any]]) -> None:
    if corrections:
        pdf.heading(page, "Corrected since", 2)
    for one in corrections:
        facts(page, one["rows"])
        pdf.paragraph(page, one["text"])
