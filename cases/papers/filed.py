"""A paper for the file: what it is, who printed it, when and what for, on its first page and at the foot of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from textwrap import shorten

from frontdoor.core import pdf
from frontdoor.core.policy import Authority
from frontdoor.presenters import moment

KEEP_IT = "It is about children and their families. Keep it as safe as the record itself, and destroy it after use."
LONGEST_FOOT = 90


@dataclass(frozen=True)
class Printing:
    """Who prints a paper, at what moment and what for."""

    authority: Authority
    by: str
    at: datetime
    what_for: str

    @property
    def signed(self) -> str:
        return f"Printed by {self.by} on {moment(self.at)}"


def begin(printing: Printing, title: str, stands: str = "") -> pdf.Document:
    """A document under its title, which names nobody; ``stands`` says where what is printed stands."""
    foot = shorten(f"{title}. {printing.signed}", LONGEST_FOOT, placeholder=" …")
    page = pdf.document(title=title, author=printing.authority.name, made_at=printing.at, foot=foot)
    page.set_text_shaping(True)
    pdf.heading(page, title)
    pdf.paragraph(page, f"{printing.authority.name}, children's social care")
    if stands:
        pdf.paragraph(page, stands, bold=True)
    pdf.paragraph(page, f"{printing.signed}. What for: {printing.what_for}. {KEEP_IT}")
    return page


def facts(page: pdf.Document, rows: Iterable[Mapping[str, str]], title: str = "", level: int = 2) -> None:
    """Questions and answers as a page's summary list has them, under a heading if ``title``; nothing for no rows."""
    pairs = [(row["key"], row["value"]) for row in rows]
    if pairs and title:
        pdf.heading(page, title, level)
    pdf.facts(page, pairs)
