"""A request does not contradict itself, and its decision is drawn for review as the policy says (2.3, C02, T33)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdoor.actions import overrides
from frontdoor.core.acting import acting_as
from frontdoor.models import ConsentOverride
from frontdoor.models.asking import duty_contradicts
from frontdoor.models.override_rules import DRAWN_AS_IT_FALLS, TWO_ATTEMPTS
from frontdoor.models.request_rules import (
    ATTEMPTS_ARE_TOLD,
    ATTEMPTS_IN_TIME,
    COURT_HAS_ITS_PAGE,
    DUTY_COMPELS,
    DUTY_NOT_IN_FORCE,
    DUTY_NOT_TOLD,
    NO_CONCERN_BUT_REASONS,
    NOT_REFUSED,
    REACHED_SOMEBODY,
)
from frontdoor.presenters.requests import thin
from tests.factories import workers
from tests.factories.authority import duty_stands
from tests.factories.consent import DUTY as DUTY_TOLD
from tests.factories.consent import (
    GROUNDS,
    REASON,
    ConsentEventFactory,
    OverrideFactory,
    attempt,
    decided,
    only_child,
)
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory
from tests.frontdoor.test_consent_pages import client_of, override_answers, parts, stopped_client_of
from tests.frontdoor.test_consent_refusals import front_door, refused
from tests.rows import insert_raw, update_raw

pytestmark = pytest.mark.django_db

O10 = {"reason_codes": ["O10"], "evidence": {"O10": GROUNDS}}
O11 = {"reason_codes": ["O11"], "evidence": {}, "asked": "no_answer"}
DUTY = {"O12": DUTY_TOLD}
NO_HARM = {"overriding_concern": False, "harm": "", "immediate": None}
BY_DUTY = NO_HARM | {"reason_codes": ["O12"], "legal_basis": "16LA"}


def same_minute() -> list[dict[str, str]]:
    one = attempt(hours=2)
    return [one, one | {"means": "message"}]


def twenty_years_ago() -> list[dict[str, str]]:
    return [attempt(hours=24 * 365 * 20), attempt("message", hours=24 * 365 * 20 + 1)]


REQUESTS: dict[str, tuple[Callable[[], dict[str, Any]], str]] = {
    "O10 nobody was asked": (lambda: O10 | {"asked": "not_asked"}, NOT_REFUSED),
    "O10 asked, and nothing told of it": (lambda: O10 | {"asked": "refused"}, ATTEMPTS_ARE_TOLD),
    "2.3 no answer, and nothing told of it": (lambda: {"asked": "no_answer"}, ATTEMPTS_ARE_TOLD),
    "2.3 agreed in part, and nothing told of it": (lambda: {"asked": "partial"}, ATTEMPTS_ARE_TOLD),
    "O11 one attempt": (lambda: O11 | {"attempts": [attempt(hours=2)]}, TWO_ATTEMPTS),
    "O11 one means": (lambda: O11 | {"attempts": [attempt(hours=2), attempt(hours=3)]}, TWO_ATTEMPTS),
    "O11 in the same minute": (lambda: O11 | {"attempts": same_minute()}, TWO_ATTEMPTS),
    "O11 twenty years ago": (lambda: O11 | {"attempts": twenty_years_ago()}, ATTEMPTS_IN_TIME),
    "O11 somebody was reached": (
        lambda: O11 | {"asked": "refused", "attempts": [attempt(hours=2), attempt("visit", hours=3)]},
        REACHED_SOMEBODY,
    ),
    "O12 and another reason without a concern": (
        lambda: (
            NO_HARM
            | {
                "reason_codes": ["O1", "O12"],
                "evidence": {"O1": "He would strike her again."} | DUTY,
                "legal_basis": "16LA",
            }
        ),
        NO_CONCERN_BUT_REASONS,
    ),
    "O12 on safeguarding in general": (
        lambda: NO_HARM | {"reason_codes": ["O12"], "evidence": DUTY, "legal_basis": "sch1"},
        DUTY_COMPELS,
    ),
    "O12 on section 17": (
        lambda: BY_DUTY | {"evidence": {"O12": f"{DUTY_TOLD} Children Act 1989, section 17."}},
        DUTY_COMPELS,
    ),
    "O12 on an order of a court": (lambda: BY_DUTY | {"evidence": DUTY, "legal_basis": "court"}, COURT_HAS_ITS_PAGE),
    "O12 without what is compelled": (
        lambda: BY_DUTY | {"evidence": {"O12": "Children Act 2004, section 16LA"}},
        DUTY_NOT_TOLD,
    ),
    "O12 on something else": (
        lambda: BY_DUTY | {"evidence": {"O12": DUTY_TOLD.replace("16LA", "11")}},
        DUTY_NOT_TOLD,
    ),
    "16LA before it is in force": (
        lambda: duty_stands(timezone.localdate() + timedelta(days=1)) and BY_DUTY | {"evidence": DUTY},
        DUTY_NOT_IN_FORCE,
    ),
}


def as_typed(row: ConsentOverride) -> dict[str, Any]:
    """What the form sends of a request."""
    sent: dict[str, Any] = {
        "asked": row.asked,
        "reason_codes": row.reason_codes,
        "legal_basis": row.legal_basis,
        "overriding_concern": "yes" if row.overriding_concern else "no",
    }
    sent |= {f"evidence_{code}": words for code, words in row.evidence.items()}
    for which, told in zip(("first", "second"), row.attempts, strict=False):
        at = timezone.datetime.fromisoformat(told["at"])
        sent |= parts(f"{which}_at", at) | {f"{which}_means": told["means"], f"{which}_whom": told["whom"]}
    return sent


@pytest.mark.parametrize("name", REQUESTS)
def test_L59_C02_C03_a_request_that_contradicts_itself_is_refused(acting, name):
    make, sentence = REQUESTS[name]
    duty_stands()
    contact, agency, by = ContactFactory(), AgencyFactory(), front_door(workers.social_worker)
    row = OverrideFactory.build(contact=contact, requested_by=by, requested_at=timezone.now(), **make())
    names = "asked attempts reason_codes evidence facts harm_if_sought harm_if_not_shared overriding_concern harm"
    names = [*names.split(), "immediate", "less_intrusive", "questions", "legal_basis"]
    told = {column: getattr(row, column) for column in names}
    refused(
        lambda: overrides.request(
            by=by, now=timezone.now(), contact=contact, children=[only_child(contact)], agencies=[agency], **told
        ),
        sentence,
    )
    with acting_as(by), pytest.raises(DatabaseError), transaction.atomic():
        insert_raw(row)
    client = stopped_client_of(by, contact)
    url = reverse("override_form", args=[contact.pk])
    client.post(url, override_answers(contact, agency, **as_typed(row)))
    answer = client.post(reverse("override_check", args=[contact.pk]), {"submission_key": "9" * 32}, follow=True)
    assert not ConsentOverride.objects.exists()
    assert answer.status_code in {200, 422}


def test_without_any_concern_the_old_sentence_stands(acting):
    row = OverrideFactory.build(contact=ContactFactory(), requested_by=workers.social_worker(), **NO_HARM)
    broken = pytest.raises(DatabaseError, match="override_needs_overriding_concern")
    with acting_as(row.requested_by), broken, transaction.atomic():
        insert_raw(row)


def test_O10_stands_on_an_attempt_or_on_the_recorded_refusal_of_a_parent(acting):
    assert OverrideFactory(**O10, asked="refused", attempts=[attempt(hours=1)]).pk
    event = ConsentEventFactory(status="REFUSED")
    assert OverrideFactory(**O10, contact=event.contact, asked="refused").pk


def test_O11_stands_on_two_attempts_by_two_means(acting):
    assert OverrideFactory(**O11, attempts=[attempt(hours=2), attempt("visit", hours=1)]).pk


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.sampled_from(["section 17", "s17", "s. 17", "Section  17", "sec. 17"]))
def test_section_17_is_no_duty_however_it_is_written(words, section):
    assert duty_contradicts(f"{words} {section} {words}", "16LA") == ("legal_basis", DUTY_COMPELS)
    assert duty_contradicts(f"{DUTY_TOLD} Section 175 of the Education Act 2002.", "16LA") is None


def signed(**changes: Any) -> dict[str, Any]:
    now = timezone.now()
    return {
        "decided_at": now,
        "decision": "approved",
        "decision_reason": REASON,
        "expires_at": now + timedelta(days=1),
        "review_due_at": now + timedelta(hours=1),
        "review_share": 100,
    } | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"review_due_at": timezone.now() + timedelta(days=900)},
        {"review_due_at": None, "review_share": 20},
        {"review_due_at": None},
        {"review_share": 20},
        {"review_due_at": timezone.now() - timedelta(days=2)},
    ],
    ids=["in 900 days", "a fifth, and no review", "no review", "a fifth", "before it"],
)
def test_L17_T33_the_review_stands_on_the_row_as_the_policy_says(acting, changes):
    request, by = OverrideFactory(), workers.consent_decider()
    with acting_as(by), pytest.raises(DatabaseError), transaction.atomic():
        update_raw(request, decided_by=by, **signed(**changes))
    with acting_as(by):
        update_raw(request, decided_by=by, **signed())


def test_T33_says_its_sentence(acting):
    request, by = OverrideFactory(), workers.consent_decider()
    with acting_as(by):
        late = signed(review_due_at=timezone.now() + timedelta(days=900))
        refused(lambda: update_raw(request, decided_by=by, **late), DRAWN_AS_IT_FALLS)


def test_2_3_the_decider_stands_on_the_row_with_number_and_roles(acting):
    by = workers.consent_decider(registration_number="SW123456")
    request = decided(OverrideFactory(), by=by)
    request.refresh_from_db()
    assert (request.decider_number, request.decider_roles) == ("SW123456", ["consent_decider", "practice_manager"])
    by.registration_number = "SW654321"
    by.save()
    with acting_as(by):
        update_raw(request, decider_number="SW000000")
    request.refresh_from_db()
    assert request.decider_number == "SW123456"
    reader = front_door(workers.practice_manager)
    page = client_of(reader).get(reverse("override", args=[request.pk])).content.decode()
    assert "registration number SW123456" in page


def test_the_decider_is_told_what_is_thin(acting):
    request = OverrideFactory(asked="not_asked")
    assert "nobody has been asked." in thin(request)
    page = client_of(front_door(workers.consent_decider)).get(reverse("override", args=[request.pk])).content.decode()
    assert "The record is thin: nobody has been asked." in page
