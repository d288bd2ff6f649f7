"""Whoever reads a list that names a child, or tells of one in words, stands in the ledger with whom it named."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from frontdoor.core.ledger import LedgerEvent
from tests.factories import consent, identity, workers
from tests.factories.after_override import approved
from tests.factories.cases import AllocationFactory, AssessmentFactory, ReferralFactory
from tests.factories.contacts import ContactFactory
from tests.factories.hand_over import HandOverFactory
from tests.factories.look_backs import LookBackItemFactory
from tests.factories.people import ChildFactory, RelationshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(acting: Any, client: Any) -> Any:
    worker = workers.practice_manager(team=workers.TeamFactory(front_door=True))
    client.force_login(worker)
    return worker


def named_by(client: Any, address: str) -> set[int]:
    """Whom the ledger says a page named, in the one line it wrote of a list."""
    before = LedgerEvent.objects.order_by("-pk").values_list("pk", flat=True).first()
    assert client.get(address).status_code == 200
    lines = LedgerEvent.objects.filter(pk__gt=before, verb="consult", basis="list")
    return {person for line in lines for person in line.person_ids}


def test_the_lists_of_the_desk(client, reader):
    contact = ContactFactory(received_at=timezone.now() - timedelta(hours=2))
    child = consent.only_child(contact)
    consent.OverrideFactory(contact=contact)
    reviewed = approved()
    asked = consent.CheckFactory()
    night = HandOverFactory(contact=contact)
    possible, proposed = identity.link(), identity.proposal()
    item = LookBackItemFactory(contact=contact)
    named = {
        "triage_queue": {child.pk},
        "override_queue": {child.pk},
        "override_reviews": {consent.only_child(reviewed.contact).pk},
        "check_list": {asked.child_id},
        "hand_over": {consent.only_child(night.contact).pk},
    }
    over = {
        "identity_possible": {possible.one_id, possible.other_id},
        "merge_list": {proposed.survivor_id, proposed.merged_id},
    }
    for worker, lists in ((reader, named), (workers.service_manager(), over)):
        client.force_login(worker)
        for name, people in lists.items():
            assert (name, named_by(client, reverse(name)) & people) == (name, people)
    client.force_login(workers.auditor())
    assert named_by(client, reverse("look_back", args=[item.look_back_id])) == {child.pk}


def test_the_lists_of_the_work_the_first_page_and_the_family(client, reader):
    child = ChildFactory()
    mother = RelationshipFactory(child=child).adult
    referral = ReferralFactory(child=child, team=reader.team, received_on=timezone.localdate() - timedelta(days=80))
    AllocationFactory(referral=referral, worker=reader)
    AssessmentFactory(referral=referral, due_on=timezone.localdate() - timedelta(days=2))
    for name in ("case_list", "assessment_list", "my_work"):
        assert (name, named_by(client, reverse(name))) == (name, {child.pk})
    assert mother.pk in named_by(client, reverse("family", args=[child.pk]))
    assert named_by(client, reverse("worker", args=[reader.pk])) == {child.pk}


def test_a_list_of_nobody_writes_nothing(client, reader):
    assert named_by(client, reverse("case_list")) == set()
    assert not LedgerEvent.objects.filter(basis="list").exists()
