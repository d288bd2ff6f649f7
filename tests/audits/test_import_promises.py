"""What the report accepts can be brought in; what could not be is refused with its reason."""

from datetime import date, timedelta

import pytest

from audits.actions import imports
from cases.models import Assessment
from frontdoor.core.acting import acting_as
from frontdoor.core.policy import authority
from frontdoor.models import Contact, Person, Referral
from frontdoor.models.birth_dates import BORN_LONG_AGO
from tests.audits.test_annex_a import AS_AT, LIST_1, LIST_3, LIST_4, MINA, book, bring_in
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db
LONG_AGO = date(1985, 1, 1)
OLD = ["A2", "b) Female", "a) WBRI", None, None]


def assessed(on, who=OLD):
    return [*who, "b) No", on, "a) Yes", None, None, "East", "Ada Example"]


def referred(on, who=OLD, nothing="b) No"):
    return [*who, on, "6: Police", nothing, 0, "East", "Ada Example"]


def refusals(content, as_at=AS_AT):
    _, report = imports.weigh(content, as_at)
    return [(f.sheet, f.row, f.reason) for f in report.findings if f.verdict == "refused"]


NO_PERIOD = "No period is set for T07 on 1 January 1985. An administrator must add one. The row is left out."


def test_an_assessment_from_before_any_period_is_refused_and_the_rest_comes_in(system):
    content = book(List_4=[LIST_4, assessed(LONG_AGO), assessed(date(2021, 1, 4), MINA)])
    assert refusals(content) == [("List 4", 2, NO_PERIOD)]
    bring_in(content, system)
    assert Assessment.objects.get().started_on == date(2021, 1, 4)
    assert Referral.objects.count() == 1


def test_a_referral_from_before_any_period_is_refused_unless_nothing_followed(system):
    content = book(List_3=[LIST_3, referred(LONG_AGO), referred(LONG_AGO, nothing="a) Yes")])
    assert refusals(content) == [("List 3", 2, NO_PERIOD)]
    bring_in(content, system)
    assert Referral.objects.get().no_further_action


def test_a_date_whose_clock_runs_past_the_known_bank_holidays_is_refused(system):
    ours, end = authority(), date(2026, 11, 20)
    ours.holidays_covered_until = end
    with acting_as(system), bringing_in():
        ours.save()
    content = book(List_3=[LIST_3, referred(end - timedelta(days=90), MINA), referred(end, OLD)])
    ((sheet, row, reason),) = refusals(content, as_at=end)
    assert (sheet, row) == ("List 3", 3)
    assert reason.startswith("Bank holidays are known until")
    bring_in(content, system, as_at=end)
    assert Referral.objects.count() == Assessment.objects.count() == 1


BORN = date(2020, 12, 31)
BABY = ["A3", "b) Female", "a) WBRI", BORN, 0.2]
UNKNOWN_HERE = [*BABY[:3], None, None]


@pytest.mark.parametrize(
    ("days_before", "verdicts"), [(301, {"refused"}), (300, {"questioned"}), (1, {"questioned"}), (0, set())]
)
@pytest.mark.parametrize(
    ("name", "heads", "cells"),
    [
        ("List_1", LIST_1, lambda on: [*BABY, on, "6: Police"]),
        ("List_3", LIST_3, lambda on: referred(on, BABY, nothing="a) Yes")),
        ("List_4", LIST_4, lambda on: assessed(on, BABY)),
    ],
)
def test_what_happened_before_a_birth_is_questioned_and_long_before_it_refused(
    name, heads, cells, days_before, verdicts
):
    _, report = imports.weigh(book(**{name: [heads, cells(BORN - timedelta(days=days_before))]}), AS_AT)
    assert {f.verdict.value for f in report.findings if "child was born" in f.reason} == verdicts


def test_a_birth_that_only_a_later_list_knows_counts_for_an_earlier_one(system):
    content = book(
        List_1=[LIST_1, [*UNKNOWN_HERE, date(2018, 1, 4), "6: Police"]],
        List_3=[LIST_3, referred(date(2021, 1, 4), BABY)],
    )
    assert [(sheet, row) for sheet, row, _ in refusals(content)] == [("List 1", 2)]
    bring_in(content, system)
    assert not Contact.objects.exists()


def test_an_estimated_birth_refuses_nothing():
    by_age = [*BABY[:3], None, 1]
    assert refusals(book(List_1=[LIST_1, [*by_age, date(2018, 1, 4), "6: Police"]])) == []


def test_a_birth_of_more_than_25_years_ago_is_questioned_and_comes_in(system):
    grown = ["A9", "b) Female", "a) WBRI", date(1995, 3, 1), 25]
    content = book(List_1=[LIST_1, [*grown, date(2021, 1, 4), "6: Police"]])
    _, report = imports.weigh(content, AS_AT)
    (found,) = [f for f in report.findings if f.reason.startswith(BORN_LONG_AGO)]
    assert (found.sheet, found.row, found.verdict.value) == ("List 1", 2, "questioned")
    bring_in(content, system)
    assert Person.objects.get().birth_date == date(1995, 3, 1)
