"""A young person who can agree alone refuses and takes back alone too: on the page, in the act, on the row (C12)."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from dateutil.relativedelta import relativedelta
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import consent, matters
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.models import CheckStop, ConsentEvent, ConsentMatter
from frontdoor.models.checks import NO_CONSENT, PARENTS_DISAGREE
from frontdoor.models.consent_facts import ANSWERS_FOR_ONE, COMPETENCE_LOOKED_AT, NO_OWN_ANSWER, TOO_YOUNG
from tests.factories.after_override import ask
from tests.factories.consent import COMPETENT, ConsentEventFactory, a_parent, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.people import ChildFactory, RelationshipFactory
from tests.factories.workers import call_handler, practice_manager, social_worker
from tests.frontdoor.test_consent_pages import parts
from tests.rows import insert_raw

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def aged(years: int, *, days: int = 0) -> Any:
    return ChildFactory(birth_date=TODAY - relativedelta(years=years) - timedelta(days=days))


def contact_of(*children: Any) -> Any:
    return ContactFactory(children=list(children))


def own_yes(child: Any, contact: Any) -> ConsentEvent:
    return ConsentEventFactory(
        contact=contact, child=child, status="CYP_COMPETENT", words="She said yes and knows why."
    )


def says_no(
    client: Any, contact: Any, *children: Any, given_by: Any, status: str = "WITHDRAWN", considered: str = ""
) -> Any:
    sent = {"submission_key": uuid4(), "children": [child.pk for child in children], "kind": "B", "status": status}
    client.force_login(social_worker(team__front_door=True))
    told = {"given_by": given_by.pk, "words": "She does not want it.", "considered": considered}
    told |= parts("happened_at", timezone.now())
    return client.post(reverse("consent_record", args=[contact.pk]), sent | told)


def offered(client: Any, contact: Any) -> set[str]:
    client.force_login(social_worker(team__front_door=True))
    page = client.get(reverse("consent_record", args=[contact.pk]))
    return {value for value, _ in page.context["form"].fields["given_by"].choices}


@pytest.mark.parametrize("status", ["WITHDRAWN", "REFUSED"])
def test_C12_a_young_person_takes_back_what_she_agreed_to_alone(acting, client, status):
    child = aged(17)
    contact = contact_of(child)
    check = ask(own_yes(child, contact))
    assert says_no(client, contact, child, given_by=child, status=status).status_code == 302
    assert CheckStop.objects.get().check_row == check
    assert ConsentMatter.objects.get().cause == "withdrawn"
    with pytest.raises(NotPossible, match=NO_CONSENT):
        ask(check.consent)


def test_a_young_person_refuses_what_her_mother_agreed_to(acting, client):
    child = aged(16)
    contact = contact_of(child)
    given = ConsentEventFactory(contact=contact)
    check = ask(given)
    says_no(client, contact, child, given_by=child, status="REFUSED")
    assert CheckStop.objects.get().check_row == check
    matter = ConsentMatter.objects.get()
    assert matter.cause == "disagree"
    with pytest.raises(NotPossible, match=PARENTS_DISAGREE):
        ask(given)
    reason = "She is old enough to say no to it, and nothing here is dangerous."
    matters.decide(by=practice_manager(), now=timezone.now(), matter=matter, decision="stop", reason=reason)


def test_whose_own_no_counts_is_offered_as_the_one_who_answered(acting, client):
    old, ten, young, unknown = aged(16), aged(10), aged(10, days=-1), ChildFactory(birth_unknown=True)
    contact = contact_of(old, ten, young, unknown)
    assert offered(client, contact) == {"", str(old.pk), str(ten.pk), str(unknown.pk)}


def test_below_16_a_no_is_the_first_answer_where_competence_is_recorded_with_it(acting, client):
    """Its words stand on the row, and a later no of the same young person needs them no more."""
    child = aged(14)
    contact = contact_of(child)
    check = ask(ConsentEventFactory(contact=contact))
    page = says_no(client, contact, child, given_by=child, status="REFUSED")
    assert page.context["form"].errors == {"considered": [NO_OWN_ANSWER]}
    page = says_no(client, contact, child, given_by=child, status="REFUSED", considered="x" * 39)
    assert page.context["form"].errors == {"considered": [COMPETENCE_LOOKED_AT]}
    assert says_no(client, contact, child, given_by=child, status="REFUSED", considered=COMPETENT).status_code == 302
    event = ConsentEvent.objects.get(given_by=child)
    assert (event.considered, event.matters.get().cause) == (COMPETENT, "disagree")
    assert CheckStop.objects.get().check_row == check
    assert says_no(client, contact, child, given_by=child, status="WITHDRAWN").status_code == 302


@pytest.mark.parametrize(
    ("years", "by", "considered", "sentence"),
    [
        (9, social_worker, COMPETENT, TOO_YOUNG),
        (15, call_handler, COMPETENT, COMPETENCE_LOOKED_AT),
        (15, social_worker, "x" * 39, COMPETENCE_LOOKED_AT),
        (15, social_worker, "x" * 40, COMPETENCE_LOOKED_AT),
        (15, social_worker, "", NO_OWN_ANSWER),
    ],
)
def test_below_16_a_first_no_without_competence_is_refused_on_every_road(acting, years, by, considered, sentence):
    child, worker, now = aged(years), by(), timezone.now()
    row = {"contact": contact_of(child), "status": "REFUSED", "given_by": child, "considered": considered}
    with pytest.raises(NotPossible, match=sentence[:40]):
        consent.record(by=worker, now=now, happened_at=now, children=[child], kind="B", **row)
    made = ConsentEventFactory.build(child=child, recorded_by=worker, happened_at=now, **row)
    with acting_as(worker), pytest.raises(DatabaseError, match=sentence[:40]), transaction.atomic():
        insert_raw(made)


def test_what_was_considered_is_left_out_where_an_adult_said_no(acting):
    child, now = aged(14), timezone.now()
    contact, mother = contact_of(child), a_parent(child)
    told = {"contact": contact, "children": [child], "kind": "B", "status": "REFUSED", "given_by": mother}
    (event,) = consent.record(by=social_worker(), now=now, happened_at=now, considered=COMPETENT, **told)
    assert event.considered == ""


def test_below_16_a_no_counts_where_competence_is_recorded_on_the_contact(acting, client):
    child = aged(14)
    contact = contact_of(child)
    now = timezone.now()
    wanted = {"contact": contact, "children": [child], "kind": "B", "status": "REFUSED", "given_by": child}
    with pytest.raises(NotPossible, match=NO_OWN_ANSWER):
        consent.record(by=social_worker(), now=now, happened_at=now, **wanted)
    worker = social_worker()
    row = {"contact": contact, "child": child, "status": "REFUSED", "given_by": child, "recorded_by": worker}
    with acting_as(worker), pytest.raises(DatabaseError, match=NO_OWN_ANSWER), transaction.atomic():
        insert_raw(ConsentEventFactory.build(happened_at=now, **row))
    own_yes(child, contact)
    (event,) = consent.record(by=social_worker(), now=now, happened_at=now, **wanted)
    assert event.giver == child.pk
    assert event.matters.get().cause == "withdrawn"


def test_a_young_person_answers_for_nobody_else(acting, client):
    child, sister = aged(17), aged(8)
    contact = contact_of(child, sister)
    page = says_no(client, contact, child, sister, given_by=child)
    assert page.context["form"].errors == {"given_by": [ANSWERS_FOR_ONE]}
    now = timezone.now()
    with pytest.raises(NotPossible, match=ANSWERS_FOR_ONE):
        consent.record(
            by=social_worker(),
            now=now,
            happened_at=now,
            contact=contact,
            children=[sister],
            kind="B",
            status="REFUSED",
            given_by=child,
        )


def test_a_young_mother_on_the_contact_answers_for_her_child(acting, client):
    mother, baby = aged(16), ChildFactory(birth_date=TODAY - timedelta(days=90))
    contact = contact_of(baby, mother)
    RelationshipFactory(child=baby, adult=mother)
    assert says_no(client, contact, baby, given_by=mother, status="REFUSED").status_code == 302
    assert only_child(contact).consent_events.get().given_by == mother
