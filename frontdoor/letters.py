"""Letters of the authority as PDF, in the alphabets that families write in, those read from the right too."""

from datetime import datetime

from frontdoor.core import pdf
from frontdoor.core.policy import Authority
from frontdoor.core.working_days import london_date


def letter(*, authority: Authority, to: list[str], reference: str, written_at: datetime, words: str) -> bytes:
    """The letter as pages of A4; the same words give the same file."""
    page = pdf.document(title=f"Letter {reference}", author=authority.name, made_at=written_at)
    page.set_text_shaping(True)
    pdf.heading(page, authority.name)
    pdf.paragraph(page, "\n".join(filter(None, ["Children's social care", authority.telephone])))
    pdf.paragraph(page, "\n".join(to))
    pdf.paragraph(page, f"{london_date(written_at):%-d %B %Y}\nOur reference: {reference}")
    for paragraph in words.split("\n\n"):
        pdf.paragraph(page, paragraph)
    pdf.paragraph(page, f"Yours faithfully\n\nChildren's social care, {authority.name}")
    return pdf.bytes_of(page)
