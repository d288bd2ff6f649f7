"""Letters and reports as PDF: fonts for every name that families here bear, and the same bytes for the same words.

DejaVu knows Europe's letters, Arabic and Hebrew; what it lacks comes from a font of its own for each script, which is
opened where such a letter stands. A letter that none of them has is not left as a box: in its place stands how many of
which script are not printed.

No clock is read: the date inside the file is the one that is passed in.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from django.conf import settings
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from frontdoor.core.printable import pieces, printable, script_of, spelled
from frontdoor.core.tagging import TaggedPDF

FONTS = settings.BASE_DIR / "assets" / "built" / "frontdoor" / "fonts"
FONT = "DejaVu"
SCRIPTS = {
    "Bengali": "bengali",
    "Chinese": "sc",
    "Devanagari": "devanagari",
    "Ethiopic": "ethiopic",
    "Gujarati": "gujarati",
    "Gurmukhi": "gurmukhi",
    "Japanese": "sc",
    "Korean": "kr",
    "Tamil": "tamil",
    "Thai": "thai",
}
"""The font of each script that DejaVu lacks, by the name that people call it."""
SIZES = {1: 18, 2: 13, 3: 11}
BODY, SMALL = 10.5, 8.5
LINE = 1.35
POINT = 0.3528
"""A point in millimetres."""
UNDER_A_HEADING = 30
"""In millimetres: with less room below it, a heading begins the next page."""
TALLEST_CELL = 90
"""In millimetres: what is longer goes on in a row below, since the library breaks pages between rows alone."""


class Document(TaggedPDF):
    """A4 in millimetres, tagged, with a foot on every page: what it is, and which page."""

    foot = ""

    def footer(self) -> None:
        """Drawn by the library at the end of each page."""
        self.set_y(-14)
        self.set_font(FONT, "", SMALL)
        with self.artefact():
            self.cell(0, 5, f"{self.foot}    Page {self.page_no()} of {{nb}}", align="C")


def document(*, title: str, author: str, made_at: datetime, foot: str = "") -> Document:
    """An empty document with its first page; ``made_at`` is the only date that it holds.

    ``foot`` stands on every page, in place of the title.
    """
    pdf = Document()
    pdf.set_creation_date(made_at)
    title = printable(title)
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_lang("en-GB")
    pdf.add_font(FONT, "", FONTS / "DejaVuSans.ttf")
    pdf.add_font(FONT, "B", FONTS / "DejaVuSans-Bold.ttf")
    pdf.foot = _drawn(pdf, foot or title)
    pdf.set_margins(20, 18)
    pdf.set_auto_page_break(auto=True, margin=20)
    pdf.add_page()
    return pdf


def heading(pdf: Document, words: str, level: int = 1) -> None:
    """A heading of level 1, 2 or 3."""
    size = SIZES[level]
    if pdf.will_page_break(UNDER_A_HEADING):
        pdf.add_page()
    pdf.ln(2)
    _write(pdf, words, "B", size, kind=f"H{level}")
    pdf.ln(1)


def paragraph(pdf: Document, words: str, *, bold: bool = False) -> None:
    """Words over the width of the page; a blank line after them."""
    _write(pdf, words, "B" if bold else "", BODY)
    pdf.ln(2)


def line(pdf: Document, words: str, *, bold: bool = False) -> None:
    """Words over the width of the page, the next ones close below them."""
    _write(pdf, words, "B" if bold else "", BODY)


def table(pdf: Document, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    """A table whose heads come again on every page; ``widths`` are shares of the page's width.

    A row that is taller than a page goes on in further rows.
    """
    _table(pdf, [heads, *rows], widths, first_row_as_headings=True)


def facts(pdf: Document, pairs: Sequence[tuple[str, str]]) -> None:
    """Questions and answers side by side; each question is the head of its row."""
    if pairs:
        _table(pdf, pairs, (30, 70), first_row_as_headings=False)


def _table(pdf: Document, rows: Sequence[Sequence[str]], widths: Sequence[int], *, first_row_as_headings: bool) -> None:
    pdf.set_font(FONT, "", BODY - 1)
    high = (BODY - 1) * POINT * LINE * 1.2
    wide = [pdf.epw * share / sum(widths) for share in widths]
    heads_of_rows = None if first_row_as_headings else FontFace(emphasis="BOLD")
    with pdf.table(
        col_widths=tuple(widths),
        line_height=high,
        text_align="LEFT",
        v_align="TOP",
        first_row_as_headings=first_row_as_headings,
        num_heading_rows=int(first_row_as_headings),
    ) as drawn:
        for cells in rows:
            parts = (_parts(pdf, cell, across, high) for cell, across in zip(cells, wide, strict=True))
            for texts in zip_longest(*parts, fillvalue=""):
                row = drawn.row()
                for number, text in enumerate(texts):
                    row.cell(text, style=None if number else heads_of_rows)
    pdf.ln(3)


def bytes_of(pdf: Document) -> bytes:
    """The finished file."""
    return pdf.finished()


def _parts(pdf: Document, words: str, across: float, high: float) -> list[str]:
    """What stands in one cell, or in several below each other."""

    def fits(text: str) -> bool:
        return bool(pdf.multi_cell(across, high, text, align="L", dry_run=True, output="HEIGHT") <= TALLEST_CELL)

    return pieces(_drawn(pdf, words), fits)


def _drawn(pdf: Document, words: str) -> str:
    """The words as the fonts can draw them; the bold face, which has the fewer letters, decides."""
    letters = pdf.fonts[f"{FONT.lower()}B"].cmap
    return spelled(printable(words), lambda letter: ord(letter) in letters or _in_its_font(pdf, letter))


def _in_its_font(pdf: Document, letter: str) -> bool:
    """Whether the font of the letter's script has it; the document has that font from here on."""
    family = SCRIPTS.get(script_of(letter))
    if family is None:
        return False
    if f"{family}B" not in pdf.fonts:
        pdf.add_font(family, "", FONTS / f"{family}-400.woff")
        pdf.add_font(family, "B", FONTS / f"{family}-700.woff")
        pdf.set_fallback_fonts(sorted({face.removesuffix("B") for face in pdf.fonts} - {FONT.lower()}))
        pdf.set_text_shaping(True)
    return ord(letter) in pdf.fonts[f"{family}B"].cmap


def _write(pdf: Document, words: str, style: str, size: float, *, kind: str = "P") -> None:
    words = _drawn(pdf, words)
    pdf.set_font(FONT, style, size)
    with pdf.tagged(kind):
        pdf.multi_cell(0, size * POINT * LINE, words, new_x=XPos.LMARGIN, new_y=YPos.NEXT, align="L")
