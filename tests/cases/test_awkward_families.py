"""Forty awkward families go every journey, from the caller to the closed case, by the pages."""

import pytest

from cases.models import PlanDocument
from frontdoor.models.referrals import ClosureReason
from tests.cases import roads
from tests.factories.awkward import ASSESS, FAMILIES, HARM, HELP, NEED, PROTECT

pytestmark = pytest.mark.django_db

REASONS = {ASSESS: ClosureReason.NO_FURTHER_ACTION, NEED: ClosureReason.CEASED}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_an_awkward_family_goes_its_whole_road(acting, family):
    walk, road = roads.Walked(family), family.road
    for step in (roads.called, roads.answered_for, roads.decided):
        step(walk)
    if road == HELP:
        return
    roads.allocated(walk)
    if road in (ASSESS, NEED):
        roads.assessed(walk)
    else:
        roads.met_about_harm(walk)
    roads.meanwhile(walk)
    if road == PROTECT:
        roads.conferred(walk)
    document = roads.planned(walk, kind="cin" if road == NEED else "cp") if road in (NEED, PROTECT) else None
    roads.visited(walk)
    roads.read_back(walk)
    if road in (HARM, PROTECT):
        roads.stays_open(walk)
    else:
        dies = family.then == "dies"
        roads.closed(walk, document, reason=ClosureReason.DIED if dies else REASONS[road])
    assert PlanDocument.objects.count() == bool(document)
