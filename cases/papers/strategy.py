"""The signed record of a strategy meeting as a PDF for one person: the same record gives the same file."""

from cases.models import StrategyInformation, StrategyInvitation, StrategyMeeting
from cases.papers.filed import Printing, begin, facts
from cases.presenters.strategy import decision_words, facts_of, record_of, section_of, speakers, state_of
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
    return _written(page, meeting)


def for_the_file(printing: Printing, *, meeting: StrategyMeeting) -> bytes:
    """The meeting as it stands, signed or not."""
    return _written(begin(printing, f"Strategy meeting {meeting.reference}", f"{state_of(meeting)[0]}."), meeting)


def _written(page: pdf.Document, meeting: StrategyMeeting) -> bytes:
    facts(page, facts_of(meeting))
    _people(page, meeting)
    _children(page, meeting)
    _information(page, meeting)
    facts(page, record_of(meeting), "About all the children")
    _actions(page, meeting)
    if meeting.signed_by and meeting.signed_at:
        signed = f"Signed by {meeting.signed_by.get_full_name()} on {moment(meeting.signed_at)}."
        pdf.paragraph(page, signed, bold=True)
    return pdf.bytes_of(page)


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
        pdf.paragraph(page, "Not part of the meeting" if row.left_out_reason else decision_words(row)[0])
        facts(page, section_of(row))


def _information(page: pdf.Document, meeting: StrategyMeeting) -> None:
    lines = list(meeting.lines.all().in_order())  # type: ignore[attr-defined]
    if lines:
        pdf.heading(page, "What was said, by agency", 2)
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
    rows = [
        (row.what, row.purpose, row.who, moment(row.due_at))
        for row in meeting.actions.all().in_order()  # type: ignore[attr-defined]
    ]
    if rows:
        pdf.heading(page, "Actions", 2)
        pdf.table(page, ("What is done", "What for", "Who", "By when"), rows, (35, 25, 22, 18))
