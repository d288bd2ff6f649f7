"""The library of good examples: nobody can be known from what stands in it, and two people stand behind each (L46)."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases import exemplars
from cases.models import Exemplar
from cases.models.exemplar_rules import NAMES_SOMEBODY
from frontdoor.core import acting
from tests.factories import plans as made
from tests.factories import workers
from tests.factories.assessments import begun
from tests.factories.cases import ReferralFactory
from tests.factories.exemplars import TEXT, WHY, ExemplarFactory
from tests.factories.people import AddressFactory, ChildFactory, RelationshipFactory
from tests.rows import update_raw

pytestmark = pytest.mark.django_db
UNPROCESSABLE = 422


@pytest.fixture
def child(db):
    made_child = ChildFactory(
        given_names="Wrenna-Zoë",
        family_name="O'Tester",
        also_known_as="ليلى",
        birth_date=date(2015, 11, 3),
        nhs_number="9434765919",
        telephone="07700 900 123",
    )
    AddressFactory(person=made_child, lines="12 Invented Road, Testhampton", postcode="ZZ1 2AB")
    mother = RelationshipFactory(child=made_child, adult__given_names="Marisela").adult
    RelationshipFactory(child=ChildFactory(given_names="Bartholomew"), adult=mother)
    return made_child


@pytest.fixture
def action(child):
    return made.written(referral=ReferralFactory(child=child))


@pytest.fixture
def worker(action):
    return signed_in(action.written_by)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


KNOWN = [
    ("WRENNA likes the club.", "a name"),
    ("This is zoe’s day.", "a name"),
    ("The Tester's house is cold.", "a name"),
    ("She is called ليلى at home.", "a name"),
    ("Marisela works nights.", "a name"),
    ("He plays with Bartholomew.", "a name"),
    ("Born on the 3rd of November 2015.", "a date of birth"),
    ("Born 03/11/15.", "a date of birth"),
    ("Born 2015-11-03.", "a date of birth"),
    ("Born November 3, 2015.", "a date of birth"),
    ("Her number is 943 476 5919.", "an NHS number or UPN"),
    ("Ring +44 7700 900123.", "a telephone number"),
    ("They live at zz12ab.", "a postcode"),
    ("They live in 12, invented road.", "an address"),
]


@pytest.mark.parametrize(("words", "kind"), KNOWN)
def test_L46_a_text_by_which_the_family_is_known_is_refused_in_page_act_and_row(action, worker, words, kind):
    document = made.document_of(action)
    text = f"{TEXT} {words}"
    assert exemplars.known_by(text, plan_id=document.pk) == [kind]
    page = worker.post(reverse("exemplar_plan", args=[document.pk]), {"part": "life", "text": text, "why": WHY})
    assert page.status_code == UNPROCESSABLE
    assert f"{NAMES_SOMEBODY} Found: {kind}." in page.text
    assert words[:8] in page.text, "nothing typed is lost"
    with pytest.raises(DatabaseError, match="The family can be known"), transaction.atomic():
        ExemplarFactory(plan=document, text=text)
    assert not Exemplar.objects.exists()


@pytest.mark.parametrize("words", ["On 3 December 2015 it rained.", "Wrens nest by the window.", "He rings 999.", ""])
def test_what_names_nobody_is_let_through(action, words):
    assert exemplars.known_by(f"{TEXT} {words}", plan_id=made.document_of(action).pk) == []


def test_L46_an_example_is_published_by_a_second_person_and_everybody_with_cases_reads_it(action, worker):
    document = made.document_of(action)
    sent = worker.post(reverse("exemplar_plan", args=[document.pk]), {"part": "risk", "text": TEXT, "why": WHY})
    assert sent.status_code == 302
    row = Exemplar.objects.get()
    stranger = signed_in(workers.social_worker())
    shown, decide = reverse("exemplar", args=[row.pk]), reverse("exemplar_decide", args=[row.pk])
    assert stranger.get(shown).status_code == 404
    assert TEXT not in stranger.get(reverse("exemplar_list"), {"show": "waiting"}).text
    assert worker.post(decide, {"decision": "publish"}).status_code == 403
    auditor = signed_in(workers.auditor())
    assert TEXT in auditor.get(reverse("exemplar_list"), {"show": "waiting", "part": "risk"}).text
    assert auditor.post(decide, {"decision": "publish"}).status_code == 302
    assert TEXT in stranger.get(reverse("exemplar_list"), {"part": "risk"}).text
    assert TEXT not in stranger.get(reverse("exemplar_list"), {"part": "life"}).text
    assert stranger.get(shown).status_code == 200
    refused = auditor.post(decide, {"decision": "take_out", "reason": "Old"})
    assert refused.status_code == UNPROCESSABLE
    assert auditor.post(decide, {"decision": "take_out", "reason": "A better one came."}).status_code == 302
    assert stranger.get(shown).status_code == 404


def test_who_put_it_forward_does_not_publish_it(action):
    manager = workers.service_manager()
    row = ExemplarFactory(plan=made.document_of(action), proposed_by=manager)
    page = signed_in(manager).post(reverse("exemplar_decide", args=[row.pk]), {"decision": "publish"})
    assert page.status_code == UNPROCESSABLE
    row.refresh_from_db()
    assert row.published_at is None


def test_L46_a_name_that_became_known_later_stops_the_publishing(action, child):
    row = ExemplarFactory(plan=made.document_of(action), text=f"{TEXT} The robin sings.")
    child.also_known_as = "Robin"
    with acting.acting_as(action.written_by):
        child.save()
    auditor = workers.auditor()
    page = signed_in(auditor).post(reverse("exemplar_decide", args=[row.pk]), {"decision": "publish"})
    assert "Found: a name." in page.text
    signed = {"published_at": timezone.now(), "published_by_id": auditor.pk, "version": row.version + 1}
    with pytest.raises(DatabaseError, match="The family can be known"), acting.acting_as(auditor), transaction.atomic():
        update_raw(row, **signed)


def test_the_library_asks_as_much_for_one_example_as_for_25(worker, django_assert_num_queries):
    address = reverse("exemplar_list")
    ExemplarFactory(published=True)
    worker.get(address)
    for more in (0, 25):
        for _ in range(more):
            ExemplarFactory(published=True)
        with django_assert_num_queries(3):
            page = worker.get(address)
    assert page.context["page"].has_next()


def test_an_assessment_form_leads_to_good_examples_of_its_section():
    family = begun()
    assert (
        reverse("exemplar_family", args=[family.pk])
        in signed_in(family.opened_by).get(reverse("family_assessment", args=[family.pk])).text
    )
    page = signed_in(family.opened_by).get(
        reverse("assessed_life", args=[family.pk, family.assessments.get().child_id])
    )
    assert f"{reverse('exemplar_list')}?part=life" in page.text


def test_a_plan_leads_to_good_examples_and_who_may_publish_finds_what_waits(action, worker):
    for name, number, part in (
        ("plan_action_new", action.outcome_id, "?part=action"),
        ("plan_outcome_new", action.outcome.need_id, "?part=outcome"),
        ("plan", made.document_of(action).pk, ""),
    ):
        assert f'href="{reverse("exemplar_list")}{part}"' in worker.get(reverse(name, args=[number])).text
    waits = reverse("exemplar", args=[ExemplarFactory(plan=made.document_of(action)).pk])
    assert waits in signed_in(workers.service_manager()).get(reverse("my_work")).text
    assert waits not in worker.get(reverse("my_work")).text
