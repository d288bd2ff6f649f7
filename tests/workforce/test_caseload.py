"""Caseload as domain.md 7.3 has it: children led, by hours, against limits that are dated and may be a team's own."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from frontdoor.models import PolicyPeriod
from tests.factories import workers
from tests.factories.cases import AllocationFactory
from tests.rows import bringing_in
from workforce import caseload
from workforce.models import Worker

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _as_the_system(acting):
    """One act for the whole test: rows are made faster."""


def leading(children, team=None, **given):
    team = team or workers.TeamFactory()
    worker = workers.social_worker(team=team, **given)
    for _ in range(children):
        AllocationFactory(referral__team=team, referral__accepted_by=worker, worker=worker)
    return worker


def load_of(worker, on=ON):
    return caseload.of([worker], on)[worker.pk]


@pytest.mark.parametrize(
    ("children", "given", "level"),
    [
        (17, {}, None),
        (18, {}, "amber"),
        (20, {}, "amber"),
        (21, {}, "red"),
        (12, {"newly_qualified": True}, None),
        (13, {"newly_qualified": True}, "amber"),
        (16, {"newly_qualified": True}, "red"),
        (8, {"fte": Decimal("0.5")}, None),
        (9, {"fte": Decimal("0.5")}, "amber"),
        (11, {"fte": Decimal("0.5")}, "red"),
        (13, {"fte": Decimal("0.5")}, "critical"),
        (16, {"fte": Decimal("0.5")}, "alarm"),
    ],
)
def test_levels(children, given, level):
    assert load_of(leading(children, **given)).level == level


def test_a_worker_with_52_children_is_the_directors_alarm():
    load = load_of(leading(52))
    assert (load.children, load.per_post, load.level, load.limit) == (52, 52.0, "alarm", 30)


def test_only_children_led_on_the_day_count():
    worker = leading(1)
    AllocationFactory(worker=worker, role="co_worker")
    AllocationFactory(worker=worker, started_on=ON + timedelta(days=1))
    ended = AllocationFactory(worker=worker)
    ended.ended_on, ended.ended_by = ON, worker
    ended.save()
    assert load_of(worker).children == 1
    assert load_of(worker, ON - timedelta(days=1)).children == 2
    assert load_of(worker, ON + timedelta(days=1)).children == 2


def test_those_above_a_limit_are_the_same_for_the_night_as_for_the_pages():
    for children, given in ((18, {}), (17, {}), (13, {"newly_qualified": True}), (9, {"fte": Decimal("0.5")}), (0, {})):
        leading(children, **given)
    gone = leading(18, ended_on=ON - timedelta(days=1))
    shown = {load.worker.pk: (load.children, load.level) for load in caseload.caseloads(ON).loads if load.level}
    assert {load.worker.pk: (load.children, load.level) for load in caseload.above(ON)} == shown
    assert len(shown) == 4
    assert gone.pk in shown


def test_a_team_and_a_later_day_may_have_limits_of_their_own():
    worker = leading(11)
    system = Worker.objects.the_system()
    for team, valid_from in ((worker.team, ON), (workers.TeamFactory(), ON - timedelta(days=9))):
        with bringing_in():
            PolicyPeriod(
                code="CASELOAD-AMBER",
                name="Amber",
                value=10,
                unit="children",
                team=team,
                valid_from=valid_from,
                source="A test of the team's own limit",
                set_by=system,
            ).save()
    assert load_of(worker).level == "amber"
    assert load_of(worker, ON - timedelta(days=1)).level is None


def test_everyone_who_leads_is_listed_heaviest_first_and_leavers_while_they_lead():
    team = workers.TeamFactory()
    heavy, light, idle = leading(3, team), leading(1, team, fte=Decimal("0.2")), leading(0, team)
    gone = leading(1, team, ended_on=ON - timedelta(days=1), is_active=False)
    leading(0, team, ended_on=ON - timedelta(days=1))
    leading(2)
    workers.practice_manager(team=team)
    loads = caseload.caseloads(ON, team).loads
    assert [(load.worker, load.children) for load in loads] == [(light, 1), (heavy, 3), (gone, 1), (idle, 0)]
    assert {load.worker for load in loads} < {load.worker for load in caseload.caseloads(ON).loads}


def test_the_same_figures_whichever_way_they_are_asked(django_assert_num_queries):
    team = workers.TeamFactory()
    people = [leading(n, team) for n in (0, 1, 4)]
    with django_assert_num_queries(3):
        listed = {load.worker.pk: load.children for load in caseload.caseloads(ON, team).loads}
    with django_assert_num_queries(2):
        asked = {pk: load.children for pk, load in caseload.of(people, ON).items()}
    assert listed == asked == dict(zip([worker.pk for worker in people], (0, 1, 4), strict=True))


def test_spread_of_a_known_series():
    team = workers.TeamFactory()
    for children in (2, 4, 4, 4, 5, 5, 7, 9):
        leading(children, team)
    leading(0, team)
    spread = caseload.spread(caseload.caseloads(ON, team).loads)
    assert (spread.workers, spread.lowest, spread.highest) == (8, 2, 9)
    assert (spread.lower_quartile, spread.median, spread.upper_quartile) == (4, 4.5, 5.5)
    assert spread.variation == 40


def test_spread_of_one_worker_and_of_none():
    team = workers.TeamFactory()
    assert caseload.spread(caseload.caseloads(ON, team).loads) is None
    leading(6, team)
    spread = caseload.spread(caseload.caseloads(ON, team).loads)
    assert (spread.lowest, spread.median, spread.highest, spread.variation) == (6, 6, 6, 0)
