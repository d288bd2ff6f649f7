"""Whoever has declared a tie to a family neither decides, reviews, records nor asks about it, by any road (2.1)."""

from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import checks, consent, override_reviews, overrides
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import ConflictOfInterest, ConsentOverride
from frontdoor.models.ties import HAS_A_TIE
from tests.factories import people, workers
from tests.factories.consent import ConsentEventFactory, OverrideFactory, asked, decided, only_child
from tests.factories.contacts import ContactFactory
from tests.rows import update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

WHY = "The facts show a risk of harm today."


@pytest.fixture(params=["child", "father"])
def tied(request, acting):
    """A contact, and what makes somebody somebody with a tie: to its child, or to the child's father."""
    contact = ContactFactory()
    child = only_child(contact)
    father = people.RelationshipFactory(child=child, kind="father").adult

    def declare(worker: Any) -> Any:
        person = child if request.param == "child" else father
        with acting_as(worker):
            ConflictOfInterest(worker=worker, person=person, declared_by=worker, reason="He is my brother.").save()
        return worker

    return contact, declare


def refused(act: Any, *, by: Any) -> None:
    with acting_as(by), pytest.raises(DatabaseError, match=HAS_A_TIE), transaction.atomic():
        act()


def test_a_dispensation_is_asked_for_decided_and_reviewed_by_nobody_with_a_tie(tied):
    contact, declare = tied
    override, now = OverrideFactory(contact=contact), timezone.now()
    asker, reviewer = declare(workers.social_worker()), declare(workers.practice_manager())
    decider = declare(workers.consent_decider())
    refused(lambda: OverrideFactory(contact=contact, requested_by=asker), by=asker)
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        overrides.decide(by=decider, now=now, override=override, decision="approved", reason=WHY)
    values = {"decided_by": decider, "decided_at": now, "decision": "refused", "decision_reason": WHY}
    refused(lambda: update_raw(override, **values), by=decider)
    decided(override)
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        override_reviews.review(by=reviewer, now=now, override=override, result="upheld", words=says(20))
    values = {"reviewed_by": reviewer, "reviewed_at": now, "review_result": "upheld", "review_words": says(20)}
    refused(lambda: update_raw(override, **values), by=reviewer)
    assert not ConsentOverride.objects.filter(reviewed_at__isnull=False).exists()


def test_an_answer_is_recorded_and_an_agency_asked_by_nobody_with_a_tie(tied):
    contact, declare = tied
    event, now, worker = ConsentEventFactory(contact=contact), timezone.now(), declare(workers.social_worker())
    about = {"by": worker, "now": now, "contact": contact, "children": [event.child]}
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        consent.record(**about, kind="B", status="REFUSED", happened_at=now, words="She said no to it.")
    with pytest.raises(NotPossible, match=HAS_A_TIE):
        checks.request(**about, agencies=[people.AgencyFactory()], kind="information", questions=["What do you know?"])
    refused(lambda: ConsentEventFactory(contact=contact, recorded_by=worker), by=worker)
    refused(lambda: asked(contact=contact, consent=event, requested_by=worker, requested_at=now), by=worker)


def test_the_page_says_so_to_whoever_is_tied_to_an_adult_of_the_family(acting):
    override, decider = OverrideFactory(), workers.consent_decider()
    father = people.RelationshipFactory(child=only_child(override.contact), kind="father").adult
    with acting_as(decider):
        ConflictOfInterest(worker=decider, person=father, declared_by=decider, reason="He is my brother.").save()
    client = Client()
    client.force_login(decider)
    answer = client.post(reverse("override", args=[override.pk]), {"decision": "approved", "reason": WHY})
    assert answer.status_code == 422
    assert HAS_A_TIE.rstrip(".") in answer.text
    assert WHY in answer.text
