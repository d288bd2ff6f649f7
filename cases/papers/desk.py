"""What the front door and an emergency leave in a child's file, on paper: a contact, consent, an emergency power."""

from collections.abc import Iterable, Sequence

from cases.models import EmergencyPower
from cases.papers.filed import Printing, begin, facts
from cases.presenters.assessment import rows
from cases.presenters.enquiries import power_facts
from frontdoor import presenters
from frontdoor.core import pdf
from frontdoor.models import ConsentEvent, Contact, Person
from frontdoor.presenters import moment
from frontdoor.presenters.decision import what_it_stands_on

NO_CONSENT = "Nothing is recorded about consent for this child."
NOT_DECIDED = "Nobody has decided on this contact yet."


def contact(printing: Printing, *, row: Contact, events: Iterable[ConsentEvent]) -> bytes:
    """A contact as it was told, what was decided for each child, and what was said about consent."""
    page = begin(printing, f"Contact {row.reference}")
    children = [about.child for about in row.about.select_related("child").order_by("pk")]
    facts(page, rows(*((one.full_name, presenters.age_band(one, row.received_at)) for one in children)), "Children")
    facts(page, presenters.told(row), "What was told")
    decision = getattr(row, "decision", None)
    if decision is None:
        pdf.paragraph(page, NOT_DECIDED)
    else:
        facts(page, what_it_stands_on(decision, getattr(decision, "completion", None)), "What the decision stands on")
        for outcome in decision.outcomes.with_signs():
            told = [("Decided", f"{outcome.get_outcome_display()}, {outcome.level}"), ("Why", outcome.reason)]
            facts(page, rows(*told), outcome.child.full_name)
    _consent(page, list(events), named=True)
    return pdf.bytes_of(page)


def consent(printing: Printing, *, child: Person, events: Sequence[ConsentEvent]) -> bytes:
    """Everything that was asked and said about consent for a child, the earliest first."""
    page = begin(printing, "Consent")
    facts(page, rows(("Child", child.full_name)))
    if not events:
        pdf.paragraph(page, NO_CONSENT)
    _consent(page, events, named=False)
    return pdf.bytes_of(page)


def _consent(page: pdf.Document, events: Sequence[ConsentEvent], *, named: bool) -> None:
    for event in events:
        whose = f"{event.child.full_name}: " if named else ""
        told = (
            ("What", f"{event.get_kind_display()}: {event.get_status_display().lower()}"),
            ("When", moment(event.happened_at)),
            ("Who answered", event.given_by.full_name if event.given_by else ""),
            ("Which agencies", ", ".join(agency.name for agency in event.agencies.all())),
            ("What was asked and said", event.words),
            ("What was considered about the young person's understanding", event.considered),
            ("Recorded by", event.recorded_by.get_full_name()),
        )
        facts(page, rows(*((key, value) for key, value in told if value)), f"{whose}consent {event.pk}")


def power(printing: Printing, *, row: EmergencyPower) -> bytes:
    """An emergency power with its hours, and how it ended."""
    page = begin(printing, row.get_kind_display())
    facts(page, [{"key": "Child", "value": row.child.full_name}, *power_facts(row)])
    return pdf.bytes_of(page)
