from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from django.db import connection

from frontdoor.actions import triage
from frontdoor.models import Decision, Referral, ReferrerFeedback
from tests.factories import contacts, people, workers
from tests.frontdoor.test_decisions import decide, referral_for

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)


def together(acts):
    """What each act gave or raised, all started at one moment on connections of their own."""
    start = Barrier(len(acts))

    def run(act):
        start.wait()
        try:
            return act()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_ten_workers_take_ten_contacts():
    for _ in range(10):
        contacts.ContactFactory()
    social_workers = [workers.social_worker(team__front_door=True) for _ in range(10)]
    taken = together([lambda by=by: triage.take_next(by=by, at=NOW) for by in social_workers])
    assert len({contact.pk for contact in taken}) == 10


def test_twenty_managers_make_one_decision():
    child = people.ChildFactory()
    contact = contacts.ContactFactory(triaged=True, children=[child])
    chosen = referral_for(child)
    managers = [workers.practice_manager(team__front_door=True) for _ in range(20)]
    given = together([lambda by=by: decide(contact, chosen, by=by) for by in managers])
    assert Counter(type(one).__name__ for one in given) == {"Decision": 1, "AlreadyDecided": 19}
    assert (Decision.objects.count(), Referral.objects.count(), ReferrerFeedback.objects.count()) == (1, 1, 1)


def test_two_contacts_about_one_child_open_one_case():
    child = people.ChildFactory()
    both = [contacts.ContactFactory(triaged=True, children=[child]) for _ in range(2)]
    manager, chosen = workers.practice_manager(team__front_door=True), referral_for(child)
    given = together([lambda contact=contact: decide(contact, chosen, by=manager) for contact in both])
    assert Counter(type(one).__name__ for one in given) == {"Decision": 1, "NotForThisChild": 1}
    assert Referral.objects.count() == 1
