from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import decisions, triage
from frontdoor.core import drafts
from frontdoor.models import Contact, Decision, LedgerEvent, ReferrerFeedback, ThresholdLevel
from tests.factories import contacts, people, workers
from tests.factories.decisions import typed
from tests.rows import bringing_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    worker = workers.practice_manager(team__front_door=True, registration_number="SW2")
    client.force_login(worker)
    return worker


def recent(**given):
    """A contact received an hour ago, triaged Amber unless said otherwise."""
    received = timezone.now() - timedelta(hours=1)
    given = {"triaged": True, "decision_due_at": received + timedelta(days=1), **given}
    if not given["triaged"]:
        given.pop("decision_due_at")
    return contacts.ContactFactory(received_at=received, **given)


def page(client, name, contact):
    return client.get(reverse(name, args=[contact.pk]))


def told(**given):
    return {
        "version": 1,
        "concern": "What the teacher saw.",
        "child_voice": "",
        "already_tried": "",
        "claimed_consent": "told",
        "claimed_consent_reason": "",
        "referrer_name": "",
        "referrer_role": "",
        "referrer_telephone": "",
        "referrer_email": "",
        **given,
    }


def answers(contact, **given):
    level = ThresholdLevel.objects.get(code="2").pk
    sent = {
        "submission_key": str(uuid4()),
        "version": contact.version,
        **typed(),
    }
    for row in contact.about.all():
        sent |= {
            f"level_{row.child_id}": level,
            f"outcome_{row.child_id}": "EHO",
            f"help_service_{row.child_id}": "Family hub, Ashdale",
            f"help_accepted_{row.child_id}": "yes",
            f"reason_{row.child_id}": "The family agrees to early help.",
        }
    return sent | given


def test_the_page_shows_what_was_told_and_writes_who_looked(client, manager):
    child = people.ChildFactory()
    people.RelationshipFactory(child=child, adult__given_names="Morag")
    people.AddressFactory(person=child)
    earlier = contacts.ContactFactory(
        triaged=True, children=[child], received_at=timezone.now() - timedelta(days=30), agency__name="The clinic"
    )
    contact = recent(children=[child])
    shown = page(client, "contact", contact).content.decode()
    for words in ("hungry", "Morag", "has parental responsibility", "Invented Street", "Contact from The clinic"):
        assert words in shown
    assert reverse("contact", args=[earlier.pk]) in shown
    event = LedgerEvent.objects.get(verb="consult", subject_id=contact.pk)
    assert (event.actor_id, event.person_ids) == (manager.pk, [child.pk])


def test_a_hidden_contact_and_none_look_alike(client, manager):
    contact = recent(children=[people.ChildFactory(restricted_record=True)])
    for name in ("contact", "contact_edit", "contact_triage", "contact_decide", "contact_feedback"):
        assert page(client, name, contact).status_code == 404
        assert client.get(reverse(name, args=[0])).status_code == 404
    assert client.post(reverse("contact_take", args=[contact.pk])).status_code == 404


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (workers.call_handler, [200, 200, 403, 403, 404]),
        (workers.auditor, [200, 403, 403, 403, 403]),
        (workers.service_manager, [200, 200, 403, 200, 404]),
        (workers.administrator, [403, 403, 403, 403, 403]),
        (workers.partner_referrer, [403, 403, 403, 403, 403]),
    ],
)
def test_who_may_do_what(client, make, expected):
    client.force_login(make())
    names = ("contact", "contact_edit", "contact_triage", "contact_decide", "contact_feedback")
    contact = recent()
    statuses = [page(client, name, contact).status_code for name in names]
    # A service manager holds the role but has no registration number here.
    if make is workers.service_manager:
        assert "registered" in page(client, "contact_triage", contact).content.decode()
    assert statuses == expected


def test_a_contact_that_was_brought_in_is_nobodys_open_work(client, manager):
    with bringing_in():
        contact = recent(legacy_key="annex-a:contact:1")
    shown = page(client, "contact", contact).content.decode()
    assert "It was handled in the former system." in shown
    for name in ("contact_triage", "contact_take", "contact_decide"):
        assert reverse(name, args=[contact.pk]) not in shown


def test_taking_and_putting_back(client, manager):
    contact = recent(triaged=False)
    client.post(reverse("contact_take", args=[contact.pk]))
    assert Contact.objects.get().taken_by == manager
    client.post(reverse("contact_take", args=[contact.pk]), {"release": "yes"})
    assert Contact.objects.get().taken_by is None


def test_a_colleagues_contact_is_not_taken(client):
    owner, colleague = (
        workers.social_worker(team__front_door=True, registration_number=f"SW{number}") for number in (3, 4)
    )
    contact = recent(triaged=False)
    triage.take(contact_id=contact.pk, by=owner, at=timezone.now())
    client.force_login(colleague)
    answer = client.post(reverse("contact_take", args=[contact.pk]))
    assert "has taken this contact" in str(next(iter(get_messages(answer.wsgi_request))))
    assert Contact.objects.get().taken_by == owner


def test_setting_the_urgency_with_nothing_chosen_beforehand(client, manager):
    contact = recent(triaged=False)
    assert b"checked" not in page(client, "contact_triage", contact).content
    url = reverse("contact_triage", args=[contact.pk])
    sent = {"submission_key": str(uuid4()), "version": 1, "rag": "", "rag_reason": "Typed and kept."}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert "Select how urgent this contact is" in refused.content.decode()
    assert "Typed and kept." in refused.content.decode()
    for _ in range(2):
        assert client.post(url, sent | {"rag": "red"}).status_code == 302
    contact.refresh_from_db()
    assert (contact.rag, contact.version, contact.triaged_by) == ("red", 2, manager)


def test_completing_the_details(client, manager):
    contact = recent()
    url = reverse("contact_edit", args=[contact.pk])
    assert client.post(url, told(concern="More is known now.")).status_code == 302
    assert Contact.objects.get().concern == "More is known now."
    for wrong in ({"concern": " "}, {"referrer_email": "nobody"}, {"concern": "a\x00b"}, {"claimed_consent": "x"}):
        assert client.post(url, told(version=2, **wrong)).status_code == 422


def test_a_stale_save_shows_both_texts_and_the_next_one_is_taken(client, manager):
    contact = recent()
    url = reverse("contact_edit", args=[contact.pk])
    client.post(url, told(concern="The first colleague's words."))
    stale = client.post(url, told(concern="My own words."))
    shown = stale.content.decode()
    assert stale.status_code == 422
    assert "The first colleague&#x27;s words." in shown
    assert shown.count("My own words.") == 2
    assert Contact.objects.get().concern == "The first colleague's words."
    again = told(concern="Both words.", version=stale.context["form"]["version"].value())
    assert client.post(url, again).status_code == 302
    assert Contact.objects.get().concern == "Both words."


def test_deciding_once_however_often_it_is_sent(client, manager):
    contact = recent(children=[people.ChildFactory(), people.ChildFactory()])
    form = page(client, "contact_decide", contact)
    assert b"checked" not in form.content
    sent = answers(contact)
    url = reverse("contact_decide", args=[contact.pk])
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert Decision.objects.get().outcomes.count() == 2
    assert "Early help offered" in page(client, "contact", contact).content.decode()
    other = client.post(url, answers(contact))
    assert (other.status_code, "already been decided" in other.content.decode()) == (422, True)
    assert page(client, "contact_decide", contact).status_code == 409


def test_a_refused_decision_loses_nothing_and_says_where(client, manager):
    child = people.ChildFactory(given_names="Ada", family_name="Example")
    contact = recent(children=[child])
    sent = answers(contact, analysis="Too short.") | {f"outcome_{child.pk}": "REF17", f"level_{child.pk}": ""}
    shown = client.post(reverse("contact_decide", args=[contact.pk]), sent).content.decode()
    for words in (
        "Write the analysis in at least 40 characters.",
        "Select the level of need of Ada Example",
        "Choose the team that takes the case.",
        "Choose the main reason why the child needs social care.",
        "Too short.",
        "The family agrees to early help.",
    ):
        assert words in shown
    assert not Decision.objects.exists()


def test_what_only_the_rule_knows_stands_beside_the_childs_question(client, manager):
    child = people.ChildFactory()
    contact = recent(children=[child])
    shown = client.post(
        reverse("contact_decide", args=[contact.pk]), answers(contact) | {f"outcome_{child.pk}": "OPEN"}
    )
    assert shown.status_code == 422
    assert shown.context["form"].errors == {f"outcome_{child.pk}": [decisions.NO_OPEN_CASE]}


def test_one_answer_may_stand_for_all_children(client, manager):
    children = [people.ChildFactory() for _ in range(3)]
    contact = recent(children=children)
    first = contact.about.order_by("pk").first().child_id
    sent = answers(contact, same_for_all="on")
    for child in children:
        if child.pk != first:
            for part in ("level", "outcome", "reason"):
                sent.pop(f"{part}_{child.pk}")
    assert client.post(reverse("contact_decide", args=[contact.pk]), sent).status_code == 302
    assert set(Decision.objects.get().outcomes.values_list("outcome", flat=True)) == {"EHO"}


def test_a_stale_decision_keeps_what_was_written(client, manager):
    contact = recent()
    url = reverse("contact_edit", args=[contact.pk])
    client.post(url, told())
    stale = client.post(reverse("contact_decide", args=[contact.pk]), answers(contact))
    assert stale.status_code == 422
    assert "Two reports of a hungry child" in stale.content.decode()
    again = answers(contact, version=stale.context["form"]["version"].value())
    assert client.post(reverse("contact_decide", args=[contact.pk]), again).status_code == 302


def test_an_untriaged_contact_is_not_decided(client, manager):
    contact = recent(triaged=False)
    assert page(client, "contact_decide", contact).status_code == 409
    refused = client.post(reverse("contact_decide", args=[contact.pk]), answers(contact))
    assert "must set the urgency" in refused.content.decode()


def test_telling_the_referrer(client, manager):
    contact = recent()
    client.post(reverse("contact_decide", args=[contact.pk]), answers(contact))
    url = reverse("contact_feedback", args=[contact.pk])
    assert "offering the family early help" in client.get(url).content.decode()
    sent = {"submission_key": str(uuid4()), "words": "Told the head teacher by telephone.", "how": "call"}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    owed = ReferrerFeedback.objects.get()
    assert (owed.told_by, owed.words) == (manager, "Told the head teacher by telephone.")
    assert client.post(url, sent | {"submission_key": str(uuid4())}).status_code == 422


def test_a_draft_comes_back_to_its_writer_alone(client, manager):
    contact = recent()
    question = f"outcome_{contact.about.get().child_id}"
    typed = {"analysis": ["Half a thought."], question: ["NFA"], "version": ["0"], "submission_key": [str(uuid4())]}
    drafts.keep(worker=manager, form=decisions.DRAFT_FORM, subject_id=contact.pk, data=typed, now=timezone.now())
    form = page(client, "contact_decide", contact).context["form"]
    assert (form["analysis"].value(), form[question].value(), form["version"].value()) == ("Half a thought.", "NFA", 1)
    assert str(form["submission_key"].value()) != typed["submission_key"][0]
    client.force_login(workers.practice_manager(team__front_door=True))
    assert page(client, "contact_decide", contact).context["form"]["analysis"].value() is None
