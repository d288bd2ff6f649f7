"""A later workbook never writes over what people did here; each row that stays out says why."""

from datetime import UTC, date, datetime

import pytest

from audits.actions import imports
from audits.imports.ours import BIRTH_IS_OURS, CHILD_IS_ASSESSED
from cases.models import Allocation, Assessment
from frontdoor.core.acting import acting_as
from frontdoor.models import Contact, ContactChild, Person, Referral
from frontdoor.models.birth_dates import LONG_BEFORE_BIRTH
from tests.audits.test_annex_a import AS_AT, LIST_1, LIST_3, LIST_4, MINA, book, bring_in
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.identity import joined
from tests.factories.people import ChildFactory
from workforce.models import Team, Worker

pytestmark = pytest.mark.django_db
SAID = ("given_names", "family_name", "birth_date", "birth_date_known", "sex", "ethnicity", "disabilities")
KEPT = "What stands here is kept."
CASE = [*MINA, date(2021, 1, 4), "6: Police", "b) No", 0, "East", "Ada Example"]
OPEN = [*MINA, "b) No", date(2021, 1, 5), "a) Yes", None, None, "East", "Ada Example"]
DONE = [*MINA, "b) No", date(2021, 1, 5), "a) Yes", date(2021, 3, 1), "b) No", "West", "Ben Sample"]
FIRST = book(List_1=[LIST_1, [*MINA, date(2021, 1, 4), "6: Police"]], List_3=[LIST_3, CASE], List_4=[LIST_4, OPEN])
LATER = book(List_1=[LIST_1, [*MINA, date(2021, 1, 4), "1A: Self"]], List_3=[LIST_3, CASE], List_4=[LIST_4, DONE])


def change(row, by=None, **values):
    for field, value in values.items():
        setattr(row, field, value)
    with acting_as(by or workers.social_worker()):
        row.save()


def said_of(content):
    _, report = imports.weigh(content, AS_AT)
    return {(f.sheet, f.row, f.verdict.value) for f in report.findings if f.reason.endswith(KEPT)}


def case():
    """What a workbook could write over, as it stands."""
    return [
        list(model.objects.order_by("pk").values()) for model in (Referral, Assessment, Allocation, Contact, Person)
    ]


@pytest.fixture
def first(system):
    bring_in(FIRST, system)
    return system


def test_what_nobody_touched_here_is_brought_up_to_date(first):
    assert said_of(LATER) == set()
    bring_in(LATER, first)
    assert Assessment.objects.get().authorised_on == date(2021, 3, 1)
    assert Contact.objects.get().source_code == "1A"


@pytest.mark.parametrize(
    "touch",
    [
        lambda: change(Referral.objects.get(), primary_need="N1"),
        lambda: change(Assessment.objects.get(), analysis="What the worker found at home."),
        lambda: change(Allocation.objects.get(), rationale="Handed over in person by the manager."),
        lambda: change(Allocation.objects.get(), ended_on=AS_AT, ended_by=workers.practice_manager()),
    ],
)
def test_a_case_that_people_worked_on_is_kept_as_a_whole(first, touch):
    touch()
    before = case()[:3]
    assert said_of(LATER) == {("List 3", 2, "set_aside"), ("List 4", 2, "set_aside")}
    bring_in(LATER, first)
    assert case()[:3] == before


def test_a_change_by_the_system_itself_is_no_work_of_people(first):
    change(Assessment.objects.get(), by=Worker.objects.the_system(), due_on=date(2021, 3, 9))
    assert said_of(LATER) == set()


def test_a_contact_and_a_child_changed_here_are_kept(first):
    change(Contact.objects.get(), concern="Read again: the neighbour rang twice.")
    change(Person.objects.get(), birth_date=date(2015, 1, 26))
    assert said_of(LATER) == {("List 1", 2, "set_aside"), ("List 1", 2, "questioned")}
    bring_in(LATER, first)
    assert Contact.objects.get().source_code == "6"
    assert Person.objects.get().birth_date == date(2015, 1, 26)
    assert Assessment.objects.get().authorised_on == date(2021, 3, 1)


def test_no_contact_comes_in_from_long_before_the_birth_that_is_known_here(first):
    change(Person.objects.get(), birth_date=date(2021, 1, 3))
    earlier = book(List_1=[LIST_1, [*MINA, date(2020, 1, 4), "6: Police"]])
    _, report = imports.weigh(earlier, AS_AT)
    assert [f.row for f in report.findings if f.reason == LONG_BEFORE_BIRTH] == [2]
    bring_in(earlier, first)
    assert Contact.objects.count() == 1


def test_a_birth_that_a_contact_here_rules_out_does_not_come_in(first):
    born, child = Person.objects.get().birth_date, Person.objects.get()
    ContactFactory(received_at=datetime(2019, 1, 4, 9, tzinfo=UTC), children=[child])
    later = [MINA[0], *MINA[1:3], date(2020, 3, 1), 0]
    wrong = book(List_3=[LIST_3, [*later, date(2021, 1, 4), "6: Police", "b) No", 0, "East", "Ada Example"]])
    _, report = imports.weigh(wrong, AS_AT)
    assert [f.row for f in report.findings if f.reason == BIRTH_IS_OURS] == [2]
    bring_in(wrong, first)
    assert Person.objects.get(pk=child.pk).birth_date == born


def test_a_child_with_an_open_case_here_is_given_no_second_one(first):
    change(Referral.objects.get(), primary_need="N1")
    again = [*MINA, date(2021, 3, 10), "6: Police", "b) No", 1, "East", "Ada Example"]
    later = book(List_3=[LIST_3, again])
    _, report = imports.weigh(later, AS_AT)
    assert [f.row for f in report.findings if "open case here" in f.reason] == [2]
    bring_in(later, first)
    assert Referral.objects.get().primary_need == "N1"


def test_the_next_assessment_follows_the_one_that_the_workbook_ends(first):
    following = [*CASE[:5], date(2021, 3, 10), *CASE[6:]]
    opened = [*OPEN[:6], date(2021, 3, 11), *OPEN[7:]]
    later = book(List_3=[LIST_3, CASE, following], List_4=[LIST_4, opened, DONE])
    bring_in(later, first)
    days = Assessment.objects.order_by("started_on").values_list("started_on", "authorised_on")
    assert list(days) == [(date(2021, 1, 5), date(2021, 3, 1)), (date(2021, 3, 11), None)]


@pytest.mark.parametrize(
    "later",
    [
        book(List_3=[LIST_3, CASE]),
        book(List_3=[LIST_3, CASE], List_4=[LIST_4, [*OPEN[:6], date(2021, 1, 6), *OPEN[7:]]]),
    ],
    ids=["left out of its list", "with another first day"],
)
def test_no_second_assessment_is_opened_beside_one_that_the_workbook_does_not_name(first, later):
    _, report = imports.weigh(later, AS_AT)
    assert [f.verdict.value for f in report.findings if f.reason == CHILD_IS_ASSESSED] == ["set_aside"]
    before = case()
    bring_in(later, first)
    assert case() == before


def test_what_a_later_workbook_does_not_say_it_does_not_take_back(first):
    known = case()[4]
    bring_in(book(List_3=[LIST_3, ["A1", "c) Unknown", None, None, 3, *CASE[5:]]]), first)
    assert case()[4] == known


def test_another_administrator_bringing_it_in_again_changes_nothing(first):
    again = bring_in(FIRST, workers.administrator())
    assert not any(again.report["made"].values())
    assert Contact.objects.get().recorded_by == first


def test_a_team_that_was_renamed_here_is_not_made_again(first):
    change(Team.objects.get(name="East"), name="North Unit")
    again = bring_in(FIRST, first)
    assert not any(again.report["made"].values())
    assert Referral.objects.get().team.name == "North Unit"
    assert not Team.objects.filter(name="East").exists()


def test_a_record_that_was_joined_into_another_takes_nothing_in(first):
    child = Person.objects.get()
    known = {name: getattr(child, name) for name in SAID}
    into = joined(records=(ChildFactory(**known), child)).survivor
    before = list(ContactChild.objects.values_list("contact_id", "child_id"))
    assert before == [(Contact.objects.get().pk, into.pk)]
    bring_in(book(List_1=[LIST_1, [*MINA, date(2021, 1, 4), "6: Police"]]), first)
    assert list(ContactChild.objects.values_list("contact_id", "child_id")) == before
    later = book(List_3=[LIST_3, [*MINA, date(2021, 3, 10), "6: Police", "b) No", 1, "East", "Ada Example"]])
    _, report = imports.weigh(later, AS_AT)
    assert any("open case here" in finding.reason for finding in report.findings)
    bring_in(later, first)
    assert set(Referral.objects.values_list("child", flat=True)) == {into.pk}
