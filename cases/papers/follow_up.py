"""A return home interview or a private fostering visit on paper."""

from cases.models import FollowUp
from cases.papers.filed import Printing, begin, facts
from cases.presenters import follow_ups as words
from frontdoor.core import pdf


def follow_up(printing: Printing, *, row: FollowUp) -> bytes:
    """What was reported and what came of it. ``row`` comes with child and signers read."""
    page = begin(printing, row.get_kind_display())
    facts(page, [{"key": "Child", "value": row.child.full_name}, *words.facts_of(row)])
    return pdf.bytes_of(page)
