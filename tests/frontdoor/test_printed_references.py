"""Every reference that a page, a letter or a message prints opens what it names when it is typed into the header."""

import re

import pytest
from django.apps import apps
from django.urls import reverse

from cases.presenters import reference as number_of_child
from frontdoor import references
from frontdoor.models import PartnerReferral, Person
from tests.factories import people, workers
from tests.factories.consent import asked, only_child
from tests.factories.contacts import ContactFactory
from tests.factories.partners import PartnerReferralFactory
from tests.factories.strategy import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    worker = workers.social_worker(team__front_door=True)
    client.force_login(worker)
    return worker


def typed(client, words):
    return client.post(reverse("people_search"), {"q": words}).url


def printed(**contact):
    """A row of each kind that has a reference: what is printed, and the page that it names."""
    told = ContactFactory(**contact)
    request, sent = asked(contact=told), PartnerReferralFactory(contact=ContactFactory(**contact))
    child = only_child(told)
    meeting = MeetingFactory(contact=told)
    return [
        (told, told.reference, reverse("contact", args=[told.pk])),
        (request, request.reference, reverse("check", args=[request.pk])),
        (sent, sent.reference, reverse("contact", args=[sent.contact_id])),
        (sent.contact, sent.contact.referrers_reference, reverse("contact", args=[sent.contact_id])),
        (child, number_of_child(child.pk), reverse("person", args=[child.pk])),
        (meeting, meeting.reference, reverse("strategy", args=[meeting.pk])),
    ]


def test_every_printed_reference_opens_what_it_names(client, acting, reader):
    for _, words, url in printed():
        for said in (words, words.lower(), f" {words} ", words.replace("-", " ")):
            assert typed(client, said) == url, said


def test_a_reference_is_found_however_it_is_said(client, acting, reader):
    request = asked()
    contact = request.contact
    for said in ("c {0}", "C-{0}", "c. {0}", "Contact C{0}", "ref: c{0}", "reference C {0}"):
        assert typed(client, said.format(contact.pk)) == reverse("contact", args=[contact.pk]), said
    for said in ("q {0}", "Request Q{0}", "number Q{0}"):
        assert typed(client, said.format(request.pk)) == reverse("check", args=[request.pk]), said


def test_who_may_not_see_it_is_shown_results_as_for_anything_else(client, acting):
    sealed = printed(children=[people.ChildFactory(restricted=True)])
    client.force_login(workers.social_worker(team__front_door=True))
    for _, words, _ in sealed:
        assert typed(client, words) == reverse("people_found"), words
    client.force_login(workers.social_worker())
    for _, words, _ in printed():
        assert typed(client, words) == reverse("people_found"), words


def test_no_kind_of_reference_is_left_out(acting):
    """Whoever gives another model a reference adds it to those above."""
    named = {model for model in apps.get_models() if isinstance(getattr(model, "reference", None), property)}
    assert named == (references.models() - {Person}) | {PartnerReferral}
    assert re.fullmatch(r"P[0-9]{6,}", number_of_child(7))


def test_the_address_of_the_search_alone_shows_the_last_results_or_the_first_page(client, reader):
    assert client.get(reverse("people_search")).url == reverse("my_work")
    client.post(reverse("people_search"), {"q": "Wren"})
    assert client.get(reverse("people_search")).url == reverse("people_found")
