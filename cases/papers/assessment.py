"""An assessment in plain words on paper, for the child: large, with room, and nothing that is not the child's."""

from datetime import datetime

from cases.models import ChildVersion
from frontdoor.core import pdf
from frontdoor.core.policy import Authority

TITLES = {
    "why": "Why we came to see you",
    "heard": "What you told us",
    "good": "What is going well",
    "worries": "What worries us",
    "next_steps": "What happens next, and who does it",
}


def child_version(*, authority: Authority, name: str, row: ChildVersion, worker: str, printed_at: datetime) -> bytes:
    """The pages as A4 for a child called ``name``, from ``worker``; what is not written is left out."""
    title = f"For {name}"
    page = pdf.document(title=title, author=authority.name, made_at=printed_at)
    page.set_text_shaping(True)
    pdf.heading(page, title)
    for part, heading in TITLES.items():
        text = getattr(row, part).strip()
        if text:
            pdf.line(page, heading, bold=True)
            pdf.paragraph(page, text)
    pdf.paragraph(page, f"If something here is not right, or you want to talk about it, ask for {worker}.")
    return pdf.bytes_of(page)
