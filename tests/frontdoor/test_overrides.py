"""Overriding consent: what a request must hold, who decides, and that neither can be rewritten."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import overrides
from frontdoor.core import roles
from frontdoor.core.acting import acting_as
from frontdoor.core.records import WouldSkipRules
from frontdoor.core.written import NO_WORDS
from frontdoor.models import ConsentEvent, ConsentOverride, OverrideAgency, OverrideChild
from frontdoor.models.check_wording import NOT_TO_INVESTIGATE
from frontdoor.models.consent import ONLY_BY_OVERRIDE
from frontdoor.models.override_questions import ONE_ON_EACH_LINE
from frontdoor.models.override_rules import (
    CHILD_NOT_ON_CONTACT,
    DECIDED_IN_PERSON,
    EVIDENCE_MISSING,
    FACTS_COPIED,
    FACTS_TOO_SHORT,
    NO_OVERRIDING_CONCERN,
    NOT_A_DECIDER,
    NOT_REGISTERED,
    NOT_YOUR_OWN,
    REQUEST_STAYS,
    TWO_ATTEMPTS,
)
from tests.factories.authority import duty_stands
from tests.factories.consent import DUTY, REASON, ConsentEventFactory, OverrideFactory, decided, only_child
from tests.factories.contacts import ContactChildFactory, ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory
from tests.factories.workers import (
    GrantFactory,
    consent_decider,
    practice_manager,
    service_manager,
    social_worker,
)
from tests.rows import bringing_in, insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

TWO_TRIES = [
    {"at": "2026-11-16T10:00+00:00", "means": "telephone", "whom": "Mother"},
    {"at": "2026-11-16T12:00+00:00", "means": "visit", "whom": "Mother"},
]


def ask(contact: Any = None, by: Any = None, **changes: Any) -> ConsentOverride:
    contact = contact or ContactFactory()
    given = {
        "children": [only_child(contact)],
        "agencies": [AgencyFactory()],
        "asked": "not_asked",
        "attempts": [],
        "reason_codes": ["O1"],
        "evidence": {"O1": "The stepfather would strike the child."},
        "facts": f"The neighbour saw the stepfather strike the child, contact {contact.pk}.",
        "harm_if_sought": "The child would be beaten for telling.",
        "harm_if_not_shared": "Nobody would see the next injury.",
        "overriding_concern": True,
        "harm": "PHY",
        "immediate": True,
        "less_intrusive": "Waiting for the mother was considered.",
        "legal_basis": "sch1",
        "questions": "What has the agency seen of the child?",
    }
    return overrides.request(by=by or social_worker(), now=timezone.now(), contact=contact, **given | changes)


FORTY = "A neighbour saw him strike her on Sunday."[:40]
INCOMPLETE = {
    "39 characters": ({"facts": FORTY[:39]}, FACTS_TOO_SHORT),
    "blanks do not count": ({"facts": FORTY[:39] + "   "}, FACTS_TOO_SHORT),
    "a letter held down": ({"facts": "x" * 40}, NO_WORDS),
    "one word again and again": ({"facts": "harm " * 12}, NO_WORDS),
    "a line that asks nothing": ({"questions": "What has the agency seen of her?\nWhy?"}, ONE_ON_EACH_LINE),
    "an agency that is to investigate": ({"questions": "Please investigate and ask the child."}, NOT_TO_INVESTIGATE),
    "no over-riding concern": ({"overriding_concern": False, "harm": "", "immediate": None}, NO_OVERRIDING_CONCERN),
    "no harm named": ({"harm": ""}, "Say which harm, and whether it is immediate."),
    "no reason": ({"reason_codes": []}, "Choose at least one reason."),
    "no evidence": ({"evidence": {}}, EVIDENCE_MISSING),
    "thin evidence": ({"evidence": {"O1": "he would"}}, EVIDENCE_MISSING),
    "one attempt": ({"reason_codes": ["O11"], "asked": "no_answer", "attempts": TWO_TRIES[:1]}, TWO_ATTEMPTS),
    "two of one means": ({"reason_codes": ["O11"], "asked": "no_answer", "attempts": [TWO_TRIES[0]] * 2}, TWO_ATTEMPTS),
    "no questions": ({"questions": ""}, "Answer every question about harm"),
}


def save_row(row: ConsentOverride) -> None:
    row.save()


@pytest.mark.parametrize("case", INCOMPLETE)
def test_an_incomplete_request_is_refused(acting, case):
    changes, sentence = INCOMPLETE[case]
    with pytest.raises(ValidationError, match=sentence):
        ask(**changes)
    row = OverrideFactory.build(contact=ContactFactory(), requested_by=acting, **changes)
    for way in (save_row, insert_raw):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            way(row)
        assert sentence in str(caught.value) or _constraint_says(caught.value, sentence)
    assert not ConsentOverride.objects.exists()


def _constraint_says(error: Any, sentence: str) -> bool:
    name = error.__cause__.diag.constraint_name
    return any(
        rule.name == name and sentence in str(rule.violation_error_message)
        for rule in ConsentOverride._meta.constraints
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"facts": FORTY},
        {
            "reason_codes": ["O12"],
            "evidence": {"O12": DUTY},
            "legal_basis": "16LA",
            "overriding_concern": False,
        },
        {"reason_codes": ["O11"], "evidence": {}, "asked": "no_answer", "attempts": TWO_TRIES},
        {"reason_codes": ["O5"], "evidence": {}},
    ],
    ids=["40 characters", "a duty without concern", "two attempts by two means", "needs no evidence"],
)
def test_a_whole_request_is_taken(acting, changes):
    duty_stands()
    override = ask(**changes)
    assert list(ConsentOverride.objects.undecided()) == [override]
    assert override.children.count() == override.agencies.count() == 1


def test_facts_of_another_request_are_refused(acting):
    first = ask()
    with pytest.raises(ValidationError, match=FACTS_COPIED[:40]):
        ask(facts=f"  {first.facts.upper()} ")
    for copied in (f"{first.facts}.", first.facts.replace(" ", " - "), f"“{first.facts}”"):
        with pytest.raises(ValidationError, match=FACTS_COPIED[:40]):
            ask(facts=copied)
        with pytest.raises(DatabaseError, match="override_facts_are_its_own"), transaction.atomic():
            OverrideFactory(facts=copied)
    assert ask(facts=f"{first.facts} Again on Sunday.")
    with pytest.raises(DatabaseError, match="override_facts_are_its_own"), transaction.atomic():
        OverrideFactory(facts=first.facts)


def test_a_child_of_another_contact_is_refused(acting):
    contact, stranger = ContactFactory(), ChildFactory()
    with pytest.raises(ValidationError, match=CHILD_NOT_ON_CONTACT):
        ask(contact, children=[stranger])
    override = ask(contact)
    with pytest.raises(DatabaseError, match=CHILD_NOT_ON_CONTACT), transaction.atomic():
        insert_raw(OverrideChild(override=override, child=stranger))


def decide_by_sql(override: ConsentOverride, by: Any, **changes: Any) -> None:
    now = timezone.now()
    values = {
        "decided_by": by,
        "decided_at": now,
        "decision": "approved",
        "decision_reason": REASON,
        "expires_at": now + timedelta(days=5),
        "review_due_at": now + timedelta(days=1),
        "review_share": 100,
    }
    with acting_as(by):
        update_raw(override, **values | changes)


def decider_until_yesterday() -> Any:
    worker = practice_manager()
    GrantFactory(worker=worker, role=roles.CONSENT_DECIDER.code, ends_on=timezone.localdate() - timedelta(days=1))
    return worker


@pytest.mark.parametrize("make", [practice_manager, service_manager, social_worker, decider_until_yesterday])
def test_only_who_holds_the_right_today_decides(acting, make):
    override, worker = OverrideFactory(), make()
    with pytest.raises(ValidationError, match=NOT_A_DECIDER):
        decided(override, by=worker)
    with pytest.raises(DatabaseError, match=NOT_A_DECIDER), transaction.atomic():
        decide_by_sql(override, worker)


def test_C02_who_decides_on_consent_is_registered(acting):
    override, worker = OverrideFactory(), consent_decider(registration_number=None)
    with pytest.raises(ValidationError, match=NOT_REGISTERED):
        decided(override, by=worker)
    with pytest.raises(DatabaseError, match=NOT_REGISTERED), transaction.atomic():
        decide_by_sql(override, worker)
    client = Client()
    client.force_login(worker)
    url = reverse("override", args=[override.pk])
    assert NOT_REGISTERED in client.get(url).content.decode()
    assert client.post(url, {"decision": "approved", "reason": REASON}).status_code == 403
    worker.registration_number = "SW654321"
    worker.save()
    override = decided(override, by=worker)
    override.refresh_from_db()
    assert override.decided_as.endswith("registration number SW654321")


def test_nobody_decides_their_own_request(acting):
    worker = consent_decider()
    override = OverrideFactory(requested_by=worker)
    with pytest.raises(ValidationError, match=NOT_YOUR_OWN):
        decided(override, by=worker)
    with pytest.raises(DatabaseError, match="override_not_by_the_asker"), transaction.atomic():
        decide_by_sql(override, worker)


def test_nobody_signs_for_another_and_nobody_dates_back(acting):
    override, decider, other = OverrideFactory(), consent_decider(), consent_decider()
    with bringing_in():
        old = OverrideFactory(requested_at=timezone.now() - timedelta(days=2))
    with pytest.raises(DatabaseError, match=DECIDED_IN_PERSON), transaction.atomic():
        decide_by_sql(override, other, decided_by=decider)
    with pytest.raises(DatabaseError, match=DECIDED_IN_PERSON), transaction.atomic():
        decide_by_sql(old, decider, decided_at=timezone.now() - timedelta(hours=24, minutes=1))
    with pytest.raises(ValidationError, match=DECIDED_IN_PERSON):
        decided(old, by=decider, made=timezone.now() - timedelta(hours=24, minutes=1))
    with pytest.raises(DatabaseError, match="override_decided_after_request"), transaction.atomic():
        decide_by_sql(
            OverrideFactory(requested_at=timezone.now()), decider, decided_at=timezone.now() - timedelta(minutes=1)
        )
    with pytest.raises(DatabaseError, match=DECIDED_IN_PERSON), transaction.atomic():
        insert_raw(decided_row(decider))


def decided_row(by: Any) -> ConsentOverride:
    now = timezone.now()
    row = OverrideFactory.build(contact=ContactFactory(), requested_by=social_worker())
    row.decided_by, row.decided_at, row.decision, row.decision_reason = by, now, "approved", REASON
    row.expires_at, row.review_due_at, row.review_share = now + timedelta(days=5), now + timedelta(days=1), 100
    return row


@pytest.mark.parametrize("reason", ["", says(10), says(19)])
def test_L60_no_decision_stands_without_its_reason(acting, reason):
    decider = consent_decider()
    with pytest.raises(ValidationError, match="a reason of at least 20 characters"):
        overrides.decide(by=decider, now=timezone.now(), override=OverrideFactory(), decision="refused", reason=reason)
    with pytest.raises(DatabaseError, match="decided_whole"), transaction.atomic():
        decide_by_sql(
            OverrideFactory(), decider, decision="refused", decision_reason=reason, expires_at=None, review_due_at=None
        )
    assert not ConsentOverride.objects.filter(decision="approved").exists()


def test_L18_thin_reasoning_is_refused_and_what_stands_goes_to_a_third_person(acting, client):
    with pytest.raises(ValidationError, match=FACTS_TOO_SHORT):
        ask(facts=says(10))
    approved = decided(ask())
    third = practice_manager()
    assert list(ConsentOverride.objects.for_reviewer(third)) == [approved]
    assert not ConsentOverride.objects.for_reviewer(approved.decided_by).exists()
    client.force_login(practice_manager(team__front_door=True))
    assert reverse("override_review", args=[approved.pk]) in client.get(reverse("override_reviews")).text


def test_an_approval_is_dated_and_written_to_each_child(acting):
    contact, sister = ContactFactory(), ChildFactory()
    ContactChildFactory(contact=contact, child=sister)
    override = decided(OverrideFactory(contact=contact, children=[only_child(contact), sister]))
    events = ConsentEvent.objects.filter(override=override)
    assert {event.child for event in events} == {only_child(contact), sister}
    assert {event.status for event in events} == {"OVERRIDDEN"}
    assert all(event.happened_at == override.decided_at for event in events)
    assert override.decided_at < override.review_due_at < override.expires_at


def test_a_refusal_writes_no_consent_and_does_not_run_out(acting):
    override = decided(OverrideFactory(), "refused")
    assert not ConsentEvent.objects.exists()
    assert override.expires_at is override.review_due_at is None


def test_a_request_is_decided_once(acting):
    override = decided(OverrideFactory(), "refused")
    with pytest.raises(ValidationError, match=overrides.ALREADY_DECIDED):
        decided(override)


REWRITES = {
    "facts": "Other facts, quite as long as the first ones were, and true.",
    "reason_codes": ["O5"],
    "evidence": {"O1": "Something else altogether"},
    "attempts": TWO_TRIES,
    "overriding_concern": False,
    "questions": "What else do you know of them?",
    "requested_at": timezone.now() - timedelta(days=2),
    "decision": "refused",
    "decision_reason": "Another reason, given afterwards",
    "decided_at": timezone.now() + timedelta(minutes=1),
    "expires_at": timezone.now() + timedelta(days=90),
    "review_due_at": None,
    "review_share": 20,
    "legal_basis": "court",
}


@pytest.mark.parametrize("field", REWRITES)
def test_a_decided_request_cannot_be_rewritten(acting, field):
    override = decided(OverrideFactory())
    for way in (update_raw, _save_changed):
        with pytest.raises(DatabaseError, match=REQUEST_STAYS), transaction.atomic():
            way(override, **{field: REWRITES[field]})
    assert not ConsentOverride.objects.filter(**{field: REWRITES[field]}).exists()


def _save_changed(row: ConsentOverride, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def test_a_request_cannot_be_rewritten_before_its_decision_either(acting):
    override = OverrideFactory()
    with pytest.raises(DatabaseError, match=REQUEST_STAYS), transaction.atomic():
        update_raw(override, facts=REWRITES["facts"])


def test_what_is_covered_cannot_grow_after_the_decision(acting):
    override = decided(OverrideFactory())
    sister = ChildFactory()
    ContactChildFactory(contact=override.contact, child=sister)
    for row in (
        OverrideAgency(override=override, agency=AgencyFactory()),
        OverrideChild(override=override, child=sister),
    ):
        with pytest.raises(DatabaseError, match=REQUEST_STAYS), transaction.atomic():
            insert_raw(row)


def test_writes_that_leave_no_version_are_refused(acting):
    override = OverrideFactory()
    with pytest.raises(WouldSkipRules):
        ConsentOverride.objects.filter(pk=override.pk).update(facts=says(40))
    with pytest.raises(WouldSkipRules):
        ConsentOverride.objects.bulk_create([override])
    with pytest.raises(WouldSkipRules):
        override.delete()


@pytest.mark.parametrize("way", [ConsentEvent.save, insert_raw], ids=["save", "sql"])
def test_overridden_is_written_by_a_decision_alone(acting, way):
    undecided, elsewhere = OverrideFactory(), decided(OverrideFactory())
    for override in (None, undecided, elsewhere):
        event = ConsentEventFactory.build(
            contact=undecided.contact,
            child=only_child(undecided.contact),
            status="OVERRIDDEN",
            given_by=None,
            override=override,
            recorded_by=consent_decider(),
        )
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            way(event)
        assert ONLY_BY_OVERRIDE in str(caught.value) or "consent_overridden_by_an_override" in str(caught.value)


def test_C02_who_signs_holds_the_right_when_it_is_decided_and_when_it_is_signed(acting):
    now = timezone.now()
    before, lately = now - timedelta(hours=23), consent_decider()
    ended = social_worker(registration_number="SW810001")
    yesterday = timezone.localdate() - timedelta(days=1)
    GrantFactory(worker=ended, role="consent_decider", starts_on=yesterday - timedelta(days=9), ends_on=yesterday)
    with bringing_in():
        override = OverrideFactory(requested_at=now - timedelta(hours=23, minutes=30))
    with pytest.raises(ValidationError, match=NOT_A_DECIDER):
        decided(override, by=ended, at=now, made=before)
    values = {"decided_by": ended, "decided_at": before, "decision": "refused", "decision_reason": REASON}
    with acting_as(ended), pytest.raises(DatabaseError, match=NOT_A_DECIDER), transaction.atomic():
        update_raw(override, **values)
    assert decided(override, "refused", by=lately, at=now, made=before)
