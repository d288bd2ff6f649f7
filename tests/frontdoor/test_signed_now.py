"""Whether somebody holds a role is asked now, whatever moment the row names; and what was promised stays (C14, L63)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from frontdoor.core.acting import acting_as
from frontdoor.models.agency_requests import ASKS_TO_INVESTIGATE, REQUEST_STAYS
from frontdoor.models.consent_facts import COMPETENCE_LOOKED_AT, ENDED_BY_A_MANAGER
from tests.factories.consent import COMPETENT, AgencyRequestFactory, ConsentEventFactory, asked
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.workers import administrator, practice_manager, social_worker
from tests.rows import insert_raw, update_raw

pytestmark = pytest.mark.django_db

WHY = "The head asked us to word it so; the school has the report."


def retired(worker: Any) -> Any:
    """Whose role has ended five days ago."""
    with acting_as(administrator()):
        update_raw(worker.grants.get(), ends_on=timezone.localdate() - timedelta(days=5))
    return worker


def refused(row: Any, sentence: str, *, by: Any) -> None:
    with acting_as(by), pytest.raises(DatabaseError, match=sentence[:60]), transaction.atomic():
        insert_raw(row)


def test_C14_words_that_investigate_need_who_is_a_manager_now(acting):
    by, long_ago = retired(practice_manager()), timezone.now() - timedelta(days=60)
    told = {"requested_by": by, "requested_at": long_ago, "wording_reason": WHY}
    questions = ["Please investigate whether the child is being hit and report back."]
    row = AgencyRequestFactory.build(contact=ContactFactory(), agency=AgencyFactory(), questions=questions, **told)
    refused(row, ASKS_TO_INVESTIGATE, by=by)


def test_competence_is_looked_at_by_who_is_a_social_worker_now(acting):
    by, child = retired(social_worker()), ChildFactory(birth_date=date(2013, 5, 5))
    contact = ContactFactory(received_at=timezone.now() - timedelta(days=8), children=[child])
    told = {"contact": contact, "child": child, "recorded_by": by, "happened_at": timezone.now() - timedelta(days=6)}
    alone = {"status": "CYP_COMPETENT", "given_by": None, "considered": COMPETENT}
    refused(ConsentEventFactory.build(**told, **alone), COMPETENCE_LOOKED_AT, by=by)


def test_the_end_of_a_ground_is_recorded_by_who_is_a_manager_now(acting):
    by = retired(practice_manager())
    contact = ContactFactory(received_at=timezone.now() - timedelta(days=8))
    told = {"contact": contact, "child": contact.about.get().child, "recorded_by": by, "given_by": None}
    row = ConsentEventFactory.build(status="GROUND_ENDED", happened_at=timezone.now() - timedelta(days=6), **told)
    refused(row, ENDED_BY_A_MANAGER, by=by)


@pytest.mark.parametrize("name", ["due_at", "remind_at", "escalate_at", "clock"])
def test_L63_what_an_agency_was_promised_is_not_moved(acting, name):
    request = asked()
    moved = "T36-RED" if name == "clock" else getattr(request, name) - timedelta(minutes=1)
    with pytest.raises(DatabaseError, match=REQUEST_STAYS), transaction.atomic():
        update_raw(request, **{name: moved})
