"""Decision letter and signed record of a conference as a PDF for one person: the same rows give the same file."""

from cases.models import Conference, ConferenceChild, CoreGroup
from cases.models.conference_after import Paper
from cases.papers.filed import Printing, begin, facts
from cases.presenters.conferences import decision_words, facts_of, group_facts, record_of, section_of, state_of
from frontdoor.core import pdf
from frontdoor.core.policy import Authority
from frontdoor.presenters import long_day, moment

FOR_ONE = (
    "This is about children and their safety. It is for the person named here alone. Keep it locked away, do not copy "
    "it or pass it on, and ring children's social care if it has come to the wrong person."
)
DISAGREE = "If you do not agree with what was decided, ring children's social care and say why; you will be answered."
TITLES = {Paper.LETTER: "Decisions of conference", Paper.RECORD: "Record of conference"}


def paper(*, authority: Authority, conference: Conference, kind: Paper, to: str) -> bytes:
    """Letter or record as pages of A4, named for whom it is. The conference is signed."""
    assert conference.signed_at is not None, "Only what is signed goes out."
    title = f"{TITLES[kind]} {conference.reference}"
    page = pdf.document(title=f"{title}: copy for {to}", author=authority.name, made_at=conference.signed_at)
    page.set_text_shaping(True)
    pdf.heading(page, title)
    pdf.paragraph(page, f"{authority.name}, children's social care. {authority.telephone}")
    pdf.paragraph(page, f"For {to}", bold=True)
    pdf.paragraph(page, FOR_ONE)
    children = _children(conference)
    if kind == Paper.LETTER:
        _letter(page, conference, children)
    else:
        _record(page, conference, children)
    return _signed(page, conference)


def for_the_file(printing: Printing, *, conference: Conference) -> bytes:
    """The conference as it stands, signed or not."""
    title = f"{conference.get_kind_display()} {conference.reference}"
    page = begin(printing, title, f"{state_of(conference)[0]}.")
    _record(page, conference, _children(conference))
    return _signed(page, conference)


def core_group(printing: Printing, *, group: CoreGroup) -> bytes:
    """A core group as it stands: what came of it and who was asked. ``group`` comes with plan, child and writer."""
    planned = long_day(group.planned_on) if group.planned_on else "not yet"
    stands = "Held." if group.held_on else f"To be held by {long_day(group.due_on)}. Planned for: {planned}."
    page = begin(printing, f"Core group {group.reference}", stands)
    facts(page, [{"key": "Child", "value": group.plan.child.full_name}, *group_facts(group)])
    asked = [
        (row.in_words, row.get_attendance_display(), row.contribution)
        for row in group.invitations.in_order()  # type: ignore[attr-defined]
    ]
    if asked:
        pdf.heading(page, "Who was asked", 2)
        pdf.table(page, ("Person", "What came of it", "What was sent or said"), asked, (45, 20, 35))
    return pdf.bytes_of(page)


def _children(conference: Conference) -> list[ConferenceChild]:
    rows = conference.children.select_related("child", "decided_by").order_by("pk")  # type: ignore[attr-defined]
    return list(rows.prefetch_related("outline__agency", "opinions__invitation__agency"))


def _signed(page: pdf.Document, conference: Conference) -> bytes:
    if conference.signed_by and conference.signed_at:
        signed = f"Signed by {conference.signed_by.get_full_name()} on {moment(conference.signed_at)}."
        pdf.paragraph(page, signed, bold=True)
    return pdf.bytes_of(page)


def _letter(page: pdf.Document, conference: Conference, children: list[ConferenceChild]) -> None:
    held = long_day(conference.held_on) if conference.held_on else ""
    pdf.paragraph(page, f"{conference.get_kind_display()}, held on {held}.")
    for row in children:
        pdf.heading(page, row.child.full_name, 2)
        pdf.paragraph(page, decision_words(row)[0], bold=True)
        pdf.paragraph(page, row.decision_reason)
        if row.core_group_on:
            pdf.paragraph(page, f"First core group: {long_day(row.core_group_on)}.")
        if row.review_on:
            pdf.paragraph(page, f"Next review conference: {long_day(row.review_on)}.")
        if row.follows:
            pdf.paragraph(page, row.follows)
        _outline(page, row)
    pdf.paragraph(page, DISAGREE)


def _record(page: pdf.Document, conference: Conference, children: list[ConferenceChild]) -> None:
    facts(page, facts_of(conference))
    pdf.heading(page, "Who was asked", 2)
    came = [
        (row.in_words, row.get_attendance_display(), row.contribution)
        for row in conference.invitations.in_order()  # type: ignore[attr-defined]
    ]
    family = [
        (row.person.full_name, "Left out" if row.left_out_reason else row.get_attendance_display(), row.views)
        for row in conference.family.select_related("person").order_by("pk")  # type: ignore[attr-defined]
    ]
    pdf.table(page, ("Person", "What came of it", "What was sent or said"), [*came, *family], (45, 20, 35))
    for row in children:
        pdf.heading(page, row.child.full_name, 2)
        pdf.paragraph(page, decision_words(row)[0], bold=True)
        facts(page, section_of(row))
        views = [(str(view.agency), view.get_view_display(), view.words) for view in row.opinions.all()]  # type: ignore[attr-defined]
        if views:
            pdf.table(page, ("Agency", "What it thinks", "Why"), views, (30, 25, 45))
        _outline(page, row)
    facts(page, record_of(conference), "About all the children")


def _outline(page: pdf.Document, row: ConferenceChild) -> None:
    actions = [(one.what, one.purpose, one.who, long_day(one.due_on)) for one in row.outline.all()]  # type: ignore[attr-defined]
    if actions:
        pdf.table(page, ("What is done", "What for", "Who", "By when"), actions, (35, 25, 22, 18))
