"""A section 47 enquiry on paper, with its outcome."""

from collections.abc import Sequence

from cases.models import Conference, Section47
from cases.papers.filed import Printing, begin, facts
from cases.presenters.conferences import state_of as state_of_conference
from cases.presenters.enquiries import facts_of, state_of
from cases.presenters.strategy import rows
from frontdoor.core import pdf


def enquiry(printing: Printing, *, row: Section47, conferences: Sequence[Conference]) -> bytes:
    """The enquiry as it stands. ``row`` comes with child, meeting and signers read."""
    page = begin(printing, f"Section 47 enquiry {row.pk}", f"{state_of(row)}.")
    meeting = row.decided.meeting.reference if row.decided else "Brought in from the former system"
    facts(page, rows(("Child", row.child.full_name), ("Decided at strategy meeting", meeting)))
    facts(page, facts_of(row), "The enquiry")
    facts(
        page,
        rows(*((f"{one.get_kind_display()} {one.reference}", state_of_conference(one)[0]) for one in conferences)),
        "Conferences",
    )
    return pdf.bytes_of(page)
