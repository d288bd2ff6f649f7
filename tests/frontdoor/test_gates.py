"""Nobody goes past consent alone: who agrees, what is told where nobody is asked, and what may then be asked.

Each rule is tried by the roads of ``test_consent_refusals``: the form, the action, saving, a bulk write and SQL.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from frontdoor.actions import checks, consent, overrides
from frontdoor.core.acting import acting_as
from frontdoor.core.working_days import london_date
from frontdoor.core.written import in_words
from frontdoor.models import AgencyRequest, ConsentEvent, PolicyPeriod
from frontdoor.models.agency_requests import ASKED_IN_PERSON as REQUEST_IN_PERSON
from frontdoor.models.checks import ANOTHER_ASKS
from frontdoor.models.consent import ONLY_BY_OVERRIDE
from frontdoor.models.consent_facts import (
    AGE_NOT_KNOWN,
    COMPETENCE_LOOKED_AT,
    NOT_A_HOLDER,
    RECORDED_IN_PERSON,
    TOO_YOUNG,
)
from frontdoor.models.override_questions import ONLY_ITS_QUESTIONS
from frontdoor.models.override_rules import ASKED_IN_PERSON, RUNS_TOO_LONG
from frontdoor.models.positions import Stand, positions_of
from tests.factories import workers
from tests.factories.after_override import approved, ask, withdrawn
from tests.factories.consent import (
    COMPETENT,
    GROUNDS,
    QUESTION,
    AgencyRequestFactory,
    ConsentEventFactory,
    OverrideFactory,
    only_child,
)
from tests.factories.contacts import ContactFactory
from tests.factories.people import AgencyFactory, ChildFactory, PersonFactory, RelationshipFactory
from tests.frontdoor.test_consent_pages import client_of, parts
from tests.frontdoor.test_consent_refusals import Attempt, _check, front_door, refused
from tests.rows import insert_raw, update_raw
from tests.words import says

pytestmark = pytest.mark.django_db

TOLD = ("words", "considered", "age_told")
SAID = "She said yes, and would like to tell her mother herself."
NO_DATE = "Her school has her in the tenth year."


def aged(years: int, *, less: int = 0) -> date:
    """The date of birth of who turned so old today, or turns so in so many days."""
    today = timezone.localdate()
    return date(today.year - years, today.month, min(today.day, 28)) + timedelta(days=less)


def _record(make: Any = workers.social_worker, *, child: Any = None, **given: Any) -> Attempt:
    """A consent event that somebody writes down now."""
    by, contact, now = front_door(make), ContactFactory(children=[child or ChildFactory()]), timezone.now()
    contact_child = only_child(contact)
    adult = given.pop("adult", None)
    row = ConsentEventFactory.build(
        contact=contact, child=contact_child, recorded_by=by, happened_at=now, **{"given_by": None} | given
    )
    if adult is not None:
        row.given_by = adult(contact_child)
    told = {name: getattr(row, name) for name in TOLD}
    return Attempt(
        by=by,
        act=lambda: consent.record(
            by=by,
            now=timezone.now(),
            contact=contact,
            children=[contact_child],
            kind=row.kind,
            status=row.status,
            given_by=row.given_by,
            happened_at=now,
            **told,
        ),
        row=row,
        url=reverse("consent_record", args=[contact.pk]),
        answers={
            "submission_key": uuid4(),
            "children": [contact_child.pk],
            "kind": row.kind,
            "status": row.status,
            "given_by": row.given_by_id or "",
            **told,
            **parts("happened_at", now),
        },
    )


def tied(**given: Any) -> Callable[[Any], Any]:
    return lambda child: RelationshipFactory(child=child, **given).adult


def own(years: int, make: Any = workers.social_worker, *, less: int = 0, **changes: Any) -> Attempt:
    told = {"words": SAID, "considered": COMPETENT} | changes
    return _record(make, child=ChildFactory(birth_date=aged(years, less=less)), status="CYP_COMPETENT", **told)


def own_without_a_date(**changes: Any) -> Attempt:
    told = {"words": SAID, "considered": COMPETENT} | changes
    return _record(child=ChildFactory(birth_unknown=True), status="CYP_COMPETENT", **told)


def another_question() -> Attempt:
    override = approved()
    tried = _check(override.events.get())
    agency = override.agencies.get()
    by = tried.by
    tried.row.agency = tried.row.request.agency = agency
    tried.row.request.questions = ["What do you know of her father?"]
    answers = tried.answers | {"agencies": [agency.pk], "owner": tried.row.request.owner.pk}
    return replace(
        tried, act=lambda: put(override.events.get(), agency, by, ["What do you know of her father?"]), answers=answers
    )


def put(given: ConsentEvent, agency: Any, by: Any, questions: list[str]) -> Any:
    return checks.request(
        by=by,
        now=timezone.now(),
        contact=given.contact,
        children=[given.child],
        agencies=[agency],
        kind="information",
        questions=questions,
        owner=workers.social_worker(registration_number=f"SW{uuid4().hex[:8]}"),
    )


def asked_alone() -> Attempt:
    by = front_door(workers.consent_decider)
    given = ConsentEventFactory(section_47=True, recorded_by=by)
    tried = _check(given)
    tried.row.request.requested_by = by
    answers = tried.answers | {"owner": tried.row.request.owner.pk, "approved": [QUESTION]}
    return replace(tried, by=by, act=lambda: ask(given, tried.row.agency, by=by), answers=answers)


RULES: dict[str, tuple[Callable[[], Attempt], str]] = {
    "2.1 responsibility not known": (lambda: _record(adult=tied(parental_responsibility="not_known")), NOT_A_HOLDER),
    "2.1 a grandmother without": (
        lambda: _record(adult=tied(kind="grandparent", parental_responsibility="no")),
        NOT_A_HOLDER,
    ),
    "2.1 held only from tomorrow": (
        lambda: _record(adult=tied(responsibility_from=timezone.localdate() + timedelta(days=1))),
        NOT_A_HOLDER,
    ),
    "2.1 agreement to a service": (
        lambda: _record(kind="C", adult=tied(parental_responsibility="not_known")),
        NOT_A_HOLDER,
    ),
    "2.4 nine years": (lambda: own(10, less=1), TOO_YOUNG),
    "2.4 fifteen, nothing considered": (lambda: own(16, less=1, considered=""), COMPETENCE_LOOKED_AT),
    "2.4 fifteen, by a call handler": (lambda: own(15, workers.call_handler), COMPETENCE_LOOKED_AT),
    "2.4 fifteen, a letter held down": (lambda: own(15, considered="x" * 40), COMPETENCE_LOOKED_AT),
    "2.4 no date of birth, nothing said": (own_without_a_date, AGE_NOT_KNOWN),
    "2.3 another question than was decided": (another_question, ONLY_ITS_QUESTIONS),
    "C03 asked by who recorded it": (asked_alone, ANOTHER_ASKS),
}
EACH = pytest.mark.parametrize("name", RULES)


@EACH
def test_L59_no_road_goes_past_consent(acting, name):
    make, sentence = RULES[name]
    tried = make()
    refused(tried.act, sentence)
    rows = type(tried.row)._default_manager
    with acting_as(tried.by):
        refused(tried.after_its_request(tried.row.save), sentence)
        tried.row.pk = None
        refused(tried.after_its_request(tried.by_sql), sentence)
        refused(tried.after_its_request(lambda: rows.bulk_create([tried.row])), sentence)
    answer = client_of(tried.by).post(tried.url, tried.answers)
    assert answer.status_code == 422
    assert sentence in answer.content.decode().replace("&#x27;", "'")


@pytest.mark.parametrize(
    "make",
    [
        lambda: _record(adult=tied(kind="guardian")),
        lambda: own(10),
        lambda: own(16, workers.call_handler, considered=""),
        lambda: own_without_a_date(age_told=NO_DATE),
    ],
    ids=["guardian", "ten", "sixteen", "no date of birth"],
)
def test_what_is_whole_is_taken_by_the_form(acting, make):
    tried = make()
    assert client_of(tried.by).post(tried.url, tried.answers).status_code == 302
    assert ConsentEvent.objects.get().recorded_by == tried.by


@pytest.mark.parametrize("status", ["REFUSED", "WITHDRAWN"])
def test_C12_an_older_decision_is_not_laid_over_a_later_no(acting, status):
    override = approved()
    first = override.events.get()
    said_no = ConsentEventFactory(contact=first.contact, status=status, happened_at=timezone.now())
    for happened_at in (timezone.now(), first.happened_at):
        again = ConsentEventFactory.build(
            contact=first.contact,
            child=first.child,
            status="OVERRIDDEN",
            override=override,
            given_by=None,
            happened_at=happened_at,
            recorded_by=first.recorded_by,
        )
        for way in (ConsentEvent.save, insert_raw):
            with acting_as(first.recorded_by):
                refused(lambda way=way, again=again: way(again), ONLY_BY_OVERRIDE)
    stand = positions_of(first.contact, at=timezone.now()).get((first.child_id, "B"), Stand())
    assert stand.latest == said_no
    assert stand.grounds(timezone.now()) == []


def test_nobody_signs_for_another(acting):
    other = workers.social_worker()
    contact = ContactFactory()
    rows = {
        RECORDED_IN_PERSON: ConsentEventFactory.build(
            contact=contact,
            child=only_child(contact),
            recorded_by=other,
            given_by=None,
            status="NOT_SOUGHT",
            happened_at=contact.received_at,
        ),
        ASKED_IN_PERSON: OverrideFactory.build(contact=contact, requested_by=other),
        REQUEST_IN_PERSON: AgencyRequestFactory.build(contact=contact, agency=AgencyFactory(), requested_by=other),
    }
    for sentence, row in rows.items():
        refused(row.save, sentence)
        refused(lambda row=row: insert_raw(row), sentence)
    assert not AgencyRequest.objects.exists()


def test_a_decision_ends_after_five_working_days_whatever_the_policy_says(acting):
    today = timezone.localdate()
    PolicyPeriod(
        code="C-EXPIRY",
        name="Consent override expires",
        value=60,
        unit="working_days",
        valid_from=today,
        source="Local",
        set_by=acting,
    ).save()
    override = approved()
    assert london_date(override.expires_at) - today <= timedelta(days=15)
    waiting, by = OverrideFactory(), workers.consent_decider()
    values = {
        "decided_by": by,
        "decided_at": timezone.now(),
        "decision": "approved",
        "decision_reason": "The facts show a risk of harm.",
        "review_share": 100,
        "review_due_at": timezone.now(),
        "expires_at": timezone.now() + timedelta(days=40),
    }
    with acting_as(by), pytest.raises(DatabaseError, match=RUNS_TOO_LONG), transaction.atomic():
        update_raw(waiting, **values)


def test_a_parents_agreement_beside_a_decision_still_lets_anything_be_asked(acting):
    override = approved()
    event = override.events.get()
    given = ConsentEventFactory(contact=event.contact, happened_at=timezone.now())
    by, agency = workers.social_worker(), override.agencies.get()
    (free,) = put(event, agency, by, ["What do you know of her father?"])
    (listed,) = put(event, agency, by, [QUESTION])
    assert (free.about.get().consent, listed.about.get().consent) == (given, event)
    withdrawn(given)
    refused(lambda: put(event, agency, by, [QUESTION]), "Agencies cannot be asked about this child yet")


def test_repeated_letters_and_words_tell_nothing():
    assert not in_words("x" * 40, 5)
    assert not in_words("He he he he he he he he he he he he he", 5)
    assert in_words(GROUNDS, 5)


def test_an_unrelated_adult_is_nobody_who_agrees(acting):
    tried = _record(adult=lambda child: PersonFactory())
    refused(tried.act, NOT_A_HOLDER)
    with acting_as(tried.by):
        refused(tried.row.save, NOT_A_HOLDER)
        refused(tried.by_sql, NOT_A_HOLDER)


def test_consent_is_not_overridden_by_the_action_of_one_person(acting):
    override = OverrideFactory(requested_by=workers.consent_decider())
    refused(
        lambda: overrides.decide(
            by=override.requested_by, now=timezone.now(), override=override, decision="approved", reason=says(20)
        ),
        "Somebody other than the person who asked",
    )
