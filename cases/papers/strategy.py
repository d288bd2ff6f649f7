"""The signed record of a strategy meeting as a PDF for one person: the same record gives the same file."""

from collections.abc import Iterable

from cases.models import StrategyInformation, StrategyInvitation, StrategyMeeting
from cases.presenters.strategy import facts_of, record_of, section_of, speakers
from frontdoor.core import pdf
from frontdoor.core.policy import Authority
from frontdoor.models.check_replies import Said
from frontdoor.presenters import moment

NOT_ON = (
    "This record is about children and their safety. It is for the person named here alone. Keep it locked away, do "
    "not copy it or pass it on, and ring children's social care if it has come to the wrong person."
)


def record(*, authority: Authority, meeting: StrategyMeeting, to: StrategyInvitation) -> bytes:
    """The whole record as pages of A4, named for whom it is. The meeting is signed."""
    assert meeting.signed_at is not None, "Only a signed record goes out."
    title = f"Strategy meeting {meeting.reference}: copy for {to.name}"
    page = pdf.document(title=title, author=authority.name, made_at=meeting.signed_at)
    page.set_text_shaping(True)
    pdf.heading(page, f"Record of strategy meeting {meeting.reference}")
    pdf.paragraph(page, f"{authority.name}, children's social care. {authority.telephone}")
    pdf.paragraph(page, f"For {to.in_words}", bold=True)
    pdf.paragraph(page, NOT_ON)
    pairs(page, facts_of(meeting))
    _people(page, meeting)
    _children(page, meeting)
    _information(page, meeting)
    pdf.heading(page, "About all the children", 2)
    pairs(page, record_of(meeting))
    _actions(page, meeting)
    signed_by = meeting.signed_by.get_full_name() if meeting.signed_by else ""
    pdf.paragraph(page, f"Signed by {signed_by} on {moment(meeting.signed_at)}.", bold=True)
    return pdf.bytes_of(page)


def pairs(page: pdf.Document, rows: Iterable[dict[str, str]]) -> None:
    """Questions and answers, side by side."""
    pdf.table(page, ("", ""), [(row["key"], row["value"]) for row in rows], (30, 70))


def _people(page: pdf.Document, meeting: StrategyMeeting) -> None:
    pdf.heading(page, "Who was invited", 2)
    rows = [
        (row.in_words, row.get_attendance_display(), row.contribution)
        for row in meeting.invitations.in_order()  # type: ignore[attr-defined]
    ]
    pdf.table(page, ("Person", "What came of it", "Sent in writing"), rows, (45, 20, 35))


def _children(page: pdf.Document, meeting: StrategyMeeting) -> None:
    pdf.heading(page, "The children", 2)
    for row in meeting.children.select_related("child", "decided_by").order_by("left_out_reason", "pk"):
        pdf.paragraph(page, row.child.full_name, bold=True)
        pdf.paragraph(page, "Not part of the meeting" if row.left_out_reason else str(row.get_decision_display()))
        pairs(page, section_of(row))


def _information(page: pdf.Document, meeting: StrategyMeeting) -> None:
    pdf.heading(page, "What was said, by agency", 2)
    lines = list(meeting.lines.all().in_order())  # type: ignore[attr-defined]
    invited = meeting.invitations.in_order().prefetch_related("chasers")  # type: ignore[attr-defined]
    for speaker in speakers(invited, lines):
        said = [*speaker.facts, *speaker.opinions]
        if said:
            pdf.paragraph(page, speaker.invitation.in_words, bold=True)
            pdf.table(page, ("", "About", "What was said", "Source"), [_line(one) for one in said], (12, 18, 45, 25))


def _line(line: StrategyInformation) -> tuple[str, str, str, str]:
    about = line.child.full_name if line.child else "All"
    words = line.words
    later = line.corrected
    while later is not None:
        words = f"{words}\n\nCorrected on {moment(later.written_at)}: {later.words} ({later.source})"
        later = later.corrected
    return Said(line.said).label, about, words, line.source


def _actions(page: pdf.Document, meeting: StrategyMeeting) -> None:
    pdf.heading(page, "Actions", 2)
    rows = [
        (row.what, row.purpose, row.who, moment(row.due_at))
        for row in meeting.actions.all().in_order()  # type: ignore[attr-defined]
    ]
    pdf.table(page, ("What is done", "What for", "Who", "By when"), rows, (35, 25, 22, 18))
