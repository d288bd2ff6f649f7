"""Acts of visits, case notes and the chronology as a page sends them."""

from datetime import timedelta

from django.utils import timezone

from cases.models import CaseNote, SignificantEvent, VisitRecord
from tests.factories import cases, visits
from tests.law.sending import Act, moment, of

AN_HOUR = timedelta(hours=1)


def record_visit() -> Act:
    lead = cases.AllocationFactory()
    child = lead.child_id
    answers = {
        "kind": "cin",
        "place": "home",
        "announced": "yes",
        "observed": visits.OBSERVED,
        "safe": "yes",
        f"seen_{child}": "seen",
        f"alone_{child}": "yes",
        f"said_{child}": visits.SAID,
        **moment("happened_at", timezone.now() - AN_HOUR),
    }
    return Act(by=lead.worker, page=of("visit_new", child), answers=answers, rows=VisitRecord.objects.all())


def write_note() -> Act:
    lead = cases.AllocationFactory()
    answers = {
        "kind": "telephone",
        "text": visits.TEXT,
        "children": [lead.child_id],
        **moment("happened_at", timezone.now() - AN_HOUR),
    }
    return Act(by=lead.worker, page=of("note_new", lead.child_id), answers=answers, rows=CaseNote.objects.all())


def correct_note() -> Act:
    lead = cases.AllocationFactory()
    note = visits.CaseNoteFactory(children=[lead.child])
    answers = {
        "kind": "telephone",
        "text": "It was the nursery that rang, not the school.",
        "children": [lead.child_id],
        **moment("happened_at", note.happened_at),
    }
    rows = CaseNote.objects.filter(corrects=note)
    return Act(by=lead.worker, page=of("note_correct", note.pk), answers=answers, rows=rows)


def mark_event() -> Act:
    lead = cases.AllocationFactory()
    note = visits.CaseNoteFactory(children=[lead.child])
    return Act(
        by=lead.worker,
        page=f"{of('chronology_mark', lead.child_id)}?source=cases.noted&row={note.pk}",
        answers={"reason": visits.WHY},
        rows=SignificantEvent.objects.all(),
    )


ACTS = {make.__name__: make for make in (record_visit, write_note, correct_note, mark_event)}
