"""Two people with the same contact open: the second reads what the first has saved, and loses no word."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import decisions
from frontdoor.core import drafts
from frontdoor.core.versions import Stale
from frontdoor.models import Contact, Decision, RiskFlag, ThresholdLevel
from tests.factories import contacts, workers
from tests.factories.decisions import typed

pytestmark = pytest.mark.django_db

SEEN = "The nurse saw finger marks on an arm"
ALSO_SEEN = "The aunt says that he was hit with a belt"


def signed_in():
    browser = Client()
    browser.worker = workers.practice_manager(team__front_door=True, registration_number=f"SW{uuid4().int % 10**6}")
    browser.force_login(browser.worker)
    return browser


@pytest.fixture
def first():
    return signed_in()


@pytest.fixture
def second():
    return signed_in()


def recent(**given):
    received = timezone.now() - timedelta(hours=1)
    return contacts.ContactFactory(received_at=received, **given)


def triaged():
    return recent(triaged=True, decision_due_at=timezone.now() + timedelta(hours=23))


def urgency(version=1, **given):
    sent = {"submission_key": str(uuid4()), "version": version, "rag": "red", "rag_reason": "Alone tonight."}
    return sent | given


def decision(contact, **given):
    child = contact.about.get().child_id
    answers = {
        f"level_{child}": ThresholdLevel.objects.get(code="2").pk,
        f"outcome_{child}": "EHO",
        f"help_service_{child}": "The family hub in Example Street",
        f"help_accepted_{child}": "yes",
        f"reason_{child}": "The family hub can offer a place at its breakfast club.",
        "urgent": "",
    }
    return {"submission_key": str(uuid4()), "version": contact.version, **typed(), **answers, **given}


def url(name, contact):
    return reverse(name, args=[contact.pk])


def raise_physical(browser, contact, **given):
    sent = urgency(contact.version, harm="PHY", seen_PHY=SEEN, **given)
    assert browser.post(url("contact_triage", contact), sent).status_code == 302


def test_an_older_urgency_says_what_has_changed_and_keeps_the_words_about_a_risk_recorded_meanwhile(first, second):
    contact = recent()
    raise_physical(first, contact, rag="amber", rag_reason="Grandmother is with them.")
    sent = urgency(harm="PHY", seen_PHY=ALSO_SEEN)
    stale = second.post(url("contact_triage", contact), sent)
    assert stale.status_code == 422
    assert list(stale.context["form"].errors) == ["__all__"]
    assert Stale.sentence in stale.text
    for words in (SEEN, "Grandmother is with them.", first.worker.get_full_name(), "Amber"):
        assert words in stale.text
    assert f'value="{ALSO_SEEN}"' in stale.text
    assert "Alone tonight.</textarea>" in stale.text
    assert Contact.objects.get().rag == "amber"

    again = sent | {"version": stale.context["form"]["version"].value(), "rag": ""}
    assert f'value="{ALSO_SEEN}"' in second.post(url("contact_triage", contact), again).text
    assert second.post(url("contact_triage", contact), again | {"rag": "red"}).status_code == 302
    assert Contact.objects.get().rag == "red"
    assert RiskFlag.objects.get().seen_by == SEEN


def test_an_older_urgency_with_every_harm_recorded_meanwhile(first, second):
    contact = recent()
    every = {f"seen_{harm}": SEEN for harm in ("NEG", "PHY", "SAB", "EMO", "EXP")}
    harms = [name.removeprefix("seen_") for name in every]
    assert first.post(url("contact_triage", contact), urgency(harm=harms, **every)).status_code == 302
    stale = second.post(url("contact_triage", contact), urgency(harm=["EXP"], seen_EXP=ALSO_SEEN))
    assert list(stale.context["form"].errors) == ["__all__"]
    assert f'value="{ALSO_SEEN}"' in stale.text


def test_an_older_urgency_says_so_whatever_else_is_missing(first, second):
    contact = recent()
    raise_physical(first, contact)
    stale = second.post(url("contact_triage", contact), urgency(rag=""))
    assert Stale.sentence in stale.text
    assert "Select how urgent this contact is" in stale.text


def test_an_urgency_sent_twice_with_its_risk_is_set_once(first):
    contact = recent()
    sent = urgency(harm="PHY", seen_PHY=SEEN)
    assert [first.post(url("contact_triage", contact), sent).status_code for _ in range(2)] == [302, 302]
    assert (Contact.objects.get().version, RiskFlag.objects.count()) == (2, 1)


def test_an_older_decision_says_what_has_changed_and_keeps_the_words_about_a_risk_recorded_meanwhile(first, second):
    contact = triaged()
    raise_physical(first, contact)
    sent = decision(contact, harm="PHY", seen_PHY=ALSO_SEEN)
    stale = second.post(url("contact_decide", contact), sent)
    assert stale.status_code == 422
    assert list(stale.context["form"].errors) == ["__all__"]
    assert Stale.sentence in stale.text
    assert "Red" in {row["theirs"] for row in stale.context["form"].differences}
    assert f'value="{ALSO_SEEN}"' in stale.text
    assert stale.text.count(SEEN) > 1
    assert not Decision.objects.exists()
    again = sent | {"version": stale.context["form"]["version"].value()}
    assert second.post(url("contact_decide", contact), again).status_code == 302


def test_a_kept_decision_shows_the_words_about_a_risk_recorded_meanwhile(first, second):
    contact = triaged()
    sent = decision(contact, harm="PHY", seen_PHY=ALSO_SEEN)
    kept = {name: [str(answer)] for name, answer in sent.items()}
    drafts.keep(worker=second.worker, form=decisions.DRAFT_FORM, subject_id=contact.pk, data=kept, now=timezone.now())
    raise_physical(first, contact)
    assert f'value="{ALSO_SEEN}"' in second.get(url("contact_decide", contact)).text


def test_a_contact_decided_meanwhile_says_that_and_not_that_it_has_changed(first, second):
    contact = triaged()
    assert first.post(url("contact_decide", contact), decision(contact)).status_code == 302
    late = second.post(url("contact_triage", contact), urgency(contact.version))
    assert Stale.sentence not in late.text
    assert "already been decided" in late.text
