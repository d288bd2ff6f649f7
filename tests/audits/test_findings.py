"""The register of what inspections found: closed on thirteen weeks alone, opened again when the same is found again."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from audits.actions import findings
from audits.indicators import weekly
from audits.indicators.weekly import INDICATORS, Target, Week, proof
from audits.models import FindingEvent, FindingWeek, InspectionFinding
from audits.models import finding_rules as rules
from frontdoor.core.acting import acting_as
from frontdoor.core.permissions import Refused
from frontdoor.core.working_days import LONDON
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.findings import (
    EVIDENCE,
    FOUND,
    WORDS,
    FindingWeekFactory,
    InspectionFindingFactory,
    closed,
    mondays,
    proved,
)
from tests.law.figures import rows_behind
from tests.rows import bringing_in, insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

NOW = timezone.now()
TODAY = timezone.localdate()
AT_LEAST_95 = Target("at_least", 95)
BACK = 26


@pytest.fixture
def leader():
    return workers.senior_leader()


@pytest.fixture
def service():
    return workers.service_manager()


def weeks_of(*figures):
    """Following weeks up to the last complete one, of (counted, out of), the earliest first."""
    starts = mondays(TODAY, len(figures))
    return [Week(monday, *figure) for monday, figure in zip(starts, figures, strict=True)]


@pytest.fixture
def counting(monkeypatch):
    """Lets the indicator K02 count what a test says, the earliest week first; weeks before that have nothing."""

    def count(*figures):
        found = {week.week_from: (week.counted, week.out_of) for week in weeks_of(*figures)}
        wanted = {**INDICATORS["K02"].__dict__, "count": lambda *_: found}
        monkeypatch.setitem(INDICATORS, "K02", weekly.WeeklyIndicator(**wanted))

    return count


def close(finding, by, **given):
    given = {"on": TODAY, "at": NOW, "evidence": EVIDENCE} | given
    return findings.close(by=by, finding_id=finding.pk, **given)


INSIDE, OUTSIDE, NOTHING = (19, 20), (18, 20), (0, 0)  # 95%, the target itself; 90%; nothing fell due


@pytest.mark.parametrize(
    ("figures", "holds"),
    [
        ([INSIDE] * 13, True),
        ([OUTSIDE] * 5 + [INSIDE] * 13, True),
        ([INSIDE] * 12, False),
        ([OUTSIDE] + [INSIDE] * 12, False),
        ([INSIDE] * 11 + [OUTSIDE] + [INSIDE], False),
        ([INSIDE] * 12 + [OUTSIDE], False),
        ([INSIDE] * 12 + [NOTHING], False),
        ([INSIDE] * 13 + [NOTHING], True),
        ([INSIDE] * 6 + [NOTHING] * 13 + [INSIDE] * 7, True),
        ([OUTSIDE] + [INSIDE] * 6 + [NOTHING] + [INSIDE] * 6, False),
        ([NOTHING] * 26, False),
    ],
)
def test_L61_a_finding_closes_on_exactly_thirteen_weeks_inside_its_target(leader, service, counting, figures, holds):
    counting(*figures)
    finding = InspectionFindingFactory(measured=True, owner=leader)
    if holds:
        kept = FindingWeek.objects.proving(close(finding, service))
        assert [(week.counted, week.out_of) for week in kept if week.out_of] == [INSIDE] * 13
        assert {week.target for week in kept} == {95}
        assert [week.week_from for week in kept] == mondays(TODAY, len(kept))
    else:
        with pytest.raises(findings.NotProved, match=rules.NOT_PROVED):
            close(finding, service)
        assert not FindingWeek.objects.exists()
    finding.refresh_from_db()
    assert (finding.closed_by == service) == holds


@pytest.mark.parametrize(
    ("better", "counted", "holds"),
    [("at_least", 95, True), ("at_least", 94, False), ("at_most", 95, True), ("at_most", 96, False)],
)
def test_L61_a_figure_equal_to_the_target_lies_inside(better, counted, holds):
    assert Target(better, 95).holds(Week(TODAY, counted, 100)) == holds


FIGURES = st.lists(st.sampled_from([INSIDE, OUTSIDE, NOTHING]), min_size=BACK, max_size=BACK)


@given(FIGURES)
def test_L61_a_proof_is_thirteen_figures_back_from_the_last_week_whatever_lies_between(figures):
    told = [figure for figure in reversed(figures) if figure != NOTHING][:13]
    found = proof(weeks_of(*figures), AT_LEAST_95)
    assert found.is_whole == (told == [INSIDE] * 13)
    assert [week.counted for week in reversed(found.proving)] == [counted for counted, _ in told]
    assert [week.week_from for week in found.weeks] == mondays(TODAY, len(found.weeks))


@pytest.mark.parametrize(
    "break_it",
    [
        lambda week: {"counted": 18},
        lambda week: {"target": 94},
        lambda week: {"week_from": week - timedelta(weeks=1)},
        lambda week: {"out_of": 0, "counted": 0},
        lambda week: {"closing": 2},
    ],
)
@pytest.mark.parametrize("place", [0, 6, 12])
def test_L61_raw_sql_cannot_close_a_finding_on_other_weeks(leader, break_it, place):
    finding = InspectionFindingFactory(measured=True)

    def closes():
        starts = mondays(TODAY)
        for number, monday in enumerate(starts):
            given = break_it(monday) if number == place else {}
            insert_raw(FindingWeekFactory.build(finding=finding, **{"week_from": monday, "closing": 1, **given}))
        update_raw(finding, closed_on=TODAY, closed_by=leader, evidence=EVIDENCE, times_closed=1)

    with acting_as(leader), pytest.raises(DatabaseError) as refused, transaction.atomic():
        closes()
    cause = refused.value.__cause__
    assert cause.diag.constraint_name in {
        "finding_closed_when_proved",
        "finding_week_once",
        "finding_week_with_its_closing",
    }


def test_L61_raw_sql_closes_on_thirteen_kept_weeks_and_on_nothing_else(leader, acting):
    finding = proved()
    with acting_as(leader):
        update_raw(finding, closed_on=TODAY, closed_by=leader, evidence=EVIDENCE, times_closed=1)
    assert InspectionFinding.objects.closed().get() == finding


def test_L61_without_an_indicator_nothing_closes(leader, service):
    finding = InspectionFindingFactory(owner=leader)
    with pytest.raises(findings.NoIndicator, match=rules.NO_INDICATOR):
        close(finding, service)


def test_L61_closing_says_what_shows_it(leader, service, counting):
    counting(*[INSIDE] * 13)
    finding = InspectionFindingFactory(measured=True, owner=leader)
    with pytest.raises(ValidationError, match=rules.EVIDENCE_TOO_SHORT):
        close(finding, service, evidence=says(39) + " ")
    assert close(finding, service, evidence=says(40)).closed_on == TODAY


def version_of(finding):
    return InspectionFinding.objects.with_version().get(pk=finding.pk).version


def test_L61_neither_the_owner_nor_who_owned_it_before_closes(leader, service, counting):
    counting(*[INSIDE] * 13)
    given = {"on": TODAY, "theme": "consent", "source_kind": "inspection", "source": "Inspection of May"}
    finding = findings.record(
        by=service, found=FOUND, found_on=TODAY, owner=leader, due_on=TODAY + timedelta(days=9), **given
    )
    chosen = {"indicator": "K02", "target": 95, "words": WORDS, "version": version_of(finding)}
    findings.measure(by=service, on=TODAY, finding_id=finding.pk, **chosen)
    with pytest.raises(findings.NotByItsOwner, match=rules.NOT_BY_ITS_OWNER):
        close(finding, leader)
    findings.hand_over(
        by=leader,
        on=TODAY,
        finding_id=finding.pk,
        version=version_of(finding),
        owner=service,
        due_on=TODAY + timedelta(days=9),
        words=WORDS,
    )
    for nobody in (leader, service):
        with pytest.raises(findings.NotByItsOwner):
            close(finding, nobody)
    another = workers.senior_leader()
    with pytest.raises(Refused):
        close(finding, workers.auditor())
    assert close(finding, another).closed_by == another


def test_a_target_of_an_indicators_own_is_not_made_easier(leader):
    finding = InspectionFindingFactory()

    def measured(**chosen):
        given = {"by": leader, "on": TODAY, "finding_id": finding.pk, "version": version_of(finding), "words": WORDS}
        return findings.measure(**given, **chosen)

    with pytest.raises(ValidationError, match=findings.EASIER):
        measured(indicator="K02", target=94)
    assert measured(indicator="K02", target=95).better == "at_least"
    assert measured(indicator="K13", target=40).better == "at_most"
    with pytest.raises(ValidationError, match=findings.UNKNOWN_INDICATOR):
        measured(indicator="K99", target=40)


AGAIN = {
    "found": "The same was found in five of twelve cases.",
    "source_kind": "monitoring",
    "source": "Monitoring visit of June",
    "found_on": TODAY,
    "due_on": TODAY + timedelta(days=60),
}


def test_L42_the_same_found_again_opens_a_closed_finding_and_says_why_and_by_whom(leader, service):
    finding = closed()
    again = findings.find_again(by=service, on=TODAY, finding_id=finding.pk, owner=leader, **AGAIN)
    assert (again.closed_on, again.again_by, again.owner, again.was_reopened) == (None, service, leader, True)
    event = FindingEvent.objects.of(finding.pk).first()
    assert (event.kind, event.noted_by) == ("reopened", service)
    assert AGAIN["found"] in event.words
    assert AGAIN["source"] in event.words
    assert list(InspectionFinding.objects.found_again()) == [finding]


def test_L42_the_same_found_again_before_it_was_closed_is_told_too(leader, service):
    finding = InspectionFindingFactory()
    findings.find_again(by=service, on=TODAY, finding_id=finding.pk, owner=leader, **AGAIN)
    assert FindingEvent.objects.of(finding.pk).first().kind == "again"
    assert list(InspectionFinding.objects.found_again()) == [finding]


def test_L42_a_reopened_finding_needs_thirteen_weeks_anew(leader, service, counting):
    counting(*[INSIDE] * 13)
    finding = InspectionFindingFactory(measured=True, owner=leader)
    close(finding, service)
    findings.find_again(by=service, on=TODAY, finding_id=finding.pk, owner=leader, **AGAIN)
    counting(*[INSIDE] * 12, OUTSIDE)
    with pytest.raises(findings.NotProved):
        close(finding, service)
    with acting_as(service), pytest.raises(DatabaseError), transaction.atomic():
        update_raw(finding, closed_on=TODAY, closed_by=service, evidence=EVIDENCE, times_closed=2)
    counting(*[INSIDE] * 13)
    assert close(finding, service).times_closed == 2
    assert FindingWeek.objects.filter(finding=finding).count() == 26


def test_L42_a_later_finding_of_the_theme_says_that_it_is_another(leader):
    earlier = InspectionFindingFactory(
        opened_on=TODAY - timedelta(days=90), found_on=TODAY - timedelta(days=99), due_on=TODAY
    )
    given = {"theme": earlier.theme, "owner": leader, "by": workers.service_manager(), "on": TODAY, **AGAIN}
    with pytest.raises(findings.AskedWhetherTheSame, match=rules.ASK_WHETHER_THE_SAME):
        findings.record(differs=says(19), **given)
    assert findings.record(**given | {"found_on": earlier.found_on}).differs == ""
    assert findings.record(**given | {"theme": "plans"}).differs == ""
    assert findings.record(differs=says(20), **given).differs == says(20)


def test_a_closed_finding_stays_and_what_happened_is_added_to_alone(leader, service):
    finding = closed(owner=leader)
    with pytest.raises(findings.IsClosed, match=rules.CLOSED):
        findings.note(by=leader, on=TODAY, finding_id=finding.pk, words=WORDS)
    with pytest.raises(findings.IsClosed):
        findings.measure(by=service, on=TODAY, finding_id=finding.pk, version=0, indicator="K13", target=4, words=WORDS)
    event = FindingEvent(finding=finding, kind="progress", happened_on=TODAY, noted_by=leader, words=WORDS)
    with acting_as(leader):
        event.save()
    with pytest.raises(DatabaseError), acting_as(leader):
        update_raw(event, words="Something else was said about it.")


def test_the_owner_and_the_keepers_note_progress_and_nobody_else(leader, service):
    owner, stranger = workers.auditor(), workers.auditor()
    finding = InspectionFindingFactory(owner=owner)
    for allowed in (owner, service):
        assert findings.note(by=allowed, on=TODAY, finding_id=finding.pk, words=WORDS).noted_by == allowed
    with pytest.raises(Refused, match=findings.NOT_YOURS):
        findings.note(by=stranger, on=TODAY, finding_id=finding.pk, words=WORDS)
    with pytest.raises(Refused):
        findings.note(by=workers.practice_manager(), on=TODAY, finding_id=finding.pk, words=WORDS)


@pytest.mark.parametrize("make", [workers.social_worker, workers.practice_manager])
def test_an_owner_is_in_post_and_may_see_the_register(service, make):
    left = workers.senior_leader()
    left.is_active = False
    for owner in (make(), left):
        finding = InspectionFindingFactory()
        given = {"finding_id": finding.pk, "version": version_of(finding)}
        with pytest.raises(ValidationError, match=rules.OWNER_IN_POST):
            findings.hand_over(by=service, on=TODAY, owner=owner, due_on=TODAY, words=WORDS, **given)


def test_each_indicator_gives_twenty_six_weeks_in_one_query(leader, acting):
    for indicator in INDICATORS.values():
        indicator.complete_weeks(leader, on=TODAY, at=NOW)  # the calendar is read once
        with CaptureQueriesContext(connection) as asked:
            assert len(indicator.complete_weeks(leader, on=TODAY, at=NOW)) == BACK
        assert len([query for query in asked if "frontdoor_bankholiday" not in query["sql"]]) == 1, indicator.key


def test_a_figure_of_a_week_is_the_list_behind_it(client, leader, acting):
    due = datetime.combine(mondays(TODAY)[-1], time(12), LONDON)
    for late in (0, 1, 1):
        made = ContactFactory(received_at=due - timedelta(days=2), triaged=True, decision_due_at=due)
        made.decided_at, made.decided_by = due + timedelta(hours=late), made.triaged_by
        with bringing_in():
            made.save()
    client.force_login(leader)
    indicator = INDICATORS["K02"]
    week = indicator.complete_weeks(leader, on=TODAY, at=NOW)[-1]
    assert (week.counted, week.out_of) == (1, 3)
    assert rows_behind(client, indicator.list_of(week, counted=True)) == 1
    assert rows_behind(client, indicator.list_of(week, counted=False)) == 3


def test_weeks_of_an_indicator_end_before_the_current_one():
    counted = SimpleNamespace()

    def count(_, window, __):
        counted.window = window
        return {date(2026, 11, 16): (3, 4)}

    indicator = weekly.WeeklyIndicator(**{**INDICATORS["K13"].__dict__, "count": count})
    for day in (date(2026, 11, 23), date(2026, 11, 29)):
        weeks = indicator.complete_weeks(None, on=day, at=NOW)
        assert (counted.window.since, counted.window.until) == (date(2026, 5, 25), date(2026, 11, 23))
        assert weeks[-1] == Week(date(2026, 11, 16), 3, 4)
        assert [week.out_of for week in weeks[:-1]] == [0] * 25
