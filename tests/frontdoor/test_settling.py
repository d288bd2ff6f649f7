"""Who is this child? The children whom a partner named, and how nobody is recorded twice."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import decisions, feedback, settling
from frontdoor.actions.settling import AlreadySettled
from frontdoor.models import LedgerEvent, Person, Relationship, ThresholdLevel
from frontdoor.models.contacts import NOT_SETTLED
from frontdoor.models.people import SAME_NHS_NUMBER
from tests.factories import workers
from tests.factories.decisions import HELP, evidence
from tests.factories.partners import PartnerReferralFactory
from tests.factories.people import AddressFactory, ChildFactory, ConflictFactory, RelationshipFactory

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 16, 11, 0, tzinfo=UTC)
WREN = {
    "given_names": "Wren",
    "family_name": "Invented",
    "birth_date": date(2018, 3, 2),
    "birth_date_known": "exact",
    "address_lines": "1 Invented Street",
    "postcode": "ZZ1 1ZZ",
}
MOTHER = {"is_child": False, "kind": "mother", "parental_responsibility": "yes", "given_names": "Mara"}


@pytest.fixture
def handler(client: Any) -> Any:
    worker = workers.call_handler()
    client.force_login(worker)
    return worker


def referred(*told: dict[str, Any]) -> Any:
    return PartnerReferralFactory(told=list(told) or [WREN]).contact


def page(contact: Any, told: Any) -> str:
    return reverse("contact_child", args=[contact.pk, told.pk])


def post(client: Any, contact: Any, told: Any, **sent: Any) -> Any:
    return client.post(page(contact, told), {"submission_key": str(uuid4()), **sent})


def test_the_known_child_is_found_compared_and_named(client, handler):
    known = ChildFactory(given_names="Wren", family_name="Invented", birth_date=date(2018, 3, 3), school="Known School")
    AddressFactory(person=known, postcode="ZZ1 1ZZ")
    contact = referred(WREN, MOTHER)
    told = contact.told_people.children().get()
    assert "Who is this?" in client.get(reverse("triage_queue")).content.decode()
    assert page(contact, told) in client.get(reverse("contact", args=[contact.pk])).content.decode()
    assert page(contact, told) in client.get(reverse("contact_children", args=[contact.pk])).content.decode()
    found = client.get(page(contact, told)).content.decode()
    assert f'name="compare" value="{known.pk}"' in found
    side_by_side = post(client, contact, told, compare=known.pk).content.decode()
    assert "2 March 2018" in side_by_side
    answer = post(client, contact, told, person=known.pk)
    assert answer.url == reverse("contact", args=[contact.pk])
    told.refresh_from_db()
    assert (told.person, told.settled_by) == (known, handler)
    assert [about.child for about in contact.about.all()] == [known]
    assert Person.objects.filter(is_child=True).count() == 1
    assert Relationship.objects.get(child=known).adult.given_names == "Mara"
    assert "Mara" in client.get(reverse("contact_children", args=[contact.pk])).content.decode()
    known.refresh_from_db()
    assert known.birth_date == date(2018, 3, 3), "what was told changes no record"


def test_nobody_like_this_is_a_new_child(client, handler):
    contact = referred()
    told = contact.told_people.get()
    assert "Nobody like this is recorded" in client.get(page(contact, told)).content.decode()
    post(client, contact, told, new="1")
    child = contact.about.get().child
    assert (child.full_name, child.addresses.get().lines) == ("Wren Invented", "1 Invented Street")


def test_other_words_find_what_the_referrer_misspelt(client, handler):
    known = ChildFactory(given_names="Jory", family_name="Quillfeather")
    contact = referred({"given_names": "George", "family_name": "Quilter"})
    told = contact.told_people.get()
    answer = client.post(page(contact, told), {"search": "1", "family_name": "Quillfether"})
    assert f'name="compare" value="{known.pk}"' in answer.content.decode()
    nothing = client.post(page(contact, told), {"search": "1"})
    assert nothing.status_code == 422


def test_the_same_nhs_number_is_never_recorded_twice(client, handler):
    ChildFactory(given_names="Other", family_name="Name", nhs_number="9434765919")
    contact = referred(WREN | {"nhs_number": "9434765919"})
    told = contact.told_people.get()
    answer = post(client, contact, told, new="1")
    assert answer.status_code == 422
    assert SAME_NHS_NUMBER in answer.content.decode()
    assert not contact.about.exists()
    assert contact.told_people.unsettled().exists()


def test_a_child_is_settled_once(acting):
    by, contact = workers.call_handler(), referred()
    told = contact.told_people.get()
    about = {"by": by, "now": NOW, "contact_id": contact.pk, "told_id": told.pk}
    settling.settle(**about, person_id=None)
    with pytest.raises(AlreadySettled):
        settling.settle(**about, person_id=None)
    assert Person.objects.filter(is_child=True).count() == 1


def test_two_names_of_one_child_are_one_child(acting):
    known, contact = ChildFactory(), referred(WREN, WREN | {"given_names": "Wrenna"})
    for told in contact.told_people.all():
        settling.settle(by=workers.call_handler(), now=NOW, contact_id=contact.pk, told_id=told.pk, person_id=known.pk)
    assert contact.about.get().child == known


def test_a_known_adult_of_the_same_name_is_the_same_adult(acting):
    mother = RelationshipFactory(adult__given_names="Mara", adult__family_name="Invented")
    contact = referred(WREN, MOTHER | {"family_name": "invented"})
    told = contact.told_people.children().get()
    settling.settle(
        by=workers.call_handler(), now=NOW, contact_id=contact.pk, told_id=told.pk, person_id=mother.child_id
    )
    assert contact.told_people.adults().get().person == mother.adult


@pytest.mark.parametrize("hidden", ["restricted", "conflict"])
def test_a_hidden_record_is_not_found_and_cannot_be_named(client, handler, hidden):
    known = ChildFactory(
        given_names="Wren", family_name="Invented", birth_date=date(2018, 3, 2), restricted=hidden == "restricted"
    )
    if hidden == "conflict":
        ConflictFactory(person=known, worker=handler, declared_by=handler)
    contact = referred()
    told = contact.told_people.get()
    found = client.get(page(contact, told)).content.decode()
    assert f'name="compare" value="{known.pk}"' not in found
    assert "A restricted record may match" in found
    assert post(client, contact, told, compare=known.pk).status_code == 404
    assert post(client, contact, told, person=known.pk).status_code == 422


def test_of_another_teams_record_name_and_age_alone_are_compared(client, handler):
    known = ChildFactory(given_names="Wren", family_name="Invented", school="Secret School", nhs_number="9434765919")
    contact = referred()
    told = contact.told_people.get()
    words = post(client, contact, told, compare=known.pk).content.decode()
    assert "You cannot see this" in words
    assert "Secret School" not in words
    assert "9434765919" not in words
    assert not LedgerEvent.objects.filter(subject="frontdoor_person", subject_id=known.pk, verb="consult").exists()


def decide(contact: Any, by: Any, children: list[Any]) -> Any:
    return decisions.decide(
        contact_id=contact.pk,
        version=contact.version,
        history_considered="Nothing is known before.",
        analysis="The child is hungry at school and the mother asks for help with food.",
        children=children,
        evidence=evidence(contact),
        by=by,
        at=NOW,
    )


def test_no_decision_before_the_children_are_settled(client, acting):
    contact = PartnerReferralFactory(contact__triaged=True).contact
    manager = workers.practice_manager(team__front_door=True)
    with pytest.raises(ValidationError, match=NOT_SETTLED):
        decide(contact, manager, [])
    client.force_login(manager)
    answer = client.get(reverse("contact_decide", args=[contact.pk]))
    assert answer.status_code == 409
    assert NOT_SETTLED in answer.content.decode()


def test_the_sender_reads_the_decision_and_its_own_reference(client, acting, settings):
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False
    referral = PartnerReferralFactory(contact__triaged=True, contact__referrer_email="lead@example.org")
    contact, told = referral.contact, referral.contact.told_people.get()
    manager = workers.practice_manager(team__front_door=True)
    settling.settle(by=manager, now=NOW, contact_id=contact.pk, told_id=told.pk, person_id=None)
    contact.refresh_from_db()
    child = decisions.ForChild(
        child_id=contact.about.get().child_id,
        level_id=ThresholdLevel.objects.get(code="2").pk,
        outcome="EHO",
        reason="The family agreed to early help.",
        **HELP,
    )
    decide(contact, manager, [child])
    client.force_login(referral.sent_by)
    early = client.get(reverse("partner_referral", args=[referral.public_id])).content.decode()
    assert "A manager has decided." in early
    assert "early help" not in early
    contact.refresh_from_db()
    feedback.tell(contact_id=contact.pk, words=contact.feedback.words, how="email", by=manager, at=timezone.now())
    words = client.get(reverse("partner_referral", args=[referral.public_id])).content.decode()
    assert "We are offering the family early help." in words
    assert "Level of need: Level 2: Early help." in words
    assert referral.reference in words
    assert contact.reference not in words.replace(referral.reference, "")
    assert "The family agreed to early help." in words, "the reason, once somebody has read it and told it"


@pytest.mark.parametrize(("make", "status"), [(workers.auditor, 403), (workers.partner_referrer, 403)])
def test_others_settle_nobody(client, settings, make, status):
    settings.PARTNERS_NEED_A_SECOND_FACTOR = False
    contact = referred()
    client.force_login(make())
    assert client.get(page(contact, contact.told_people.get())).status_code == status


def test_a_worker_of_another_team_does_not_find_it(client):
    contact = referred()
    client.force_login(workers.social_worker())
    assert client.get(page(contact, contact.told_people.get())).status_code == 404


def test_a_partners_reference_leads_to_the_contact(client, handler):
    referral = PartnerReferralFactory()
    for typed in (referral.reference, referral.reference.lower().replace("-", " ")):
        answer = client.post(reverse("people_search"), {"q": typed})
        assert answer.url == reverse("contact", args=[referral.contact_id])
    client.force_login(workers.social_worker())
    assert client.post(reverse("people_search"), {"q": referral.reference}).url == reverse("people_found")
