"""Whoever approves a list reads what it is narrowed to in the words of its page, not of its address."""

from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import resolve, reverse

from frontdoor.core.narrowing import in_words
from tests.factories import workers
from tests.factories.exports import ExportFactory
from tests.factories.people import AgencyFactory

pytestmark = pytest.mark.django_db


def told(name: str, *args: Any, **asked: Any) -> dict[str, str]:
    return dict(in_words(resolve(reverse(name, args=args)).func, QueryDict(urlencode(asked))))


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        (
            "triage_queue",
            {"rag": "red", "late": "on", "held": "mine"},
            ["Urgency: Red", "Overdue only: Yes", "Taken by: Me"],
        ),
        ("check_list", {"show": "chased", "weeks": "4"}, ["Show: Chased", "Asked in: The last 4 weeks"]),
        ("override_queue", {"rag": "red", "all": "1"}, ["Contact's urgency: Red", "Your own requests: Among them"]),
        ("override_mine", {"show": "answered"}, ["Show: Decided in the last 14 days"]),
        (
            "review_list",
            {"show": "second", "weeks": "26"},
            ["Show: To rate a second time", "Decided in: the last 26 weeks"],
        ),
        ("merge_list", {"show": "mine"}, ["Show: Proposed by you"]),
        ("families_to_tell", {"late": "1"}, ["Show: Only what is late"]),
        ("case_list", {"show": "late", "team": "all"}, ["Show: Assessment late", "Team: All teams"]),
        ("assessment_list", {"late": "1"}, ["Show: Late"]),
        (
            "proportion_listed",
            {
                "measure": "enquiries",
                "since": "2026-09-01",
                "until": "2026-10-01",
                "which": "nothing",
                "manager": "none",
            },
            ["From: 1 September 2026", "Before: 1 October 2026", "Decided by: No manager is recorded"],
        ),
        (
            "practice_listed",
            {"measure": "held", "which": "late"},
            ["Indicator: Strategy discussions held in time", "Show: Only the others"],
        ),
        ("pace_listed", {"measure": "help", "which": "waiting"}, ["Show: Only those that still wait"]),
        ("late_list", {"rung": "head", "show": "seen"}, ["Show: Child not seen", "It lies with: Head of service"]),
        (
            "agency_contacts",
            {"which": "returned", "rag": "red"},
            ["Show: Returned for missing information", "Urgency: Red"],
        ),
        ("dispensed", {"ground": "O12", "agency": "none"}, ["Agency: None"]),
    ],
)
def test_each_list_says_what_narrows_it(name, asked, said):
    found = [f"{label}: {words}" for label, words in told(name, **asked, sort="due", page="2", format="csv").items()]
    assert set(said) <= set(found)
    assert not [line for line in found if line.split(": ")[0] in asked], found


def test_numbers_are_told_by_name():
    agency, worker = AgencyFactory(), workers.practice_manager()
    assert told("triage_queue", agency=agency.pk) == {"Agency": agency.name}
    assert told("check_list", agency=agency.pk) == {"Agency": agency.name}
    assert told("agency_contacts", agency=agency.pk) == {"Agency": agency.name}
    assert told("dispensed", manager=worker.pk) == {"Decided by": worker.get_full_name()}
    assert told("case_list", worker=worker.pk) == {"Worker": worker.get_full_name()}


@pytest.mark.parametrize("number", ["0", "9" * 30, "x", "-1"])
def test_what_is_not_on_offer_narrows_nothing(number):
    assert told("triage_queue", agency=number, rag="purple") == {}
    assert told("agency_contacts", agency=number, since="yesterday") == {}
    assert told("check_list", agency=number) == {}


def test_the_page_of_a_request_shows_the_words(client: Client):
    client.force_login(workers.senior_leader())
    row = ExportFactory(address="/contacts/?rag=none&late=on&sort=received&source=&format=csv&unknown=a+word")
    page = client.get(reverse("export", args=[row.pk])).text
    assert "Urgency: Not triaged, Overdue only: Yes, unknown: a word" in page
