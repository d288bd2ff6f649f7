"""The invented authority can be made on any day, whatever its chance draws."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from audits.actions.demo import CLOCKS, HISTORY
from audits.demo import after_consent, examples
from audits.demo.chance import Dice, Hours
from audits.demo.consent import Consent
from audits.demo.world import World
from cases.models import Exemplar
from frontdoor.core.policy import calendar, periods
from frontdoor.core.working_days import LONDON
from frontdoor.models import Agency, ConsentEvent, ConsentOverride, OverrideAgency
from frontdoor.models.agencies import Sector
from tests.factories import plans, workers
from tests.factories.assessments import FamilyFactory
from workforce.models import Worker

pytestmark = pytest.mark.django_db

FRIDAY, SATURDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 28), date(2026, 11, 30)
NEW_YEAR, SUMMER_TIME = date(2026, 1, 1), date(2026, 3, 30)
KNOWS = {"health": Agency(sector=Sector.HEALTH, source_code="3A"), "police": Agency(sector=Sector.POLICE)}


def world_on(day):
    since, dice = day - HISTORY, Dice(1)
    return World(
        on=day,
        now=datetime(day.year, day.month, day.day, 15, tzinfo=LONDON),
        since=since,
        dice=dice,
        hours=Hours(dice, calendar(around=since)),
        periods=periods(CLOCKS, on=day),
        staff=SimpleNamespace(oversees=lambda on: Worker()),
        agencies=KNOWS,
        levels=None,
    )


def comes_to(world, at):
    """What a review says of a decision made at a moment, and whether agencies are asked on it."""
    consent, asked = Consent(world), []
    consent.requests = SimpleNamespace(ask=lambda *given: asked.append(given))
    people = {"requested_by": Worker(), "decided_by": Worker()}
    override = ConsentOverride(decided_at=at, expires_at=world.due_at("C-EXPIRY", at), **people)
    world.add(OverrideAgency(override=override, agency=KNOWS["police"]), by=Worker())
    consent.overrides.after.review(override, at + timedelta(hours=20), Worker())
    told, event = SimpleNamespace(children=[], contact=None), ConsentEvent(override=override)
    consent.check(told, "NOT_NEEDED_S47", [event], at, Worker())
    return override.review_result, bool(asked)


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY, MONDAY, NEW_YEAR, SUMMER_TIME])
def test_what_a_review_finds_unjustified_is_never_asked_on(day, monkeypatch):
    monkeypatch.setattr(after_consent, "RESULTS", (("not_justified", 1),))
    world = world_on(day)
    found = [comes_to(world, world.now - timedelta(hours=hours)) for hours in range(6, 14 * 24, 6)]
    assert set(found) == {("learning", True), ("not_justified", False)}


def test_examples_come_of_work_whose_author_is_still_there():
    gone, author, manager = workers.WorkerFactory(), workers.social_worker(), workers.practice_manager()
    workers.auditor()
    families = [FamilyFactory(opened_by=by) for by in (gone, author)]
    documents = [plans.DocumentFactory(started_by=by) for by in (gone, manager)]
    examples.show(SimpleNamespace(on=timezone.localdate(), now=timezone.now()))
    assert set(Exemplar.objects.values_list("family", "plan")) == {(families[1].pk, None), (None, documents[1].pk)}
