"""A record is opened by a query that is built once for each kind of viewer, and shows what ``visible_to`` shows."""

import sys
from types import SimpleNamespace

import pytest
from django.http import Http404
from django.urls import get_resolver

from frontdoor.core.access import Viewer, looking
from frontdoor.core.looking import Openable
from frontdoor.models import LedgerEvent, Person
from frontdoor.views import family
from tests.factories import people, workers
from tests.factories.cases import AllocationFactory, ReferralFactory

pytestmark = pytest.mark.django_db

BEYOND_EVERY_ID = 2**63


def every_openable():
    """Each of the house, under the name it has in its module."""
    assert get_resolver().url_patterns  # so that every view is imported
    modules = [module for name, module in sorted(sys.modules.items()) if ".views." in name]
    return {
        f"{module.__name__}.{name}": found
        for module in modules
        for name, found in vars(module).items()
        if isinstance(found, Openable)
    }


def readers():
    team = workers.TeamFactory()
    return [
        workers.social_worker(team=team),
        workers.call_handler(),
        workers.practice_manager(team=None),
        workers.consent_decider(),
        workers.service_manager(),
        workers.administrator(),
    ]


def opens(reader, person_id):
    try:
        return family.opened(SimpleNamespace(user=reader), person_id).pk == person_id
    except Http404:
        return False


def test_each_can_be_asked_by_every_kind_of_viewer(acting):
    found = every_openable()
    assert len(found) > 30
    for name, openable in found.items():
        numbers = dict.fromkeys(openable._found.slots, 1)
        for reader in readers():
            assert openable._found.ask((Viewer.like(reader),), **looking(reader), **numbers) == [], name


def test_the_record_opens_to_whom_it_is_visible_and_each_opening_is_written(acting):
    """Two workers of one kind share the query and open their own; hidden, or without a basis, looks like none."""
    ours, theirs = ReferralFactory(), ReferralFactory()
    sealed = people.ChildFactory(restricted=True)
    everyone = [AllocationFactory(referral=row).worker for row in (ours, theirs)] + readers()
    for reader in everyone:
        for child in (ours.child, theirs.child, sealed):
            seen = Person.objects.visible_to(reader).filter(pk=child.pk).exists()
            assert opens(reader, child.pk) == seen, reader.role_names
            written = LedgerEvent.objects.filter(actor_id=reader.pk, verb="consult", subject_id=child.pk)
            assert written.exists() == seen
    assert [opens(reader, ours.child_id) for reader in everyone[:2]] == [True, False]


def test_a_tie_declared_between_two_openings_shuts_the_record(acting):
    referral = ReferralFactory()
    lead = AllocationFactory(referral=referral).worker
    assert opens(lead, referral.child_id)
    people.ConflictFactory(worker=lead, person=referral.child, declared_by=lead)
    assert not opens(lead, referral.child_id)


def test_a_number_that_no_record_can_have_is_not_found(acting):
    with pytest.raises(Http404):
        family.opened(SimpleNamespace(user=workers.service_manager()), BEYOND_EVERY_ID)
