"""How a case closed, on paper."""

from cases.models import CaseClosure
from cases.papers.filed import Printing, begin, facts
from cases.presenters.closing import facts_of
from frontdoor.core import pdf


def closure(printing: Printing, *, row: CaseClosure) -> bytes:
    """What was written when the case closed. ``row`` comes with referral, child and signer read."""
    page = begin(printing, f"Closing record {row.pk}")
    facts(page, facts_of(row))
    return pdf.bytes_of(page)
