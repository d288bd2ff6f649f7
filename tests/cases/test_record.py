"""A child's record: who may open it, what it tells, and who is told."""

from copy import copy
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse

from cases.models import Visit
from frontdoor.actions import access
from frontdoor.core import chronology, outbox
from frontdoor.core.acting import acting_as
from frontdoor.models import AccessGrant, LedgerEvent, OutboxMessage, Person
from tests.factories import people, workers
from tests.factories.cases import (
    RECEIVED_ON,
    AllocationFactory,
    AssessmentFactory,
    PlanFactory,
    ReferralFactory,
    Section47Factory,
    VisitFactory,
)
from tests.factories.contacts import ContactFactory
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db

NOW = datetime.now(UTC).replace(microsecond=0)  # a grant ends by the clock of the database, which no test moves
REASON = "Her sister is on my caseload and they live together."


@pytest.fixture(autouse=True)
def one_moment():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def referral(db):
    return ReferralFactory(child__given_names="Nia", child__family_name="Invented")


@pytest.fixture
def owner(referral):
    return AllocationFactory(referral=referral).worker


@pytest.fixture
def stranger(db):
    return workers.social_worker()


def get(client, worker, child, **query):
    client.force_login(worker)
    return client.get(reverse("person", args=[child.pk]), query)


def ask(client, worker, child, reason=REASON):
    client.force_login(worker)
    return client.post(reverse("person_ask", args=[child.pk]), {"reason": reason})


def test_owner_and_team_read_the_record_and_each_opening_is_in_the_ledger(client, referral, owner):
    colleague = workers.social_worker(team=referral.team)
    for worker in (owner, colleague):
        page = get(client, worker, referral.child)
        assert page.status_code == 200
        assert "Nia Invented" in page.content.decode()
    looked = LedgerEvent.objects.filter(verb="consult", subject="frontdoor_person", subject_id=referral.child_id)
    assert {event.actor_id for event in looked} == {owner.pk, colleague.pk}


def test_a_stranger_is_asked_for_a_reason_and_shown_nothing_of_the_child(client, referral, owner, stranger):
    page = get(client, stranger, referral.child)
    assert page.status_code == 403
    assert "You need a reason to open this record" in page.content.decode()
    assert "Nia" not in page.content.decode()
    assert not LedgerEvent.objects.filter(verb="consult").exists()


@pytest.mark.parametrize("make", [workers.administrator, workers.partner_referrer])
def test_roles_without_cases_are_shut_out(client, referral, make):
    assert get(client, make(), referral.child).status_code == 403
    assert ask(client, make(), referral.child).status_code == 403


def test_restricted_tied_and_missing_records_look_alike(client, referral, stranger):
    tied = people.ConflictFactory(worker=stranger, declared_by=workers.administrator()).person
    sealed = people.ChildFactory(restricted_record=True)
    for person_id in (tied.pk, sealed.pk, 999_999, people.PersonFactory().pk):
        client.force_login(stranger)
        assert client.get(reverse("person", args=[person_id])).status_code == 404
        assert client.post(reverse("person_ask", args=[person_id]), {"reason": REASON}).status_code == 404
    assert not AccessGrant.objects.exists()


def test_a_reason_opens_the_record_for_a_day(client, referral, owner, stranger):
    assert ask(client, stranger, referral.child).status_code == 302
    assert get(client, stranger, referral.child).status_code == 200
    grant = AccessGrant.objects.get()
    assert (grant.worker, grant.reason, grant.expires_at) == (stranger, REASON, NOW + timedelta(hours=24))
    told = LedgerEvent.objects.get(verb="grant", subject="frontdoor_accessgrant")
    assert (told.actor_id, told.person_ids, told.basis) == (stranger.pk, [referral.child_id], "reason")


def test_a_grant_that_has_run_out_opens_nothing(client, referral, owner, stranger):
    with acting_as(stranger):
        AccessGrant.objects.create(
            worker=stranger,
            person=referral.child,
            kind="reason",
            reason=REASON,
            granted_by=stranger,
            granted_at=datetime(2020, 1, 1, tzinfo=UTC),
            expires_at=datetime(2020, 1, 2, tzinfo=UTC),
        )
    assert get(client, stranger, referral.child).status_code == 403


def test_a_short_reason_is_sent_back_with_what_was_typed(client, referral, owner, stranger):
    page = ask(client, stranger, referral.child, "curious")
    assert page.status_code == 422
    assert "at least 20 characters" in page.content.decode()
    assert "curious" in page.content.decode()


def test_the_manager_hears_of_it_without_a_name(client, referral, owner, stranger):
    manager = workers.practice_manager(team=stranger.team)
    ask(client, stranger, referral.child)
    message = OutboxMessage.objects.get(topic=access.OPENED)
    assert message.payload == {"grant_id": AccessGrant.objects.get().pk}
    outbox.deliver(message.pk, now=NOW)
    (letter,) = mail.outbox
    assert letter.to == [manager.email]
    assert "Nia" not in letter.subject + letter.body


def test_somebody_who_may_open_the_record_needs_no_reason(client, referral, owner):
    client.force_login(owner)
    assert client.get(reverse("person_ask", args=[referral.child_id])).status_code == 302


def test_what_happened_on_one_day_stands_newest_first(referral, owner):
    """Allocations know their day and no time: the last to be made stands above those that it ended."""
    names = [owner.get_full_name()]
    with acting_as(owner):
        for _ in range(3):
            standing = referral.allocations.get(ended_on__isnull=True)
            standing.ended_on, standing.ended_by = standing.started_on, owner
            standing.save()
            names.append(AllocationFactory(referral=referral, started_on=standing.started_on).worker.get_full_name())
    story = chronology.of(referral.child.pk, owner, category="Worker")
    assert [entry.told.title.split(": ")[1] for entry in story.page.rows] == names[::-1]


def test_the_story_is_whole_and_can_be_narrowed(client, referral, owner):
    child = referral.child
    ContactFactory(children=[child], concern="Came to school hungry.")
    AssessmentFactory(referral=referral)
    PlanFactory(referral=referral, protection=True)
    Section47Factory(referral=referral)
    VisitFactory(child=child, visited_by=owner)
    body = get(client, owner, child).content.decode()
    for words in ("Came to school hungry.", "Assessment opened", "Child protection plan", "Section 47", "Visit: child"):
        assert words in body
    narrowed = get(client, owner, child, kind="Visit").content.decode()
    assert "Visit: child seen, alone" in narrowed
    assert "Came to school hungry." not in narrowed


@pytest.mark.parametrize(
    ("traits", "words"),
    [
        ({"unborn": True, "expected_birth_date": date(2027, 3, 1)}, "unborn, due 1 March 2027"),
        ({"birth_date_known": "estimated"}, "about 10 years"),
        ({"birth_unknown": True}, "age not known"),
    ],
)
def test_ages_in_words(client, traits, words):
    referral = ReferralFactory(child=people.ChildFactory(**traits))
    worker = workers.social_worker(team=referral.team)
    assert words in get(client, worker, referral.child).content.decode()


def test_badges_say_what_is_open_and_link_to_it(client, referral, owner):
    assessment = AssessmentFactory(referral=referral, due_on=NOW.date() - timedelta(days=1))
    PlanFactory(referral=referral)
    body = get(client, owner, referral.child).content.decode()
    assert "Assessment late" in body
    assert reverse("assessment", args=[assessment.pk]) in body
    assert "Child in need plan" in body


def test_brothers_and_sisters_who_may_not_be_opened_are_only_counted(client, referral, owner):
    mother = people.RelationshipFactory(child=referral.child).adult
    known = ReferralFactory(team=referral.team, child__given_names="Open").child
    other = people.ChildFactory(given_names="Elsewhere")
    for child in (known, other):
        people.RelationshipFactory(child=child, adult=mother)
    body = get(client, owner, referral.child).content.decode()
    assert "Open" in body
    assert "Elsewhere" not in body
    assert "1 more, whose record you cannot open" in body


def test_a_hidden_brother_or_sister_leaves_no_trace_in_the_count(client, referral, owner, stranger):
    mother = people.RelationshipFactory(child=referral.child).adult
    sealed, tied = people.ChildFactory(restricted_record=True), people.ChildFactory()
    for child in (sealed, tied):
        people.RelationshipFactory(child=child, adult=mother)
    people.ConflictFactory(worker=owner, person=tied, declared_by=workers.administrator())
    colleague, assessment = workers.social_worker(team=referral.team), AssessmentFactory(referral=referral)
    assert "None recorded" in _siblings_in(get(client, owner, referral.child))
    assert "1 more, whose record you cannot open" in _siblings_in(get(client, colleague, referral.child))
    assert get(client, stranger, referral.child).status_code == 403
    for reader, traces in ((owner, 0), (colleague, 1)):
        client.force_login(reader)
        page = client.get(reverse("assessment", args=[assessment.pk])).text
        assert page.count("whose record you cannot open") == traces


def _siblings_in(page):
    return page.text.split("Brothers and sisters", 1)[1].split("</dd>", 1)[0]


def test_nobody_with_a_tie_to_one_of_the_children_reads_a_contact_in_the_story(client, referral, owner):
    cousin = people.ChildFactory()
    ContactFactory(children=[referral.child, cousin], concern="About both of them.")
    people.ConflictFactory(worker=owner, person=cousin, declared_by=workers.administrator())
    assert "About both of them." not in get(client, owner, referral.child).content.decode()


# Session, worker, when the session was last used, the child with its bar, the ledger's two, the calendar, what stands
# around the story in one statement, the story in another.
def test_the_record_takes_as_many_queries_for_2000_events_as_for_two(
    client, referral, owner, django_assert_num_queries
):
    AssessmentFactory(referral=referral)
    client.force_login(owner)
    client.get(reverse("person", args=[referral.child_id]))
    for events in (2, 2000):
        with acting_as(owner), bringing_in():
            visits = [Visit(child=referral.child, visited_on=RECEIVED_ON, visited_by=owner, seen=True)] * events
            Visit.objects.bring_in([copy(row) for row in visits])
        ContactFactory(children=[referral.child])
        people.RelationshipFactory(child=referral.child)
        with django_assert_num_queries(7):
            page = client.get(reverse("person", args=[referral.child_id]))
        assert page.context["page"].has_next() is (events > 50)


def test_visible_children_are_exactly_those_that_open(client, referral, owner, stranger):
    everyone = [referral.child, people.ChildFactory(), people.ChildFactory(restricted_record=True)]
    for worker in (owner, stranger, workers.service_manager(), workers.auditor()):
        opened = {child.pk for child in everyone if get(client, worker, child).status_code == 200}
        assert opened == set(Person.objects.visible_to(worker).children().values_list("pk", flat=True)) & {
            child.pk for child in everyone
        }


def test_what_happened_on_a_day_stands_after_the_contact_of_that_day(referral):
    allocation = AllocationFactory(referral=referral, started_on=NOW.date())
    told = ContactFactory(children=[referral.child], received_at=NOW)
    story = chronology.of(referral.child.pk, allocation.worker)
    of_today = [entry.at for entry in story.page.rows if entry.at in (NOW, NOW.date())]
    assert of_today.index(NOW.date()) < of_today.index(told.received_at)
