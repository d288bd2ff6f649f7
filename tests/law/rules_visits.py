"""Lines of the constraints law for visits, case notes, marks and the days by which children are to be seen."""

from datetime import timedelta

from tests.factories import visits
from tests.factories.cases import VisitFactory
from tests.factories.people import ChildFactory
from tests.factories.visits import CaseNoteFactory, ChildVisitFactory, VisitRecordFactory
from tests.law.rule import NOW, Rule, before, twice
from tests.words import says

LATER = timedelta(days=1)


def not_seen() -> visits.Visit:
    return ChildVisitFactory(not_seen=True)


def seen_before() -> visits.SeenDue:
    """A day by which a child is to be seen whom a visit saw the day before it counts from."""
    row = visits.SeenDueFactory()
    VisitFactory(child=row.child, visited_on=row.counted_from - LATER)
    return row


RULES: dict[str, Rule] = {
    "visit_record_has_happened": Rule(
        VisitRecordFactory, {"happened_at": NOW + LATER, "note_due_at": NOW + 2 * LATER}, on="insert"
    ),
    "visit_record_due_after_event": Rule(
        VisitRecordFactory, {"note_due_at": before("happened_at", hours=1)}, on="insert"
    ),
    "visit_record_says_where": Rule(VisitRecordFactory, {"place": "elsewhere"}, on="insert"),
    "visit_record_says_what_was_seen": Rule(VisitRecordFactory, {"observed": says(19) + " "}, on="insert"),
    "visit_record_says_what_made_safe": Rule(
        VisitRecordFactory, {"safe": False, "made_safe": says(19) + " "}, on="insert"
    ),
    "visit_written_in_person": Rule(VisitRecordFactory, on="forged"),
    "visit_once_a_child": twice(ChildVisitFactory),
    "visit_says_if_seen_alone": Rule(ChildVisitFactory, {"seen_alone": None}, on="insert"),
    "visit_has_the_childs_voice": Rule(ChildVisitFactory, {"said": says(9) + " "}, on="insert"),
    "visit_says_why_not_seen": Rule(not_seen, {"not_seen_reason": says(9) + " "}, on="insert"),
    "visit_not_seen_is_nothing_seen": Rule(not_seen, {"bedroom_seen": True}, on="insert"),
    "visit_agrees_with_its_record": Rule(ChildVisitFactory, {"visited_on": before("visited_on", days=1)}, on="insert"),
    "visit_not_before_birth": Rule(ChildVisitFactory, {"child": lambda _: ChildFactory(unborn=True)}, on="insert"),
    "visit_stays_as_written": Rule(ChildVisitFactory, {"said": "Somebody else's words."}, on="update"),
    "case_note_has_happened": Rule(
        CaseNoteFactory, {"happened_at": NOW + LATER, "note_due_at": NOW + 2 * LATER}, on="insert"
    ),
    "case_note_due_after_event": Rule(CaseNoteFactory, {"note_due_at": before("happened_at", hours=1)}, on="insert"),
    "case_note_says_what_happened": Rule(CaseNoteFactory, {"text": says(19) + " "}, on="insert"),
    "case_note_corrects_one": Rule(
        CaseNoteFactory,
        {"corrects": lambda _: CaseNoteFactory(), "corrects_visit": lambda _: VisitRecordFactory()},
        on="insert",
    ),
    "case_note_written_in_person": Rule(CaseNoteFactory, on="forged"),
    "case_note_decision_by_a_manager": Rule(CaseNoteFactory, {"kind": "decision"}, on="insert"),
    "case_note_once_a_child": twice(visits.CaseNoteChildFactory),
    "significant_event_says_why": Rule(visits.SignificantEventFactory, {"reason": says(9) + " "}, on="insert"),
    "significant_event_in_person": Rule(visits.SignificantEventFactory, on="forged"),
    "seen_due_t17_due_after_start": Rule(visits.SeenDueFactory, {"due_on": before("counted_from", days=1)}),
    "seen_due_t17_end_after_start": Rule(seen_before, {"seen_on": before("counted_from", days=1)}),
    "seen_due_kept_by_a_visit": Rule(seen_before, {"seen_on": before("counted_from", days=2)}),
    "seen_due_once": twice(visits.SeenDueFactory),
}

PROVED_ELSEWHERE = {
    "visit_noted_when_written": "it stamps, it refuses nothing: tests/cases/test_visits.py",
    "case_note_noted_when_written": "as above",
}
