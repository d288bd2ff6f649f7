"""Documents on children's records: what schools, doctors and courts send in the invented authority."""

from datetime import timedelta

from audits.demo.world import World
from cases.models import Allocation
from frontdoor.actions import documents
from frontdoor.core import pdf
from frontdoor.models import Document

PAPERS = (
    (
        "school",
        "School report, autumn term",
        "Head teacher, Ashdale Primary School",
        "Attendance has risen since September. The child reads aloud in class now and has made two friends.",
    ),
    (
        "health",
        "Letter from the health visitor",
        "Health visitor, Ashdale Community Health",
        "Weight follows the line. The mother has asked for help with sleep and has been given an appointment.",
    ),
    (
        "report",
        "Report of the speech therapist",
        "Speech and language therapist, Ashdale Community Health",
        "The child follows two instructions at once. Six more meetings are planned, at school.",
    ),
    (
        "minutes",
        "Minutes of the team around the child",
        "Designated safeguarding lead, Wool Hall Academy",
        "Who does what until the next meeting is written under each name.",
    ),
)
REPLACED = "The school sent it again with the page about attendance."
RECORDS = 8


def file(world: World) -> None:
    """Call once the cases are stored: a document on the records of a few children, one of them in two versions."""
    leads = Allocation.objects.current().lead().select_related("child", "worker").order_by("-pk")[:RECORDS]
    for number, lead in enumerate(leads):
        kind, title, sender, words = PAPERS[number % len(PAPERS)]
        dated_on = max(world.on - timedelta(days=5 + number), lead.started_on)
        filed = documents.file(
            by=lead.worker,
            child=lead.child,
            kind=kind,
            title=title,
            dated_on=dated_on,
            from_whom=sender,
            name=f"{kind}.pdf",
            content=_paper(world, title, f"{words} ({lead.child.full_name})"),
        )
        if number == 0:
            _again(world, filed, sender, words)


def _again(world: World, document: Document, sender: str, words: str) -> None:
    documents.replace(
        by=document.filed_by,
        document_id=document.pk,
        seen=1,
        dated_on=world.on,
        from_whom=sender,
        why=REPLACED,
        name="school-2.pdf",
        content=_paper(world, document.title, f"{words} Attendance: 94 of 100 days."),
    )


def _paper(world: World, title: str, words: str) -> bytes:
    page = pdf.document(title=title, author="Invented", made_at=world.now)
    pdf.heading(page, title)
    pdf.paragraph(page, words)
    return pdf.bytes_of(page)
