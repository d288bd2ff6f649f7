"""Two people write one record at once: no word of either is lost, whoever saves last (domain.md section 10)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories import assessments as made
from tests.factories import cases, strategy, workers
from tests.factories.people import ChildFactory

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
THEIRS, MINE = "Theirs: the school saw it on Monday.", "Mine: the nurse measured the child twice."


def client_of(worker: Any) -> Client:
    client = Client()
    client.force_login(worker)
    return client


def shown(answer: Any) -> dict[str, Any]:
    """The answers that stand in the form of a page, as a browser would send them."""
    return {field.name: field.value() for field in answer.context["form"] if field.value() not in (None, "")}


@pytest.fixture
def owner(acting):
    return strategy.MeetingFactory(held=True)


@pytest.fixture
def colleague(acting):
    return workers.practice_manager(team=workers.TeamFactory(front_door=True))


def test_L67_two_who_write_different_parts_of_a_strategy_record_keep_both(owner, colleague):
    url = reverse("strategy_record", args=[owner.pk])
    one, two = client_of(owner.chair), client_of(colleague)
    first, second = shown(one.get(url)), shown(two.get(url))
    assert one.post(url, first | {"background": THEIRS}).status_code == 302
    late = two.post(url, second | {"risk_analysis": MINE})
    assert late.status_code == 422
    assert "You had not changed these" in late.text
    assert two.post(url, shown(late)).status_code == 302
    owner.refresh_from_db()
    assert (owner.background, owner.risk_analysis) == (THEIRS, MINE)


def test_a_draft_stands_on_the_version_over_which_it_was_typed(owner, colleague):
    url = reverse("strategy_record", args=[owner.pk])
    two = client_of(colleague)
    kept = shown(two.get(url)) | {"risk_analysis": MINE, "background": ""}
    assert two.post(reverse("draft_save", args=["strategy_record", owner.pk]), kept).status_code < 300
    one = client_of(owner.chair)
    assert one.post(url, shown(one.get(url)) | {"background": THEIRS}).status_code == 302
    late = two.post(url, shown(two.get(url)))
    assert late.status_code == 422
    assert two.post(url, shown(late)).status_code == 302
    owner.refresh_from_db()
    assert (owner.background, owner.risk_analysis) == (THEIRS, MINE)


@pytest.fixture
def family(acting):
    sister = ChildFactory()
    for years in (1, 2):
        cases.PlanFactory(
            child=sister,
            started_on=TODAY - timedelta(days=365 * years + 100),
            ended_on=TODAY - timedelta(days=365 * years),
        )
    family = made.begun(children=[sister])
    contact = family.assessments.get().child.contacts.get().contact
    for harm in ("NEG", "PHY"):
        made.FlagFactory(contact=contact, harm=harm)
    return family


def _names(answer: Any, prefix: str) -> list[str]:
    return [name for name in answer.context["form"].fields if name.startswith(prefix)]


@pytest.mark.parametrize(
    ("page", "prefix", "also"),
    [("assessed_history", "plan_", {}), ("assessed_flags", "because_", {"found": "confirmed"})],
)
def test_L48_what_two_people_find_about_risks_and_earlier_work_is_kept(family, page, prefix, also):
    url = reverse(page, args=[family.pk])
    one, two = client_of(family.opened_by), client_of(workers.practice_manager(team=family.opened_by.team))
    opened = two.get(url)
    first, second = _names(opened, prefix)

    def said(name: str, words: str) -> dict[str, str]:
        return {name: words} | {f"{part}_{name.split('_')[1]}": answer for part, answer in also.items()}

    stale = shown(opened) | said(first, MINE) | said(second, MINE)
    assert one.post(url, shown(one.get(url)) | said(first, THEIRS)).status_code == 302
    late = two.post(url, stale)
    assert late.status_code == 422
    assert THEIRS in late.text
    assert MINE in late.text
    assert two.post(url, shown(late) | said(first, THEIRS)).status_code == 302
    now = shown(one.get(url))
    assert (now[first], now[second]) == (THEIRS, MINE)
