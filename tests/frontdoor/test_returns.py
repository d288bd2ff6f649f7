"""A contact goes back to the referrer once, its clock running on; early help names its service (domain.md 3.2, C13)."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from frontdoor import agency_pack, appropriateness, letter_words, presenters
from frontdoor.actions import agency_packs, returns
from frontdoor.core import policy
from frontdoor.core.acting import acting_as
from frontdoor.core.actions import NotPossible
from frontdoor.core.permissions import Refused
from frontdoor.core.timescales import AGENCY_REPLY
from frontdoor.forms.decision import DecisionForm
from frontdoor.models import Contact, ContactReturn, Decision, Referral, RiskFlag
from frontdoor.models.contacts import DECIDED
from frontdoor.models.decision_rules import HELP_NOT_SAID, RETURN_DECIDES_NOTHING
from frontdoor.models.return_reasons import STARTING_TEXTS, ReturnReason
from frontdoor.models.returns import (
    MISSING_TOO_SHORT,
    NOBODY_TO_ASK,
    NOT_READ,
    REASON_WANTED,
    RETURNED_ONCE,
    RISK_INDICATED,
)
from tests.factories import people, workers
from tests.factories.contacts import ContactFactory
from tests.factories.decisions import HELP
from tests.factories.people import AgencyFactory
from tests.factories.returns import ReturnFactory
from tests.frontdoor.test_decisions import answer, contact_about, decide
from tests.law.figures import rows_behind
from tests.rows import bringing_in
from tests.words import says

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 17, 11, 0, tzinfo=UTC)
MISSING = "Where does the child live now, and who saw the marks on the arm?"


@pytest.fixture
def manager():
    return workers.practice_manager(team__front_door=True)


def give_back(contact, by, **given):
    return returns.give_back(
        **{
            "contact_id": contact.pk,
            "reason": "concern",
            "missing": MISSING,
            "how": "call",
            "by": by,
            "at": NOW,
            **given,
        }
    )


def test_a_returned_contact_stays_open_and_every_clock_of_it_runs_on(manager):
    contact = ContactFactory(triaged=True)
    before = Contact.objects.filter(pk=contact.pk).values().get()
    row = give_back(contact, manager)
    assert (row.missing, row.returned_by, row.returned_at) == (MISSING, manager, NOW)
    assert Contact.objects.filter(pk=contact.pk).values().get() == before
    assert Contact.objects.visible_to(manager).open().awaiting_decision().get() == contact
    assert decide(contact, by=manager)


def test_it_goes_back_once_by_the_act_and_by_the_table(acting, manager):
    row = ReturnFactory()
    with pytest.raises(NotPossible, match=RETURNED_ONCE):
        give_back(row.contact, manager)
    with pytest.raises(ValidationError, match=RETURNED_ONCE):
        ReturnFactory.build(contact=row.contact, returned_by=manager).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReturnFactory(contact=row.contact)


@pytest.mark.parametrize("reason", ReturnReason.values)
def test_a_return_has_a_coded_reason_and_starts_from_its_words(client, manager, reason):
    contact = ContactFactory(triaged=True)
    client.force_login(manager)
    url = reverse("contact_return", args=[contact.pk])
    first = client.get(url)
    assert " checked" not in first.text
    assert "Return it to the referrer</button>" not in first.text
    assert REASON_WANTED in client.get(url, {"next": "1"}).text
    form = client.get(url, {"next": "1", "reason": reason}).context["form"]
    assert (form["reason"].value(), form["missing"].value()) == (reason, STARTING_TEXTS[ReturnReason(reason)])
    assert letter_words.named_in(contact, form["missing"].value()) == []
    sent = {"submission_key": uuid4(), "missing": MISSING, "how": "call"}
    refused = client.post(url, sent)
    assert refused.status_code == 422
    assert REASON_WANTED in refused.text
    assert MISSING in refused.text
    assert client.post(url, sent | {"reason": reason}).status_code == 302
    assert ContactReturn.objects.get().reason == reason


@pytest.mark.parametrize("decision_hours", [2, 200, -2])
def test_an_answer_is_due_as_an_agencys_and_before_the_decision(acting, client, manager, decision_hours):
    contact = ContactFactory(
        triaged=True,
        received_at=NOW - timedelta(hours=9),
        triaged_at=NOW - timedelta(hours=8),
        decision_due_at=NOW + timedelta(hours=decision_hours),
    )
    row = give_back(contact, manager)
    agency = policy.period(AGENCY_REPLY, on=NOW.date()).due_at(NOW, policy.calendar(around=NOW.date()))
    assert row.answer_due_at == (contact.decision_due_at if decision_hours == 2 else agency)
    client.force_login(manager)
    assert "An answer is due by" in client.get(reverse("contact", args=[contact.pk])).text


def flagged(contact):
    worker = workers.social_worker()
    with acting_as(worker):
        RiskFlag(contact=contact, harm="NEG", seen_by="The teacher", raised_at=NOW, raised_by=worker).save()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, NOT_READ),
        ({"triaged": True, "rag": "red"}, RISK_INDICATED),
        ({"triaged": True, "immediate_danger": True}, RISK_INDICATED),
        ({"triaged": True, "source_code": "9", "agency": None}, NOBODY_TO_ASK),
        ({"triaged": True, "decided_at": NOW}, DECIDED),
    ],
)
def test_C13_what_was_not_read_for_risk_or_shows_one_does_not_go_back(acting, client, manager, given, sentence):
    if "decided_at" in given:
        given |= {"decided_by": manager}
    contact = ContactFactory(**given)
    with pytest.raises(NotPossible, match=sentence):
        give_back(contact, manager)
    client.force_login(manager)
    page = client.get(reverse("contact_return", args=[contact.pk]))
    assert sentence in page.text
    assert "Return it to the referrer" not in page.text
    assert reverse("contact_return", args=[contact.pk]) not in client.get(reverse("contact", args=[contact.pk])).text
    assert not ContactReturn.objects.exists()


def test_C13_a_risk_that_somebody_raised_keeps_a_contact_here(acting, manager):
    contact = ContactFactory(triaged=True)
    flagged(contact)
    with pytest.raises(NotPossible, match=RISK_INDICATED):
        give_back(contact, manager)


def test_only_a_manager_returns_a_contact_and_a_hidden_one_is_not_there(acting, client):
    contact, worker = ContactFactory(triaged=True), workers.social_worker(team__front_door=True)
    with pytest.raises(Refused):
        give_back(contact, worker)
    url = reverse("contact_return", args=[contact.pk])
    for actor, status in ((worker, 403), (workers.auditor(), 403), (workers.practice_manager(), 404)):
        client.force_login(actor)
        assert client.get(url).status_code == status


def test_the_page_keeps_what_was_typed_and_a_second_press_is_the_same_return(client, manager):
    contact = ContactFactory(triaged=True)
    client.force_login(manager)
    url, shown = reverse("contact_return", args=[contact.pk]), reverse("contact", args=[contact.pk])
    assert f'"{url}"' in client.get(shown).text
    short = client.post(url, {"submission_key": uuid4(), "reason": "concern", "missing": says(19), "how": "call"})
    assert short.status_code == 422
    assert MISSING_TOO_SHORT in short.text
    assert says(19) in short.text
    sent = {"submission_key": uuid4(), "reason": "concern", "missing": MISSING, "how": "letter"}
    assert [client.post(url, sent).status_code for _ in range(2)] == [302, 302]
    assert ContactReturn.objects.get().how == "letter"
    for name in ("contact", "contact_decide"):
        page = client.get(reverse(name, args=[contact.pk])).text
        assert MISSING in page
        assert "The clock runs on." in page
    assert f'"{url}"' not in client.get(shown).text


def test_returning_is_no_outcome_for_the_act_or_the_form(manager):
    child = people.ChildFactory()
    contact = contact_about(child)
    with pytest.raises(NotPossible, match=RETURN_DECIDES_NOTHING):
        decide(contact, answer(child, "RET"))
    shown = {"levels": [], "teams": Referral.receiving_teams(), "raised": [], "typed": {}, "history": [], "rows": 1}
    form = DecisionForm(children=[child], is_rereferral=False, **shown)
    assert "RET" not in dict(form.fields[f"outcome_{child.pk}"].choices)
    assert not Decision.objects.exists()


@pytest.mark.parametrize("changed", [{"help_service": "x" * 2}, {"help_service": " x "}, {"help_accepted": None}])
def test_early_help_names_its_service_and_says_whether_it_is_accepted(changed):
    child = people.ChildFactory()
    contact = contact_about(child)
    with pytest.raises(NotPossible) as refused:
        decide(contact, answer(child, "EHO", **changed))
    assert refused.value.reason == HELP_NOT_SAID
    assert refused.value.field == "help_service"


@pytest.mark.parametrize(("accepted", "words"), [(True, "accepts it"), (False, "does not accept it")])
def test_the_contact_says_which_help_was_offered_and_what_the_family_said(client, manager, accepted, words):
    child = people.ChildFactory()
    contact = contact_about(child)
    decide(contact, answer(child, "EHO", help_accepted=accepted))
    client.force_login(manager)
    page = client.get(reverse("contact", args=[contact.pk])).text
    assert f"{HELP['help_service']}. The family {words}." in page


def test_agencies_are_counted_by_what_went_back_to_them(acting, manager):
    received = datetime(2026, 11, 16, 10, tzinfo=UTC)
    sent_back = ReturnFactory(returned_at=received + timedelta(hours=2)).contact
    for contact in (sent_back, ContactFactory(triaged=True)):
        decide(contact, by=manager)
    span = {"since": received.date(), "until": NOW.date() + timedelta(days=1)}
    assert appropriateness.count(Contact.objects.all(), at=NOW, **span).returned == 1
    rows = appropriateness.as_at(Contact.objects.all(), NOW)
    assert list(appropriateness.only(rows, appropriateness.RETURNED)) == [sent_back]


def test_why_contacts_went_back_is_counted_for_each_agency_and_guarded_in_its_pack(acting, client):
    agency = AgencyFactory()
    for number in range(8):
        contact = ContactFactory(triaged=True, agency=agency, received_at=NOW - timedelta(hours=9))
        ReturnFactory(contact=contact, reason="agreement" if number < 5 else "source", returned_at=NOW)
        with bringing_in():
            contact.decided_at, contact.decided_by = NOW + timedelta(hours=1), workers.practice_manager()
            contact.save()
    at = NOW + timedelta(days=60)
    span = {"since": date(2026, 10, 1), "until": date(2027, 1, 1)}
    counts = appropriateness.count(Contact.objects.all(), at=at, **span)
    assert (counts.returned, dict(counts.reasons)) == (8, {"agreement": 5, "source": 3})
    with time_machine.travel(at, tick=False):
        client.force_login(workers.service_manager())
        page = client.get(reverse("agency", args=[agency.pk]))
        shown = {words: (figure.count, figure.url) for words, figure in page.context["returned_for"]}
        assert {words: count for words, (count, _) in shown.items()} == {
            ReturnReason.AGREEMENT.label: 5,
            ReturnReason.SOURCE.label: 3,
        }
        for count, url in shown.values():
            assert rows_behind(client, url) == count

    def pack(quarter_from):
        return agency_packs.begin(by=workers.service_manager(), on=at.date(), agency=agency, quarter_from=quarter_from)

    said = agency_pack.content(pack(date(2026, 10, 1)), at)
    rows = {row[0]: row[1] for row in said.returns}
    assert rows[ReturnReason.AGREEMENT.label] == "5"
    assert rows[ReturnReason.SOURCE.label] == rows["Reason not coded"] == agency_pack.FEWER
    before = agency_pack.content(pack(date(2025, 10, 1)), at)
    assert before.returns == []


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (datetime(2026, 12, 2, 0, 0, tzinfo=UTC), "the end of 1 December 2026"),
        (datetime(2026, 12, 2, 14, 30, tzinfo=UTC), "2 December 2026 at 14:30"),
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), "the end of 1 July 2026"),
    ],
)
def test_by_when_an_answer_is_due_is_said_in_londons_time(due, words):
    assert presenters.by_when(due) == words
