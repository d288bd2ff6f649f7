"""Pages that no journey passes: each answers, is accessible and fits a desk and a telephone, whatever the names."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.factories import people, workers
from tests.factories.advice import AdviceCallFactory
from tests.factories.consent import OverrideFactory, decided
from tests.factories.contacts import ContactFactory
from tests.factories.families import rows_of
from tests.factories.look_backs import LookBackItemFactory
from tests.factories.returns import ReturnFactory
from tests.factories.reviews import ExampleFactory, PackFactory, ReviewFactory, decided_contact, second_rating
from tests.journeys.looking import become, look

pytestmark = pytest.mark.django_db(transaction=True)

LONG = "Wolfeschlegelsteinhausenbergerdorff" * 2
HOSTILE = {"given_names": LONG, "family_name": "النجّار 👩‍👧 <b>"}


def looked_at(page: Any, live_server: Any, worker: Any, pages: list[tuple[Any, ...]]) -> None:
    become(page, live_server, worker)
    for name, *which in pages:
        look(page, live_server.url + reverse(name, args=which))


def test_the_pages_of_a_family(page, live_server):
    child = people.ChildFactory(**HOSTILE)
    unborn = people.ChildFactory(unborn=True, **HOSTILE)
    contact = ContactFactory(children=[child, unborn], triaged=True)
    rows = rows_of(child)
    mother, another = (people.PersonFactory(**HOSTILE) for _ in range(2))
    people.RelationshipFactory(child=child, adult=mother)
    people.RelationshipFactory(child=child, adult=another, kind="grandparent")
    look_at = [
        ("family", child.pk),
        ("family_adult", child.pk),
        ("family_sibling", child.pk),
        ("family_tie", child.pk),
        ("family_adult_change", child.pk, rows["relationship_id"]),
        ("family_tie_change", child.pk, rows["tie_id"]),
        ("person_details", child.pk, rows["other_id"]),
        ("home_new", child.pk),
        ("home_join", child.pk, rows["household_id"]),
        ("home_move", child.pk, rows["household_id"]),
        ("home_leave", child.pk, rows["member_id"]),
        ("address_protect", child.pk, rows["household_id"]),
        ("person_birth", unborn.pk),
        ("person_same", mother.pk),
        ("person_pair", mother.pk, another.pk),
        ("contact_return", contact.pk),
        ("contact_correct_received", contact.pk),
    ]
    looked_at(page, live_server, workers.practice_manager(team__front_door=True), look_at)


def test_the_pages_of_agencies_and_their_packs(page, live_server):
    agency = people.AgencyFactory(name=f"{LONG} مدرسة <b>")
    with transaction.atomic():  # what is brought in is brought in whole
        example = ExampleFactory(pack=PackFactory(agency=agency))
        ReviewFactory(contact=decided_contact(agency=agency))
    look_at = [
        ("agency_list",),
        ("agency", agency.pk),
        ("agency_contacts",),
        ("agency_event_new", agency.pk),
        ("pack_begin", agency.pk),
        ("pack", example.pack_id),
        ("pack_example", example.pack_id, "over", 2),
        ("pack_example_confirm", example.pk),
        ("check_agencies",),
    ]
    looked_at(page, live_server, workers.practice_manager(), look_at)


def test_the_pages_of_audits_and_reviews(page, live_server):
    item = LookBackItemFactory(done=True, look_back__name=LONG)
    with transaction.atomic():
        second_rating()
    decided(OverrideFactory())
    look_at = [
        ("dispensation",),
        ("dispensed",),
        ("look_backs",),
        ("look_back_new",),
        ("look_back", item.look_back_id),
        ("review_list",),
        ("review_agreement",),
        ("group",),
        ("group_meeting_new",),
    ]
    looked_at(page, live_server, workers.service_manager(), look_at)


def test_the_pages_of_the_desk_and_of_the_night(page, live_server):
    contact = ContactFactory(children=[people.ChildFactory(**HOSTILE)], received_at=timezone.now() - timedelta(hours=2))
    AdviceCallFactory(question=f"What should {LONG} offer a pupil who is often tired?")
    returned = ReturnFactory(missing=f"Who is meant: {LONG}{LONG}? And where does the child live?").contact
    handler = workers.social_worker(team=workers.TeamFactory(kind="emergency_duty"))
    own = ContactFactory(recorded_by=handler, received_at=timezone.now() - timedelta(hours=2))
    looked_at(page, live_server, handler, [("hand_over",), ("hand_over_write", own.pk)])
    look_at = [("advice_list",), ("advice_log",), ("contact", returned.pk), ("contact_decide", returned.pk)]
    look_at += [("contact_return_answer", returned.pk)]
    look_at += [("contact_return", returned.pk), ("contact", contact.pk), ("feedback_owed",), ("drafts",)]
    looked_at(page, live_server, workers.practice_manager(team__front_door=True), look_at)
