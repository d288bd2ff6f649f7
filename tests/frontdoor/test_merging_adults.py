"""Adults recorded twice: proposed from a child's family by who sees no other, joined by who sees every family."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import merging
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import Person, PersonMerge, Relationship, Tie
from frontdoor.models.adult_merges import SEES_NOT_BOTH
from frontdoor.same_person import NOT_FROM_HERE
from tests.factories import workers
from tests.factories.contacts import ContactFactory
from tests.factories.families import MemberFactory
from tests.factories.identity import REASON, approve, part, proposal
from tests.factories.people import ChildFactory, ConflictFactory, PersonFactory, RelationshipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker():
    return workers.social_worker()


@pytest.fixture
def manager():
    return workers.service_manager()


def mother(given_names, *, known_to=None, **of_the_child):
    """The mother of a child, on whose contact the worker may look."""
    child = ChildFactory(**of_the_child)
    if known_to is not None:
        ContactFactory(children=[child], recorded_by=known_to)
    adult = PersonFactory(given_names=given_names, family_name="Thistlewood", telephone="01632 960777")
    return RelationshipFactory(child=child, adult=adult, kind="mother").adult


def two(worker):
    return mother("Orla", known_to=worker), mother("Orlagh", known_to=worker)


def pair_url(one, other):
    return reverse("person_pair", args=[one.pk, other.pk])


def test_a_worker_proposes_from_the_family_and_a_service_manager_joins(client, worker, manager):
    one, other = two(worker)
    client.force_login(worker)
    assert client.get(reverse("person", args=[one.pk])).status_code == 404
    family = client.get(reverse("family", args=[one.children.get().child_id])).text
    same = reverse("person_same", args=[one.pk])
    assert same in family
    page = client.get(same).text
    assert pair_url(one, other) in page
    assert reverse("family", args=[one.children.get().child_id]) in page
    said = {"what": "same", "reason": REASON, "keep": one.pk, "value_given_names": other.pk}
    answer = client.post(pair_url(one, other), said)
    merge = PersonMerge.objects.get()
    assert answer.url == reverse("merge", args=[merge.pk])
    waiting = client.get(answer.url).text
    assert "It waits for a service manager" in waiting
    assert "What would move" not in waiting
    assert client.get(reverse("merge_list"), {"show": "mine"}).text.count("Waiting</td>") == 1
    client.force_login(workers.practice_manager())
    assert client.get(answer.url).status_code == 404
    client.force_login(manager)
    assert "What would move" in client.get(answer.url).text
    assert client.post(answer.url, {"decision": "approved", "reason": REASON}).status_code == 302
    assert Relationship.objects.filter(adult=one).count() == 2
    client.force_login(worker)
    shown = client.get(answer.url).text
    assert "What moved" not in shown
    assert reverse("person", args=[one.pk]) not in shown
    assert client.post(answer.url, {"reason": REASON}).status_code == 403


def test_the_page_says_nothing_of_families_that_the_worker_may_not_open(client, worker):
    one, other = two(worker)
    elsewhere = RelationshipFactory(adult=other, child=ChildFactory(given_names="Sorrel")).child
    client.force_login(worker)
    page = client.get(pair_url(one, other)).text
    assert "What is recorded on each" not in page
    assert elsewhere.given_names not in page
    with acting_as(worker):
        Tie.between(one, other, kind="siblings").save()
    against = client.get(pair_url(one, other)).text
    assert NOT_FROM_HERE in against
    assert "relatives" not in against
    refused = client.post(pair_url(one, other), {"what": "same", "reason": REASON, "keep": one.pk})
    assert refused.status_code == 422
    assert REASON in refused.text
    assert not PersonMerge.objects.exists()


def test_who_opens_both_reads_every_reason_and_what_is_recorded_on_each(client, manager):
    one, other = mother("Orla"), mother("Orlagh")
    client.force_login(manager)
    assert "What is recorded on each" in client.get(pair_url(one, other)).text
    with acting_as(manager):
        Tie.between(one, other, kind="siblings").save()
    assert "recorded as relatives" in client.get(pair_url(one, other)).text


def test_neither_the_adult_of_another_family_nor_a_hidden_one_can_be_compared(client, worker):
    one, _ = two(worker)
    stranger, hidden = mother("Orlaa"), mother("Orlah", known_to=worker)
    hidden.restricted = True
    with acting_as(worker):
        hidden.save()
    tied = mother("Orlae", known_to=worker)
    ConflictFactory(person=tied, worker=worker, declared_by=worker)
    client.force_login(worker)
    for other in (stranger, hidden, tied):
        assert client.get(pair_url(one, other)).status_code == 404
        assert client.get(pair_url(other, one)).status_code == 404
        assert client.get(reverse("person_same", args=[other.pk])).status_code == 404
    page = client.get(reverse("person_same", args=[one.pk])).text
    assert "Ask a service manager to compare the two" in page
    assert "Orlah" not in page
    client.force_login(workers.social_worker())
    assert client.get(pair_url(one, one.__class__.objects.exclude(pk=one.pk).latest("pk"))).status_code == 404
    client.force_login(workers.call_handler())
    assert client.get(reverse("person_same", args=[one.pk])).status_code == 403


def test_the_adult_of_a_restricted_child_stays_hidden_with_the_child(client, worker):
    secret = mother("Orla", known_to=worker, restricted=True)
    client.force_login(worker)
    assert client.get(reverse("person_same", args=[secret.pk])).status_code == 404


def test_a_proposal_goes_out_of_sight_when_one_of_the_two_is_restricted(client, worker):
    one, other = two(worker)
    merge = proposal(records=(one, other), given_names="survivor")
    client.force_login(worker)
    assert client.get(reverse("merge", args=[merge.pk])).status_code == 404, "somebody else proposed it"
    with acting_as(worker):
        own = merging.propose(
            by=worker,
            now=timezone.now(),
            survivor=one,
            merged=mother("Orly", known_to=worker),
            choices={"given_names": "survivor"},
            reason=REASON,
        )
    assert client.get(reverse("merge", args=[own.pk])).status_code == 200
    own.merged.restricted = True
    with acting_as(worker):
        own.merged.save()
    assert client.get(reverse("merge", args=[own.pk])).status_code == 404


def test_somebody_who_lives_with_the_child_is_compared_too(client, worker):
    one, _ = two(worker)
    lives_in = MemberFactory(person=one.children.get().child).household
    lodger = MemberFactory(person=PersonFactory(given_names="Orla"), household=lives_in).person
    client.force_login(worker)
    assert client.get(pair_url(one, lodger)).status_code == 200
    assert set(Person.objects.comparable_by(worker).filter(pk__in=[one.pk, lodger.pk])) == {one, lodger}


def test_only_a_service_manager_signs_for_adults_by_the_act_and_by_the_table(worker, manager):
    merge = proposal(records=two(worker), given_names="survivor")
    other_manager = workers.practice_manager()
    with pytest.raises(NotPossible, match=SEES_NOT_BOTH):
        approve(merge, by=other_manager)
    sign = "UPDATE frontdoor_personmerge SET {} WHERE id = %s"
    decided = "decision = 'refused', decided_by_id = %s, decided_at = now(), decision_reason = %s"
    with pytest.raises(IntegrityError, match=SEES_NOT_BOTH), transaction.atomic(), acting_as(other_manager):
        connection.cursor().execute(sign.format(decided), [other_manager.pk, REASON, merge.pk])
    approve(merge, by=manager)
    merge.refresh_from_db()
    with pytest.raises(NotPossible, match=SEES_NOT_BOTH):
        part(merge, by=other_manager)
    undone = "undone_by_id = %s, undone_at = now(), undo_reason = %s"
    with pytest.raises(IntegrityError, match=SEES_NOT_BOTH), transaction.atomic(), acting_as(other_manager):
        connection.cursor().execute(sign.format(undone), [other_manager.pk, REASON, merge.pk])
    part(merge, by=manager)


@pytest.mark.parametrize("rows", [1, 25])
def test_the_page_asks_as_often_for_25_like_records_as_for_one(client, worker, rows, django_assert_max_num_queries):
    one = mother("Orla", known_to=worker)
    for _ in range(rows):
        mother("Orla", known_to=worker)
    client.force_login(worker)
    client.get(reverse("person_same", args=[one.pk]))
    with django_assert_max_num_queries(22):
        client.get(reverse("person_same", args=[one.pk]))
